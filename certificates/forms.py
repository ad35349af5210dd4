import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates import codes


class CodeForm(forms.Form):
    """The code that somebody reads off a certificate, or the address that its QR holds."""

    code = forms.CharField()

    def clean_code(self):
        typed = _out_of_address(self.cleaned_data["code"])
        if codes.read(typed) is None:
            raise forms.ValidationError(_complaint(codes.tidy(typed)))
        return typed


def _out_of_address(typed):
    """Return the code in an address of ours, with its scheme or without; anything else as it is."""
    host = settings.BASE_URL.partition("://")[2]
    found = re.fullmatch(rf"(?:https?://)?{re.escape(host)}/v/([^/?#\s]+)/?(?:[?#]\S*)?", typed, re.IGNORECASE)
    return found[1] if found else typed


def _complaint(code):
    if "/" in code:
        return _("This is an address of somewhere else. Type the code that stands beside the square code.")
    if len(code) == codes.LENGTH:
        return _("A code has only letters and digits, and never the letter U. Compare it with the paper.")
    return ngettext(
        "You typed %(count)d sign. A code has 10: compare it with the paper.",
        "You typed %(count)d signs. A code has 10: compare it with the paper.",
        len(code),
    ) % {"count": len(code)}
