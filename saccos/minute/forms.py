from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PhoneField
from accounts.models import User
from saccos.models import StaffMember


class StaffForm(forms.ModelForm):
    """What a manager notes of somebody: their work, not themselves."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=User.Role,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )

    class Meta:
        model = StaffMember
        fields = ["role", "stage", "staff_number"]
        labels = {"stage": _("Stage"), "staff_number": _("Staff number")}


class NumberForm(forms.Form):
    """The number on which somebody is reached who never signed in; empty where they have none."""

    phone = PhoneField(label=_("Phone number"), required=False)
    is_shared = forms.BooleanField(label=_("They share this phone with somebody"), required=False)
