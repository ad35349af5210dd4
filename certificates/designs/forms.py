"""What a design may not be, told beside the field."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from certificates import holder_names
from certificates.designs import pictures
from certificates.models import CertificateDesign

PAIRS = (("wording_en", "wording_sw"), ("signatory_role_en", "signatory_role_sw"))
TEXTS = ("signatory", *(name for pair in PAIRS for name in pair))
PICTURES = ("logo", "signature")
_OTHER_LANGUAGE = {
    "en": _("Say it in English too, or leave both empty: the paper speaks both languages."),
    "sw": _("Say it in Kiswahili too, or leave both empty: the paper speaks both languages."),
}


class DesignForm(WagtailAdminModelForm):
    """Refuse what would look wrong on paper: one language only, nobody's signature, an unreadable picture."""

    is_preview = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].empty_label = _("Every other course")

    def clean(self):
        cleaned = super().clean()
        cleaned.update({name: holder_names.clean(cleaned[name]) for name in TEXTS if name in cleaned})
        self._ask_for_both_languages(cleaned)
        self._ask_who_signs(cleaned)
        for name in PICTURES:
            self._try_to_draw(name, cleaned.get(name))
        if not self.is_preview and "course" in cleaned and self._is_taken(cleaned["course"]):
            self.add_error("course", _("There is a design for this already. Change that one instead."))
        return cleaned

    def validate_unique(self):
        """Leave it to `clean`, which says what to do."""

    def _ask_for_both_languages(self, cleaned):
        for pair in PAIRS:
            missing = [name for name in pair if name in cleaned and not cleaned[name]]
            if len(missing) == 1:
                self.add_error(missing[0], _OTHER_LANGUAGE[missing[0][-2:]])

    def _ask_who_signs(self, cleaned):
        if cleaned.get("signatory"):
            return
        if cleaned.get("signature"):
            self.add_error("signatory", _("Say whose signature this is, or take the picture away."))
        elif cleaned.get("signatory_role_en") or cleaned.get("signatory_role_sw"):
            self.add_error("signatory", _("Say who holds this office, or leave the office empty."))

    def _try_to_draw(self, name, image):
        if image is None:
            return
        try:
            pictures.prepared(image)
        except pictures.CannotDraw as error:
            self.add_error(name, str(error))

    def _is_taken(self, course):
        return CertificateDesign.objects.filter(course=course).exclude(pk=self.instance.pk).exists()
