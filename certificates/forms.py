from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates import codes


class CodeForm(forms.Form):
    """The code that somebody reads off a certificate."""

    code = forms.CharField()

    def clean_code(self):
        typed = self.cleaned_data["code"]
        if codes.read(typed) is None:
            raise forms.ValidationError(_complaint(codes.tidy(typed)))
        return typed


def _complaint(code):
    if len(code) == codes.LENGTH:
        return _("A code has only letters and digits, and never the letter U. Compare it with the paper.")
    return ngettext(
        "You typed %(count)d sign. A code has 10: compare it with the paper.",
        "You typed %(count)d signs. A code has 10: compare it with the paper.",
        len(code),
    ) % {"count": len(code)}
