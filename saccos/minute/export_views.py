"""A manager takes the shown selection along: as a file for a spreadsheet, or as a list on paper."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import spreadsheets
from saccos import history, reports
from saccos.access import managers_only
from saccos.minute import contacting, exporting, selecting
from saccos.minute.paging import BY_NAME

MOST_ON_PAPER = 1000


@managers_only
@require_safe
def export(request, operator, form):
    if form not in spreadsheets.KINDS:
        raise Http404
    now = timezone.now()
    selection = selecting.read(request.GET)
    history.note(operator, "exported", request.user, now, number=selecting.number(operator, selection, now))
    table, name = exporting.table(selection.of(operator, now), now), f"{operator.slug}-staff-{timezone.localdate(now)}"
    return spreadsheets.answer(table, form, name, _("Staff"), exporting.LAYOUT)


@managers_only
@require_safe
def print_list(request, operator):
    now = timezone.now()
    selection = selecting.read(request.GET)
    total = selecting.number(operator, selection, now)
    people = list(reports.with_state(selection.of(operator, now), now).order_by(*BY_NAME)[:MOST_ON_PAPER])
    context = {
        "operator": operator,
        "selection": selection,
        "people": contacting.with_numbers(people),
        "total": total,
        "is_cut": total > MOST_ON_PAPER,
        "most": MOST_ON_PAPER,
        "now": now,
    }
    return render(request, "saccos/minute/print_list.html", context)
