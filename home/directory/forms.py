"""The form by which the directory is kept: what it refuses, it says beside the field."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError

from home.directory import numbers
from home.models import Helpline


def _several(label, choices):
    return forms.MultipleChoiceField(
        label=capfirst(label), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class HelplineForm(WagtailAdminModelForm):
    also = _several(gettext_lazy("also for"), Helpline.Need.choices)
    languages = _several(gettext_lazy("languages"), Helpline.Spoken.choices)

    def clean_numbers(self):
        """Refuse a number that cannot be of its kind; none is ever written differently from how it was typed."""
        given = self.cleaned_data["numbers"]
        is_abroad = self.cleaned_data.get("need") == Helpline.Need.ABROAD
        wrong = {
            place: forms.ValidationError(numbers.problem_of(part.block_type))
            for place, part in enumerate(given)
            if not numbers.is_well_formed(part.block_type, part.value, is_abroad=is_abroad)
        }
        if wrong:
            raise StreamBlockValidationError(block_errors=wrong)
        return given

    def clean_last_verified(self):
        day = self.cleaned_data["last_verified"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self):
        """Ask of a confirmed service what makes it one: a number or a website, and the day it was confirmed."""
        given = super().clean()
        if given.get("status") != Helpline.Status.CONFIRMED:
            return given
        if "numbers" in given and not (len(given["numbers"]) or given.get("website")):
            problem = _("Give a number or a website: people see this service.")
            self.add_error("numbers", StreamBlockValidationError(non_block_errors=[problem]))
        if "last_verified" in given and not given["last_verified"] and not self._was_confirmed_undated():
            self.add_error("last_verified", _("Say when it was confirmed, or let it wait to be confirmed."))
        return given

    def _was_confirmed_undated(self):
        """Return whether it stands confirmed without a day already: who mends its name need not invent one."""
        return "status" not in self.changed_data and "last_verified" not in self.changed_data

    def save(self, commit=True):
        is_confirmed = self.instance.status == Helpline.Status.CONFIRMED and self.instance.last_verified
        if is_confirmed and {"last_verified", "status"} & set(self.changed_data):
            self.instance.confirmed_by = self.for_user
        return super().save(commit)
