"""Rows as a file for a spreadsheet, CSV or XLSX, written row by row; no cell is run, and none breaks the file."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

import xlsxwriter
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override

from courses.plain_text import clean
from places.cells import disarm

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")
# What Excel takes in one cell.
_MOST_IN_CELL = 32_767
_BOM = "\ufeff"

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Layout:
    """How a workbook's sheet looks: `widths` of its columns in letters, and how many of them stand still.

    What is typed into the columns of `texts`, by their places, keeps its zeros. A sheet that comes back has the
    apostrophes of a CSV, which whoever reads either takes away; in any other a text is as it is, and is never run.
    """

    widths: Sequence[int] = ()
    still: int = 1
    texts: Collection[int] = ()
    comes_back: bool = False


PLAIN = Layout()


def to_csv(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield the file's lines; it begins with the mark by which a spreadsheet knows UTF-8."""
    yield _BOM
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow(_safe(row))


def to_xlsx(rows: Iterable[Iterable[Cell]], title: str, layout: Layout = PLAIN) -> bytes:
    """Return a workbook of one sheet."""
    file = BytesIO()
    write_xlsx(rows, file, title, layout)
    return file.getvalue()


def write_xlsx(rows: Iterable[Iterable[Cell]], file: BinaryIO, title: str, layout: Layout = PLAIN) -> None:
    """Write a workbook of one sheet, its first row standing still.

    Each text stays a text, whatever it begins with. Rows go to disk as they come, so that memory does not grow.
    """
    with TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "default_date_format": "d mmm yyyy"}
        with xlsxwriter.Workbook(file, options) as book:
            sheet, bold = book.add_worksheet(title), book.add_format({"bold": True, "bottom": 1})
            text = book.add_format({"num_format": "@"})
            sheet.freeze_panes(1, layout.still)
            for column, width in enumerate(layout.widths):
                sheet.set_column(column, column, width, text if column in layout.texts else None)
            for place, row in enumerate(rows):
                _write(sheet, place, (_safe if layout.comes_back else _clean)(row), None if place else bold)


def _write(sheet, place, row, style):
    for column, cell in enumerate(row):
        if isinstance(cell, date):
            sheet.write_datetime(place, column, cell)
        elif isinstance(cell, (int, float)):
            sheet.write_number(place, column, cell)
        elif cell:
            sheet.write_string(place, column, cell[:_MOST_IN_CELL], style)


def answer(rows: Iterable[Iterable[Cell]], kind: str, name: str, title: str = "", layout: Layout = PLAIN):
    """Return the rows as the answer to a request: "csv", streamed, or "xlsx", in the language that is active now.

    `name` is the file's without its ending, `title` the sheet's. Raises Http404 for any other kind.
    """
    if kind not in KINDS:
        raise Http404
    if kind == "csv":
        response = StreamingHttpResponse(_in_language(to_csv(rows), get_language()), content_type=CSV)
    else:
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it
        write_xlsx(rows, file, title or name[:31], layout)
        file.seek(0)
        response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return response


def _in_language(lines, language):
    """Yield the lines, each made in a language: the view has long answered by then."""
    lines = iter(lines)
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


class _Echo:
    """A file that gives back what is written to it, so that a CSV writer can stream."""

    def write(self, line):
        return line


def _clean(row):
    return [clean(cell) if isinstance(cell, str) else cell for cell in row]


def _safe(row):
    return [disarm(cell) if isinstance(cell, str) else cell for cell in _clean(row)]
