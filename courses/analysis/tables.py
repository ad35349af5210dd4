"""What a page shows and a file holds: tables of one kept result, in the active language.

Figures about fewer than five people are left out here, for pages, charts and exports alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.spreadsheets import Cell
from courses.statistics import FEW
from places import hiding


@dataclass(frozen=True)
class Row:
    """`is_thin` marks figures of fewer than 30 answers; `key` is the question's or lesson's."""

    cells: Sequence[Cell]
    is_thin: bool = False
    key: str = ""

    @property
    def shown(self) -> list[str]:
        return [shown(cell) for cell in self.cells]


@dataclass(frozen=True)
class Table:
    slug: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Row]

    def exported(self) -> Iterable[list[Cell]]:
        """Yield the rows for a file, the heading first and a remark last."""
        yield [*self.columns, _("Remark")]
        for row in self.rows:
            yield [*row.cells, _("fewer than 30 answers") if row.is_thin else ""]

    @property
    def has_thin_rows(self):
        return any(row.is_thin for row in self.rows)


def shown(cell: Cell) -> str:
    """Return a cell as it is read: a dash where a figure is undefined, one decimal place."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return number_format(cell, 0, force_grouping=True)
    return number_format(round(cell, 1) + 0.0, 1, force_grouping=True)  # Django's own cuts off; never "-0.0"


def percent(part: int | None, whole: int | None) -> float | None:
    return 100 * part / whole if whole and part is not None else None


def in_words(texts: dict) -> str:
    """Return a text in the active language, or in English where it has none."""
    return texts.get(get_language()) or texts.get("en") or ""


def too_few() -> str:
    return _("fewer than 5 answers yet")


def people(number: int) -> Cell:
    """Return a number of people, or that there are a few: so few that the number would speak of one of them."""
    return _("under 5") if hiding.is_few(number) else number


def count(number: int, is_shown: bool) -> Cell:
    """Return one count of a breakdown; one that is hidden only for the sake of others does not say that it is few."""
    return number if is_shown else people(number) if hiding.is_few(number) else _("hidden")


def is_hidden(figures: dict) -> bool:
    """Return whether the figures of a quiz or a question are hidden; what was kept before that was judged is."""
    return figures.get("is_hidden", True)


def is_thin(figures: dict) -> bool:
    return figures["n"] < FEW
