"""How what one does at the stage can end."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    SAFE = "safe", _("Safe")
    MISSED = "missed", _("A missed chance")
    HARMFUL = "harmful", _("Somebody could be harmed")
