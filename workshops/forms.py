"""What people at a workshop, and trainers afterwards, say of themselves and others."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import NameField, PhoneField
from accounts.models import User
from saccos.models import Operator
from workshops import codes
from workshops.people import Said

LONGEST_MARK = 40
MOST_ROWS = 999


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The four digits that the trainer says"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the four digits.")},
    )

    def clean_code(self):
        digits = re.sub(r"[\s.-]", "", self.cleaned_data["code"])
        if not (digits.isdecimal() and len(digits) == codes.DIGITS):
            raise ValidationError(_("The code has four digits."))
        return "".join(str(int(digit)) for digit in digits)


class OperatorField(forms.ChoiceField):
    """One of the operators that were invited, returned as it is; None for another one."""

    OTHER = "other"

    def offer(self, invited):
        self._invited = {str(operator.pk): operator for operator in invited}
        named = [(pk, operator.name) for pk, operator in self._invited.items()]
        self.choices = [("", _("Choose")), *named, (self.OTHER, _("Another operator"))]

    def clean(self, value):
        return self._invited.get(super().clean(value))


def invited_to(workshop):
    """Return the operators that were invited, by name."""
    return Operator.objects.standing().filter(workshop_invitations__workshop=workshop).order_by("name")


class PersonForm(forms.Form):
    """One person who is at the workshop."""

    full_name = NameField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("As on your ID. It will stand on your certificate."),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your full name as on your ID.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Your own phone number"),
        help_text=gettext_lazy("Leave it empty if you have no phone of your own."),
        required=False,
    )
    operator = OperatorField(
        label=gettext_lazy("For whom do you work?"),
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Your work"),
        choices=[("", gettext_lazy("Choose")), *User.Role.choices],
        error_messages={"required": gettext_lazy("Choose what comes nearest.")},
    )
    mark = forms.CharField(max_length=LONGEST_MARK, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, invited, **kwargs):
        super().__init__(*args, **kwargs)
        invited = list(invited)
        if invited:
            self.fields["operator"].offer(invited)
        else:
            # There would be nothing to choose.
            del self.fields["operator"]

    @property
    def said(self) -> Said:
        """What was said, once the form is valid."""
        given = self.cleaned_data
        return Said(given["full_name"], given["phone"], given.get("operator"), given["role"])


class HallForm(PersonForm):
    """Likewise, as the trainer writes it of somebody else; the work may be left open."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].help_text = _("As on the ID. It will stand on the certificate.")
        self.fields["full_name"].widget.attrs["autocomplete"] = "off"
        self.fields["full_name"].say_of_another(_("Write the full name as on the ID."))
        self.fields["phone"].label = _("Phone number")
        self.fields["phone"].help_text = _("Leave it empty for who has no phone.")
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        if "operator" in self.fields:
            self.fields["operator"].label = _("Operator")
            self.fields["operator"].required = False
        self.fields["role"].label = _("Work")
        self.fields["role"].required = False


class PaperForm(HallForm):
    """One row of the paper list; `number` is the row's, as printed."""

    number = forms.IntegerField(
        label=gettext_lazy("Row"),
        required=False,
        min_value=1,
        max_value=MOST_ROWS,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Type the number of the row.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
        self.fields["full_name"].say_of_another(_("Write the full name as on the paper."))

    field_order = ["number", "full_name", "phone", "operator", "role"]


class PasteForm(forms.Form):
    names = forms.CharField(
        label=gettext_lazy("Names, one in a line"),
        help_text=gettext_lazy("From a spreadsheet the phone, operator and work may stand beside each name."),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        max_length=20_000,
    )
