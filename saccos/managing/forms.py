from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PhoneField
from saccos.models.managing import Digest, Right

MAY = {
    Right.VIEW: gettext_lazy("Opens the figures and lists, calls people, prints and exports. Changes nothing."),
    Right.MANAGE: gettext_lazy("Also invites, reminds and imports staff, changes roles, takes people off the list."),
    Right.OWN: gettext_lazy("Also invites and removes managers, and changes what they may do."),
}
"""What each right is good for, each holding the one before."""


class RightForm(forms.Form):
    right = forms.ChoiceField(
        choices=Right,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what they may do."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )

    def explained(self):
        """Yield (value, label, what it is good for, whether it is chosen) of each right."""
        chosen = self["right"].value()
        for right in Right:
            yield right.value, right.label, MAY[right], right == chosen


class InviteManagerForm(RightForm):
    phone = PhoneField(error_messages={"required": gettext_lazy("Type their phone number.")})


WRONG_ADDRESS = gettext_lazy("Type the whole address, like name@example.com.")


class DigestForm(forms.Form):
    """How the digest comes; an address is needed only where it comes by e-mail."""

    digest = forms.ChoiceField(
        choices=[
            (Digest.SMS.value, gettext_lazy("By SMS")),
            (Digest.EMAIL.value, gettext_lazy("By e-mail")),
            (Digest.NONE.value, gettext_lazy("Not at all")),
        ],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={"invalid": WRONG_ADDRESS},
    )

    def __init__(self, *args, has_phone, **kwargs):
        super().__init__(*args, **kwargs)
        self._has_phone = has_phone

    def clean_email(self):
        """Return it in small letters: the addresses of one mailbox differ in nothing else."""
        typed = self.cleaned_data["email"]
        if not typed.isascii():
            raise forms.ValidationError(WRONG_ADDRESS, code="invalid")
        return typed.lower()

    def clean(self):
        cleaned = super().clean()
        match cleaned.get("digest"):
            case Digest.EMAIL if not cleaned.get("email") and "email" not in self.errors:
                self.add_error("email", _("Type the address to which it is to go."))
            case Digest.SMS if not self._has_phone:
                self.add_error("digest", _("We have no phone number of yours. Choose e-mail."))
        if cleaned.get("digest") != Digest.EMAIL:
            self.errors.pop("email", None)
        return cleaned
