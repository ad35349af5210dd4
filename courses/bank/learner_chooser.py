"""A window in which a trainer finds the one learner who gets more time or another attempt; nobody is listed unasked."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from accounts.guarding import GuardedMixin
from accounts.models import User

LEAST_TYPED = 3


class LearnerFilterForm(BaseFilterForm):
    q = forms.CharField(label=_("Name or phone"), required=False, help_text=_("Type at least three letters or digits."))

    def filter(self, objects):
        typed = (self.cleaned_data.get("q") or "").strip()
        self.is_searching, self.search_query = bool(typed), typed
        return objects.found_by(typed) if len(typed) >= LEAST_TYPED else objects.none()


class AllowersMixin(GuardedMixin):
    """Keep the names of everybody from editors who give no allowances."""

    may_look = ("courses.add_allowance", "courses.change_allowance")


class LearnersMixin(AllowersMixin):
    filter_form_class = LearnerFilterForm
    ordering = ["full_name", "pk"]

    def get_object_list(self):
        return User.objects.registered()

    @property
    def columns(self):
        return [
            *super().columns,
            Column("phone", label=_("Phone"), accessor=end_of_phone),
            Column("role", label=_("Role"), accessor="get_role_display"),
        ]


def end_of_phone(person) -> str:
    """Return what tells two people of one name apart, and no more."""
    return f"… {str(person.phone)[-3:]}" if person.phone else ""


class ChooseView(LearnersMixin, chooser.ChooseView):
    pass


class ChooseResultsView(LearnersMixin, chooser.ChooseResultsView):
    pass


class ChosenView(AllowersMixin, chooser.ChosenView):
    pass


class ChosenMultipleView(AllowersMixin, chooser.ChosenMultipleView):
    pass


class LearnerChooserViewSet(ChooserViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose a learner")
    choose_another_text = _("Choose another learner")
    edit_item_text = _("Edit this person")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    register_widget = False
    per_page = 20
