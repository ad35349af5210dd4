"""Operators as a table to take away: CSV or XLSX, row by row however many. Bringing it back changes nothing."""

from collections.abc import Iterator
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses import spreadsheets
from saccos.models import Operator
from saccos.operators import columns

FILE_NAME = "operators"
FORMATS = spreadsheets.KINDS
_CHUNK = 500
LAYOUT = spreadsheets.Layout(
    widths=[40 if column in columns.LISTS else 18 for column in columns.COLUMNS],
    still=2,
    texts=range(len(columns.COLUMNS)),
    comes_back=True,
)


def rows(operators: QuerySet[Operator]) -> Iterator[list[str]]:
    """Yield the table's rows, the first with the headings, in the active language."""
    yield columns.headings()
    complete = operators.prefetch_related(*(column.name for column in columns.LISTS))
    for operator in complete.iterator(chunk_size=_CHUNK):
        yield [column.show(column.value_of(operator)) for column in columns.COLUMNS]


def write(operators: QuerySet[Operator], path: Path) -> None:
    """Write the file in the format that its name ends in, which must be one of FORMATS."""
    with path.open("wb") as file:
        if path.suffix.lower() == ".xlsx":
            spreadsheets.write_xlsx(rows(operators), file, _("Operators"), LAYOUT)
        else:
            file.writelines(line.encode() for line in spreadsheets.to_csv(rows(operators)))


def response(operators: QuerySet[Operator], written_as: str):
    """Return the file as the answer to a request, streamed."""
    return spreadsheets.answer(rows(operators), written_as, FILE_NAME, _("Operators"), LAYOUT)
