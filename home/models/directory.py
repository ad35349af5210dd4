from django.conf import settings
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField

from places.counties import County
from places.native_review import review_field


class HelplineQuerySet(models.QuerySet):
    def shown(self):
        """Return what the public may see: only lines that somebody has confirmed."""
        return self.filter(status=Helpline.Status.CONFIRMED)

    def to_confirm_again(self, day):
        """Return what the public sees although it was last confirmed before that day, or on no known day."""
        return self.shown().filter(models.Q(last_verified=None) | models.Q(last_verified__lt=day))


class Helpline(models.Model):
    """One service of the directory, with its numbers. Only confirmed ones are ever shown."""

    class Need(models.TextChoices):
        DANGER = "danger", _("In danger now")
        CHILD = "child", _("A child at risk")
        TIP = "tip", _("Pass on a tip")
        VIOLENCE = "violence", _("Violence at home or against women")
        ABROAD = "abroad", _("In trouble abroad")
        SHELTER = "shelter", _("A safe place to stay")
        MEDICAL = "medical", _("A doctor or nurse")
        LEGAL = "legal", _("A lawyer")
        COUNSELLING = "counselling", _("Somebody to talk to")

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        TO_CONFIRM = "to_confirm", _("to confirm (hidden)")
        HIDDEN = "hidden", _("hidden")

    class Spoken(models.TextChoices):
        """Languages that a service answers in."""

        EN = "en", _("English")
        SW = "sw", _("Kiswahili")
        SO = "so", _("Somali")
        AM = "am", _("Amharic")
        AR = "ar", _("Arabic")
        FR = "fr", _("French")
        SIGN = "sign", _("Sign language")

    key = models.SlugField(unique=True)
    name_en = models.CharField(_("name (English)"), max_length=100)
    name_sw = models.CharField(_("name (Kiswahili)"), max_length=100)
    about_en = models.CharField(_("what it does (English)"), max_length=240, blank=True)
    about_sw = models.CharField(_("what it does (Kiswahili)"), max_length=240, blank=True)
    need = models.CharField(_("for"), max_length=12, choices=Need)
    also = models.JSONField(_("also for"), default=list, blank=True)
    county = models.CharField(
        _("county"), max_length=3, choices=County, blank=True, help_text=_("Empty: it serves the whole country.")
    )
    numbers = StreamField(
        [
            (kind, CharBlock(max_length=20, label=label, icon="mobile-alt"))
            for kind, label in (
                ("call", pgettext_lazy("helpline", "Call")),
                ("sms", "SMS"),
                ("whatsapp", "WhatsApp"),
                ("ussd", "USSD"),
            )
        ],
        verbose_name=_("numbers"),
        blank=True,
    )
    website = models.URLField(_("website"), blank=True)
    is_free = models.BooleanField(_("free to call"), null=True, blank=True)
    hours_en = models.CharField(_("hours (English)"), max_length=60, blank=True)
    hours_sw = models.CharField(_("hours (Kiswahili)"), max_length=60, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.TO_CONFIRM)
    source = models.CharField(_("source"), max_length=300)
    last_verified = models.DateField(_("last verified"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    native_review = review_field()

    objects = HelplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("helpline")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_sw if get_language() == "sw" else self.name_en

    @property
    def about(self):
        return self.about_sw if get_language() == "sw" else self.about_en

    @property
    def hours(self):
        return self.hours_sw if get_language() == "sw" else self.hours_en

    @property
    def needs(self):
        return {self.need, *self.also}

    @property
    def can_be_reached(self):
        return bool(len(self.numbers) or self.website)

    @property
    def spoken(self):
        """Return the languages that it answers in, in words."""
        return [self.Spoken(code).label for code in self.languages if code in self.Spoken.values]

    @property
    def website_name(self):
        """Return the website as people say it."""
        return self.website.split("://")[-1].rstrip("/")
