"""Public addresses that are no pages of the tree: what is behind each, in a few words."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Door:
    name: str
    title: str
    text: str

    def address(self, language: str = "") -> str:
        """Return the address in a language (the active one by default); empty where this platform lacks it."""
        with translation.override(language or translation.get_language()):
            try:
                return reverse(self.name)
            except NoReverseMatch:
                return ""


EVERY = (
    Door("home:helplines", _("Helplines"), _("Confirmed numbers to call in danger, for a child, or to pass on a tip.")),
    Door("incidents:report", _("Report an offence"), _("Tell what you saw of trafficking, without giving your name.")),
    Door("certificates:check", _("Check a certificate"), _("See whether a certificate is real and still valid.")),
    Door("newsletter:subscribe", _("Newsletter"), _("News of the programme by e-mail, now and then.")),
    Door("accounts:privacy", _("Privacy"), _("What is kept about you, for how long, and how to delete it.")),
)


def open_here() -> list[Door]:
    """Return those that this platform has, in order."""
    return [door for door in EVERY if door.address()]
