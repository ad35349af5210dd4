from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        choices=User.Role,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
