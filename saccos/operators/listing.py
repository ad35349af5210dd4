"""The list of operators in the admin: its columns, filters and search, and the files made of it."""

import django_filters
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import IndexView

from places.corridors import Corridor
from places.counties import County
from saccos.models import Operator, Route, Seal
from saccos.operators import exchange, searching

_HAS = [("yes", _("in place")), ("no", _("not yet"))]
_SEALED = [("yes", _("with a seal")), ("no", _("without a seal"))]


class ShareColumn(NumberColumn):
    def get_value(self, instance):
        return f"{instance.trained_share} %" if instance.staff_count else "–"


class DayColumn(Column):
    """A day as every list of the admin says it."""

    def get_value(self, instance):
        return date_format(day, "j M Y") if (day := super().get_value(instance)) else "–"


COLUMNS = [
    "name",
    Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
    Column("county", label=_("County"), accessor="get_county_display", sort_key="county"),
    Column("engagement", label=_("Engagement"), accessor="get_engagement_display", sort_key="engagement"),
    NumberColumn("staff_count", label=_("Staff"), sort_key="staff_count"),
    ShareColumn("trained_share", label=_("Trained"), sort_key="trained_share"),
    Column("next_step", label=_("Next step")),
    DayColumn("next_step_on", label=_("Next step on"), sort_key="next_step_on"),
]


class OperatorFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(choices=Operator.Kind, label=_("Kind"))
    county = django_filters.ChoiceFilter(choices=County, label=_("County"))
    engagement = django_filters.ChoiceFilter(choices=Operator.Engagement, label=_("Engagement"))
    corridor = django_filters.ChoiceFilter(choices=Corridor, label=_("Corridor"), method="on_corridor")
    has_procedure = django_filters.ChoiceFilter(choices=_HAS, label=_("Procedure"), method="having")
    has_poster = django_filters.ChoiceFilter(choices=_HAS, label=_("Poster"), method="having")
    seal = django_filters.ChoiceFilter(choices=_SEALED, label=_("Seal"), method="sealed")

    class Meta:
        model = Operator
        fields = []

    def on_corridor(self, operators, _name, corridor):
        return operators.filter(Exists(Route.objects.filter(operator=OuterRef("pk"), corridor=corridor)))

    def having(self, operators, name, answer):
        return operators.filter(**{name: answer == "yes"})

    def sealed(self, operators, _name, answer):
        in_force = Exists(Seal.objects.filter(operator=OuterRef("pk"), ended_at=None, expires_at__gt=timezone.now()))
        return operators.filter(in_force if answer == "yes" else ~in_force)


class OperatorIndexView(IndexView):
    """Wagtail's list, which offers itself as a file: here that file is the one that can be imported again."""

    list_export = ["name"]
    export_filename = exchange.FILE_NAME

    def search_queryset(self, queryset):
        return searching.matching(queryset, self.search_query)

    def order_queryset(self, queryset):
        """Put what has no date last, whichever way the list is turned."""
        if self.ordering in ("next_step_on", "-next_step_on"):
            date = F("next_step_on")
            date = date.desc(nulls_last=True) if self.ordering.startswith("-") else date.asc(nulls_last=True)
            return queryset.order_by(date, "name")
        return super().order_queryset(queryset)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return exchange.response(queryset, spreadsheet_format)

    @cached_property
    def show_export_buttons(self):
        return self.user_has_permission("view") or self.user_has_permission("change")
