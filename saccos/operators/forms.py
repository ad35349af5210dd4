"""The form of an operator in the admin, with what may stand in it once only."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from saccos.managing import appointing, rights
from saccos.models import Contact, Management
from saccos.models.managing import Digest
from saccos.operators import documents, naming, recording


class OnceFormSet(BaseChildFormSet):
    """Rows of which one field may hold a value once: what stands there again is refused beside it."""

    field: str
    message: str

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            value = form.cleaned_data.get(self.field) if hasattr(form, "cleaned_data") else None
            if not value or self._should_delete_form(form):
                continue
            if value in seen:
                form.add_error(self.field, self.message)
            seen.add(value)

    def validate_unique(self):
        """Leave it to `clean`, which speaks beside the field."""


class ContactFormSet(OnceFormSet):
    field = "duty"
    message = gettext_lazy("Another contact has this duty already: there is one focal person and one deputy.")


class ManagementFormSet(OnceFormSet):
    field = "user"
    message = gettext_lazy("This person is in the list already.")


OUTSIDE = gettext_lazy("This is outside Kenya, which lies between -4.8 and 5.1 north and 33.9 and 41.95 east.")


class StageForm(WagtailAdminModelForm):
    class Meta(WagtailAdminModelForm.Meta):
        error_messages = {name: {"min_value": OUTSIDE, "max_value": OUTSIDE} for name in ("latitude", "longitude")}


class OperatorForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = self._meta.model.objects.exclude(pk=self.instance.pk).filter(name__iexact=name)
        if taken := others.first():
            raise ValidationError(_taken_words(taken))
        return name

    def clean_slug(self):
        """Make the short name from the name where none is given; a name that is refused needs none yet."""
        name = self.cleaned_data.get("name", "")
        return self.cleaned_data["slug"] or self.instance.slug or (naming.free_slug(name) if name else "none")

    def save(self, commit=True):
        """Free first what may stand once only, so that two rows may change places; keep the papers private."""
        if not commit:
            return super().save(commit)
        with transaction.atomic():
            managers = self._make_room() if self.instance.pk else {}
            operator = super().save(commit)
            documents.make_private(operator)
            appointing.note(operator, managers, self.for_user, timezone.now())
        return operator

    def _make_room(self):
        """Return the rights of the managers as they were."""
        rights.take_turns(self.instance)
        managers = appointing.rights_of(self.instance)
        recording.keep_past(self.instance)
        for name, free in (("contacts", _free_duties), ("managements", _free_people)):
            if name in self.formsets and self.formsets[name].has_changed():
                free(self.instance, self.formsets[name])
        return managers


def _taken_words(other):
    if other.merged_into_id:
        return _("An operator that was merged into “%(name)s” has this name.") % {"name": other.kept}
    return _("Another operator has this name.")


def _free_duties(operator, _formset):
    Contact.objects.filter(operator=operator).update(duty=Contact.Duty.NONE)


def _free_people(operator, formset):
    """Take out whose person changes: saving puts each row back under its own number, as that of a new manager."""
    changed = [form.instance for form in formset.initial_forms if "user" in form.changed_data]
    Management.objects.filter(operator=operator, pk__in=[one.pk for one in changed]).delete()
    for one in changed:
        one.digest, one.digest_sent_at, one.created_at = Digest.SMS, None, timezone.now()
