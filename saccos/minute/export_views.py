"""A manager takes the shown selection along: as a file for a spreadsheet, or as a list on paper."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
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
    if form not in _FILES:
        raise Http404
    now = timezone.now()
    selection = selecting.read(request.GET)
    history.note(operator, "exported", request.user, now, number=selecting.number(operator, selection, now))
    name = f"{operator.slug}-staff-{timezone.localdate(now)}.{form}"
    return _FILES[form](exporting.rows(selection.of(operator, now), now), name)


def _csv(rows, name):
    lines = spreadsheets.to_csv(_in_language(rows, get_language()))
    response = StreamingHttpResponse(lines, content_type=spreadsheets.CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _in_language(rows, language):
    """Yield the head and the rows in a language: the lines are made when the view has long answered."""
    with override(language):
        yield exporting.head()
    while True:
        with override(language):
            row = next(rows, None)
        if row is None:
            return
        yield row


def _xlsx(rows, name):
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    exporting.write_xlsx(rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheets.XLSX)


_FILES = {"csv": _csv, "xlsx": _xlsx}


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
