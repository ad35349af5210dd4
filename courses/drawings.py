"""The platform's own drawings, to choose from."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChoiceBlock


def drawing_choices():
    """Return the drawings that ship with the platform, by file name."""
    folder = Path(settings.BASE_DIR, "templates", "drawings")
    return [(path.stem, path.stem.replace("-", " ")) for path in sorted(folder.glob("*.svg"))]


class DrawingBlock(ChoiceBlock):
    """One of the platform's own drawings; it repeats the words beside it, so it needs no alternative text."""

    def __init__(self, choices=drawing_choices, **kwargs):
        super().__init__(choices=choices, required=kwargs.pop("required", False), label=_("Drawing"), **kwargs)
