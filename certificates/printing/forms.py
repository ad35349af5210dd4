from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import PrintJob


class PrintForm(forms.Form):
    form = forms.ChoiceField(
        label=_("What to print"),
        choices=PrintJob.Form,
        initial=PrintJob.Form.CERTIFICATES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
