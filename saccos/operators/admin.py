"""Operators and the programme's targets in the admin."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from saccos.models import Operator, Target
from saccos.operators import menu, plates
from saccos.operators.furniture import EDIT, LIST
from saccos.operators.listing import COLUMNS, OperatorFilterSet, OperatorIndexView
from saccos.operators.panels import edit_handler
from saccos.operators.staff_views import MAY_ACT


class SavedMixin:
    """Names the plates that stand twice, once an operator was saved."""

    def save_instance(self):
        operator = super().save_instance()
        for sentence in plate_warnings(operator):
            messages.warning(self.request, sentence)
        return operator


def plate_warnings(operator: Operator) -> list[str]:
    """Return a sentence for each plate that stands twice with the operator, or with another one too."""
    mine = [vehicle.plate for vehicle in operator.vehicles.all()]
    here = [_("The plate %(plate)s stands twice in this fleet.") % {"plate": plate} for plate in plates.twice(mine)]
    words = _("The plate %(plate)s is in the fleet of %(operator)s too.")
    return here + [words % {"plate": one.plate, "operator": one.operator} for one in plates.elsewhere(operator)]


class OperatorCreateView(SavedMixin, CreateView):
    pass


class OperatorEditView(SavedMixin, EditView):
    def dispatch(self, request, *args, **kwargs):
        """Lead from an operator that was merged away to the one that was kept."""
        now = Operator.objects.get(pk=self.object.pk)
        if now.merged_into_id:
            messages.info(request, _("%(gone)s was merged into this operator.") % {"gone": now.name})
            return redirect(EDIT, now.kept.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def header_more_buttons(self):
        if not self.request.user.has_perms(MAY_ACT):
            return super().header_more_buttons
        address = reverse("operator_staff_alike", args=[self.object.pk])
        alike = Button(_("Staff who look alike"), url=address, icon_name="group", priority=16)
        return [*super().header_more_buttons, alike]


class OperatorViewSet(SnippetViewSet):
    model = Operator
    icon = "group"
    menu_label = gettext_lazy("All operators")
    menu_name = "all-operators"
    menu_order = 5
    menu_hook = menu.HOOK
    index_view_class = OperatorIndexView
    add_view_class = OperatorCreateView
    edit_view_class = OperatorEditView
    edit_handler = edit_handler
    list_display = COLUMNS
    filterset_class = OperatorFilterSet
    search_fields = ["name"]
    list_per_page = 50
    ordering = ["name"]

    def get_queryset(self, request):
        return Operator.objects.standing().with_staff_count().with_trained_share()


class TargetViewSet(SnippetViewSet):
    model = Target
    icon = "check"
    menu_label = gettext_lazy("Targets")
    menu_name = "operator-targets"
    menu_order = 90
    menu_hook = menu.HOOK
    list_display = [
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        "number",
    ]
    list_per_page = 50


def refuse_to_delete(request, instances):
    """Keep operators that hold people's working lives: they are merged into another one, not deleted."""
    operators = [one for one in instances if isinstance(one, Operator)]
    for operator in operators:
        if operator.staff.exists() or operator.merged_from.exists():
            words = _("%(name)s has staff on record, and cannot be deleted. Merge it into another operator instead.")
            messages.error(request, words % {"name": operator.name})
            return redirect(reverse(LIST))
    return None
