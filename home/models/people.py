from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from home.models.organisation import picture_field
from home.page_forms import PersonForm
from places.native_review import review_field


class Person(index.Indexed, models.Model):
    """Somebody of the organisation, who is shown among its people and writes its news."""

    class Part(models.TextChoices):
        TEAM = "team", _("Team")
        BOARD = "board", _("Board")

    name = models.CharField(_("name"), max_length=100)
    part = models.CharField(_("part of"), max_length=8, choices=Part, default=Part.TEAM)
    role_en = models.CharField(_("role (English)"), max_length=100, blank=True)
    role_sw = models.CharField(_("role (Kiswahili)"), max_length=100, blank=True)
    about_en = models.TextField(_("about (English)"), max_length=600, blank=True)
    about_sw = models.TextField(_("about (Kiswahili)"), max_length=600, blank=True)
    photo = picture_field(_("photo"))
    is_shown = models.BooleanField(_("shown among the people"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    native_review = review_field()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("part")]),
        FieldRowPanel([FieldPanel("role_en"), FieldPanel("role_sw")]),
        FieldPanel("about_en"),
        FieldPanel("about_sw"),
        FieldPanel("photo"),
        FieldRowPanel([FieldPanel("is_shown"), FieldPanel("order")]),
        FieldPanel("native_review"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    base_form_class = PersonForm

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    @property
    def role(self):
        return self.role_sw if get_language() == "sw" else self.role_en

    @property
    def about(self):
        return self.about_sw if get_language() == "sw" else self.about_en


class Partner(index.Indexed, models.Model):
    """An organisation that works with us, or pays for the work."""

    class Kind(models.TextChoices):
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funder")

    name_en = models.CharField(_("name (English)"), max_length=100, unique=True)
    name_sw = models.CharField(
        _("name (Kiswahili)"),
        max_length=100,
        blank=True,
        help_text=_("Empty: it has the same name in Kiswahili."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PARTNER)
    about_en = models.CharField(_("what we do together (English)"), max_length=240, blank=True)
    about_sw = models.CharField(_("what we do together (Kiswahili)"), max_length=240, blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = picture_field(_("logo"))
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    native_review = review_field()

    panels = [
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_sw")]),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("about_en"), FieldPanel("about_sw")]),
        FieldPanel("website"),
        FieldPanel("logo"),
        FieldPanel("order"),
        FieldPanel("native_review"),
    ]
    search_fields = [
        index.SearchField("name_en"),
        index.SearchField("name_sw"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("name_sw"),
    ]

    class Meta:
        verbose_name = _("partner")
        ordering = ["order", "name_en"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return (self.name_sw if get_language() == "sw" else "") or self.name_en

    @property
    def every_name(self):
        """Return its name in each language, for search."""
        return f"{self.name_en} {self.name_sw}".strip()

    @property
    def about(self):
        return self.about_sw if get_language() == "sw" else self.about_en


class NewsTopic(models.Model):
    """What a piece of news is about."""

    slug = models.SlugField(unique=True)
    name_en = models.CharField(_("name (English)"), max_length=60)
    name_sw = models.CharField(_("name (Kiswahili)"), max_length=60)

    panels = [FieldPanel("slug"), FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_sw")])]

    class Meta:
        verbose_name = _("topic of news")
        verbose_name_plural = _("topics of news")
        ordering = ["slug"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_sw if get_language() == "sw" else self.name_en
