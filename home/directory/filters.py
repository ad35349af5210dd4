"""What somebody looks for in the directory: need and county stand in the address, words never do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Helpline
from places.counties import County

LONGEST = 60


class FindForm(forms.Form):
    """Any value that is none of the choices counts as not given."""

    need = forms.ChoiceField(label=_("What for"), choices=[("", _("Anything")), *Helpline.Need.choices], required=False)
    county = forms.ChoiceField(
        label=_("Near me: my county"), choices=[("", _("All of Kenya")), *County.choices], required=False
    )
    words = forms.CharField(label=_("Name or number"), max_length=LONGEST, required=False)

    def asked(self) -> dict:
        """Return what is looked for, as `helpline_directory.found` takes it."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


def county_of(code: str) -> str:
    """Return the county's code where it is one, else nothing."""
    return code if code in County.values else ""
