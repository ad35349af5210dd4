"""Operators as a table to take away: CSV or XLSX, row by row however many. Bringing it back changes nothing."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from courses import spreadsheets
from courses.plain_text import clean
from saccos.models import Operator
from saccos.operators import columns

FILE_NAME = "operators"
FORMATS = ("csv", "xlsx")
_CHUNK = 500
_WIDE, _WIDEST = 18, 40
# What Excel takes in one cell.
_MOST_IN_CELL = 32_767


def rows(operators: QuerySet[Operator]) -> Iterator[list[str]]:
    """Yield the table's rows, the first with the headings, in the active language."""
    yield columns.headings()
    complete = operators.prefetch_related(*(column.name for column in columns.LISTS))
    for operator in complete.iterator(chunk_size=_CHUNK):
        yield [column.show(column.value_of(operator)) for column in columns.COLUMNS]


def write_xlsx(table: Iterator[list[str]], file: BinaryIO) -> None:
    """Write a workbook of one sheet; every cell is text, and only one row is held at a time."""
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(_("Operators"))
        bold, text = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "num_format": "@"})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(columns.COLUMNS) - 1, _WIDE, text)
        sheet.set_column(len(columns.COLUMNS) - len(columns.LISTS) - 1, len(columns.COLUMNS) - 1, _WIDEST, text)
        for number, cells in enumerate(table):
            for place, cell in enumerate(cells):
                safe = spreadsheets.disarm(clean(cell))[:_MOST_IN_CELL]
                sheet.write_string(number, place, safe, text if number else bold)


def write(operators: QuerySet[Operator], path: Path) -> None:
    """Write the file in the format that its name ends in, which must be one of FORMATS."""
    with path.open("wb") as file:
        if path.suffix.lower() == ".xlsx":
            write_xlsx(rows(operators), file)
        else:
            file.writelines(line.encode() for line in spreadsheets.to_csv(rows(operators)))


def response(operators: QuerySet[Operator], written_as: str):
    """Return the file as the answer to a request, streamed."""
    if written_as == "csv":
        answer = StreamingHttpResponse(spreadsheets.to_csv(rows(operators)), content_type=spreadsheets.CSV)
        answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.csv"'
        return answer
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_xlsx(rows(operators), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{FILE_NAME}.xlsx", content_type=spreadsheets.XLSX)
