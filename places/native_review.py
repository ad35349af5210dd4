from django.db.models import CharField, TextChoices
from django.utils.translation import gettext_lazy as _


class NativeReview(TextChoices):
    """Whether a native speaker has read a text that was written for the platform."""

    SOURCE = "source", _("source text")
    AWAITING = "awaiting", _("awaiting native review")
    DONE = "done", _("reviewed by a native speaker")


_OF_KISWAHILI = _("native review of the Kiswahili")


def review_field(default=NativeReview.AWAITING, label=_OF_KISWAHILI):
    """Return the field that marks a record's text until a native speaker has read it."""
    return CharField(label, max_length=8, choices=NativeReview, default=default)
