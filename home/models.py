from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from places.native_review import NativeReview, review_field


class HomePage(Page):
    """The public front page: what the programme is, how it works, where help is."""

    lead = models.TextField(_("lead"), max_length=300)
    steps = StreamField(
        [("step", StructBlock([("title", CharBlock(max_length=60)), ("text", TextBlock(max_length=300))]))],
        verbose_name=_("how it works"),
        max_num=4,
        blank=True,
    )
    about_title = models.CharField(_("about: heading"), max_length=80, blank=True)
    about = RichTextField(_("about the organisation"), features=["bold", "link", "ul"], blank=True)
    facts_source = models.CharField(_("facts: source"), max_length=120, blank=True)
    facts = StreamField(
        [
            (
                "fact",
                StructBlock(
                    [("figure", CharBlock(max_length=12, required=False)), ("text", TextBlock(max_length=240))]
                ),
            )
        ],
        verbose_name=_("published facts"),
        blank=True,
    )
    native_review = review_field(NativeReview.SOURCE, _("native review"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("native_review"),
        FieldPanel("lead"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldPanel("about_title"), FieldPanel("about"), FieldPanel("facts"), FieldPanel("facts_source")],
            heading=_("About"),
        ),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")


class HelplineQuerySet(models.QuerySet):
    def shown(self):
        """Return what the public may see: only lines that somebody has confirmed."""
        return self.filter(status=Helpline.Status.CONFIRMED)


class Helpline(models.Model):
    """One service and its numbers. Only confirmed ones are ever shown."""

    class Need(models.TextChoices):
        DANGER = "danger", _("In danger now")
        CHILD = "child", _("A child at risk")
        TIP = "tip", _("Pass on a tip")
        VIOLENCE = "violence", _("Violence at home or against women")
        ABROAD = "abroad", _("In trouble abroad")
        COUNSELLING = "counselling", _("Somebody to talk to")

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        TO_CONFIRM = "to_confirm", _("to confirm (hidden)")
        HIDDEN = "hidden", _("hidden")

    key = models.SlugField(unique=True)
    name_en = models.CharField(_("name (English)"), max_length=100)
    name_sw = models.CharField(_("name (Kiswahili)"), max_length=100)
    need = models.CharField(_("for"), max_length=12, choices=Need)
    numbers = StreamField(
        [
            (kind, CharBlock(max_length=20, label=label, icon="mobile-alt"))
            for kind, label in (("call", pgettext_lazy("helpline", "Call")), ("whatsapp", "WhatsApp"), ("ussd", "USSD"))
        ],
        verbose_name=_("numbers"),
    )
    is_free = models.BooleanField(_("free to call"), null=True, blank=True)
    hours_en = models.CharField(_("hours (English)"), max_length=60, blank=True)
    hours_sw = models.CharField(_("hours (Kiswahili)"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.TO_CONFIRM)
    source = models.CharField(_("source"), max_length=300)
    last_verified = models.DateField(_("last verified"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    native_review = review_field()

    objects = HelplineQuerySet.as_manager()

    panels = [
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_sw")]),
        FieldPanel("need"),
        FieldPanel("numbers"),
        FieldPanel("is_free"),
        FieldRowPanel([FieldPanel("hours_en"), FieldPanel("hours_sw")]),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("source"), FieldPanel("last_verified")], heading=_("Confirmation")
        ),
        FieldPanel("order"),
        FieldPanel("native_review"),
    ]

    class Meta:
        verbose_name = _("helpline")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_sw if get_language() == "sw" else self.name_en

    @property
    def hours(self):
        return self.hours_sw if get_language() == "sw" else self.hours_en


@register_setting(icon="site")
class Organisation(BaseSiteSetting):
    """Who runs this platform; another organisation runs it under its own name."""

    name = models.CharField(_("name"), max_length=80, default="Trace Kenya")
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )

    sms_price = models.DecimalField(
        _("price of an SMS"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In shillings, for each part of up to 160 signs. Managers see what a reminder costs."),
    )
    is_sample = models.BooleanField(
        _("content is a sample"),
        default=True,
        help_text=_("Says at the foot of each page that it is still to be approved."),
    )

    class Meta:
        verbose_name = _("organisation")

    def __str__(self):
        return self.name
