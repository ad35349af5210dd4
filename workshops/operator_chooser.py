"""A window of Wagtail's in which a trainer looks up an operator to invite, among any number of them."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from places.counties import County
from saccos.models import Operator

MAY_LOOK = "workshops.change_workshop"


class OperatorFilterForm(BaseFilterForm):
    q = forms.CharField(label=_("Name"), required=False)
    county = forms.ChoiceField(label=_("County"), choices=[("", _("Every county")), *County.choices], required=False)

    def filter(self, objects):
        typed, county = self.cleaned_data.get("q"), self.cleaned_data.get("county")
        if typed:
            self.is_searching, self.search_query = True, typed
            objects = objects.filter(Q(name__icontains=typed) | Q(registered_name__icontains=typed))
        return objects.filter(county=county) if county else objects


class GuardedMixin:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(MAY_LOOK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OperatorsMixin(GuardedMixin):
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


class ChosenView(GuardedMixin, chooser.ChosenView):
    pass


class ChosenMultipleView(GuardedMixin, chooser.ChosenMultipleView):
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
