"""A window of Wagtail's in which a programme officer looks up a person, by name or phone, to make them a manager."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from accounts.guarding import GuardedMixin
from accounts.models import User


def name_and_number(person) -> str:
    """Return what tells two people of one name apart."""
    return f"{person} · {person.phone}" if person.phone else str(person)


class PersonFilterForm(BaseFilterForm):
    q = forms.CharField(label=_("Name or phone"), required=False)

    def filter(self, objects):
        typed = self.cleaned_data.get("q")
        if typed:
            self.is_searching, self.search_query = True, typed
            objects = objects.found_by(typed)
        return objects.standing()


class OfficersMixin(GuardedMixin):
    """Keep the names and numbers of everybody from editors who have nothing to do with operators."""

    may_look = ("saccos.add_operator", "saccos.change_operator")


class PeopleMixin(OfficersMixin):
    filter_form_class = PersonFilterForm
    ordering = ["full_name", "pk"]

    @property
    def columns(self):
        return [
            *super().columns,
            Column("phone", label=_("Phone")),
            Column("role", label=_("Role"), accessor="get_role_display"),
        ]


class NamedMixin(OfficersMixin):
    def get_display_title(self, instance):
        return name_and_number(instance)


class ChooseView(PeopleMixin, chooser.ChooseView):
    pass


class ChooseResultsView(PeopleMixin, chooser.ChooseResultsView):
    pass


class ChosenView(NamedMixin, chooser.ChosenView):
    pass


class ChosenMultipleView(NamedMixin, chooser.ChosenMultipleView):
    pass


class PersonChooser(BaseChooser):
    def get_display_title(self, instance):
        return name_and_number(instance)


class PersonChooserViewSet(ChooserViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    base_widget_class = PersonChooser
    per_page = 20
