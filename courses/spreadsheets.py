"""Rows as a file for a spreadsheet, CSV or XLSX, written row by row; no cell is run, and none breaks the file."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from openpyxl import Workbook

from courses.plain_text import clean

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

Cell = str | int | float | None


def disarm(text: str) -> str:
    """Return the text so that no spreadsheet runs it: with an apostrophe before what begins like a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def rearm(text: str) -> str:
    """Undo `disarm`."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def to_csv(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield the file's lines; it begins with the mark by which a spreadsheet knows UTF-8."""
    yield _BOM
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow(_safe(row))


def to_xlsx(rows: Iterable[Iterable[Cell]], title: str) -> bytes:
    """Return a workbook of one sheet."""
    book, file = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(_safe(row))
    book.save(file)
    return file.getvalue()


class _Echo:
    """A file that gives back what is written to it, so that a CSV writer can stream."""

    def write(self, line):
        return line


def _safe(row):
    return [disarm(clean(cell)) if isinstance(cell, str) else cell for cell in row]
