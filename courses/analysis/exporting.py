"""One table as a file for a spreadsheet, written row by row."""

import csv
from collections.abc import Iterator, Mapping
from io import BytesIO

from django.http import Http404, HttpResponse, StreamingHttpResponse
from openpyxl import Workbook

from courses.analysis.tables import Cell, Table
from courses.exchange.tables import disarm

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(tables: Mapping[str, Table], slug: str, kind: str, about: str):
    """Return the table as CSV or XLSX; Http404 where there is no such table or kind."""
    if slug not in tables or kind not in _ANSWERS:
        raise Http404
    response = _ANSWERS[kind](tables[slug])
    response["Content-Disposition"] = f'attachment; filename="{about}-{slug}.{kind}"'
    return response


def _as_csv(table):
    return StreamingHttpResponse(_lines(table), content_type=CSV)


def _as_xlsx(table):
    book, file = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet(table.slug)
    for row in _rows(table):
        sheet.append(row)
    book.save(file)
    return HttpResponse(file.getvalue(), content_type=XLSX)


def _lines(table) -> Iterator[str]:
    """Yield the file's lines; it begins with the mark by which a spreadsheet knows UTF-8."""
    yield "\ufeff"
    writer = csv.writer(_Echo())
    for row in _rows(table):
        yield writer.writerow(row)


class _Echo:
    """A file that gives back what is written to it, so that a CSV writer can stream."""

    def write(self, line):
        return line


def _rows(table) -> Iterator[list[Cell]]:
    for row in table.exported():
        yield [disarm(cell) if isinstance(cell, str) else cell for cell in row]


_ANSWERS = {"csv": _as_csv, "xlsx": _as_xlsx}
