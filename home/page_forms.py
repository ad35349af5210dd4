"""What the admin refuses, of pages and of people, that the database alone would take."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from home.fixed_pages import FixedPageForm
from home.pictures import lacks_words

PICTURES = ("picture", "share_picture", "photo")


def demand_words(form) -> None:
    """Refuse each picture that has no description, with a message beside its field."""
    for name in PICTURES:
        if lacks_words(form.cleaned_data.get(name)):
            fault = _("This picture has no description. Write one under Images: it is read to those who cannot see it.")
            form.add_error(name, fault)


class PublicPageForm(FixedPageForm):
    def clean(self):
        cleaned = super().clean()
        # A draft may wait for its words; what is published may not.
        if not self.is_deferred_validation:
            demand_words(self)
        return cleaned


class PersonForm(WagtailAdminModelForm):
    def clean(self):
        cleaned = super().clean()
        demand_words(self)
        return cleaned
