from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from courses.narrating.forms import NarrationForm, RecorderInput
from courses.narrating.lengths import Heard


class Narration(Heard, index.Indexed, models.Model):
    """A card or question read aloud in one language, kept small, with its words beside it."""

    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    file = models.FileField(_("sound"), upload_to="narrations")
    seconds = models.PositiveSmallIntegerField(_("length (seconds)"), default=0, editable=False)
    size = models.PositiveIntegerField(_("size (bytes)"), default=0, editable=False)
    transcript = models.TextField(_("transcript"), help_text=_("Word for word, for those who can't listen."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [
        FieldPanel("language"),
        FieldPanel("file", widget=RecorderInput),
        FieldPanel("transcript"),
        FieldPanel("title"),
    ]
    base_form_class = NarrationForm
    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("language")]

    class Meta:
        verbose_name = _("narration")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.title} ({self.language})"
