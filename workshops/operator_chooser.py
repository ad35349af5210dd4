"""A window of Wagtail's in which a trainer looks up an operator to invite, among any number of them."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from accounts.guarding import GuardedMixin
from places.counties import County
from saccos.models import Operator


class OperatorFilterForm(BaseFilterForm):
    q = forms.CharField(label=_("Name"), required=False)
    county = forms.ChoiceField(label=_("County"), choices=[("", _("Every county")), *County.choices], required=False)

    def filter(self, objects):
        typed, county = self.cleaned_data.get("q"), self.cleaned_data.get("county")
        if typed:
            self.is_searching, self.search_query = True, typed
            objects = objects.filter(Q(name__icontains=typed) | Q(registered_name__icontains=typed))
        return objects.filter(county=county) if county else objects


class PlannersMixin(GuardedMixin):
    may_look = ("workshops.change_workshop",)


class OperatorsMixin(PlannersMixin):
    filter_form_class = OperatorFilterForm
    ordering = ["name"]

    def get_object_list(self):
        return Operator.objects.standing()

    @property
    def columns(self):
        return [
            *super().columns,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("county", label=_("County"), accessor="get_county_display"),
        ]


class ChooseView(OperatorsMixin, chooser.ChooseView):
    pass


class ChooseResultsView(OperatorsMixin, chooser.ChooseResultsView):
    pass


class ChosenView(PlannersMixin, chooser.ChosenView):
    pass


class ChosenMultipleView(PlannersMixin, chooser.ChosenMultipleView):
    pass


class InvitedChooserViewSet(ChooserViewSet):
    model = Operator
    icon = "group"
    register_widget = False
    choose_one_text = _("Choose an operator")
    choose_another_text = _("Choose another operator")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    per_page = 20


chooser_viewset = InvitedChooserViewSet("invited_chooser")
OperatorChooser = chooser_viewset.widget_class
