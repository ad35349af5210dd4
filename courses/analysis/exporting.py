"""One table as a file for a spreadsheet."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse, StreamingHttpResponse

from courses import spreadsheets
from courses.analysis.tables import Table


def answer(tables: Mapping[str, Table], slug: str, kind: str, about: str):
    """Return the table as CSV or XLSX; Http404 where there is no such table or kind."""
    if slug not in tables or kind not in _ANSWERS:
        raise Http404
    response = _ANSWERS[kind](tables[slug])
    response["Content-Disposition"] = f'attachment; filename="{about}-{slug}.{kind}"'
    return response


def _as_csv(table):
    return StreamingHttpResponse(spreadsheets.to_csv(table.exported()), content_type=spreadsheets.CSV)


def _as_xlsx(table):
    return HttpResponse(spreadsheets.to_xlsx(table.exported(), table.slug), content_type=spreadsheets.XLSX)


_ANSWERS = {"csv": _as_csv, "xlsx": _as_xlsx}
