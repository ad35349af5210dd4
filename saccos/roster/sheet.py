"""A whole list as it is understood, so that each row can be compared with the others."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from saccos.models import Roster, RosterRow
from saccos.roster import alike, values
from saccos.roster.values import FIELDS, Texts, Values

OTHERWISE = "otherwise"
"""The key of `Roster.columns` that holds the role of those for whom the list says none."""
ABOVE = "above"
"""What may be said of them instead of a role: the role in the row above, as where cells are merged downwards."""
NOT_KEPT = "not_kept"
"""The key of `Roster.columns` with the headings of the columns that are never kept."""
LANGUAGE = "language"
"""The key of `Roster.columns` that holds the language of those whom the list brings."""
SHEETS = "sheets"
"""The key of `Roster.columns` that says, of one sheet of several, which it is and which others the file had."""
OUT, SAME, OTHER, MOVE = "out", "same", "other", "move"
"""What a manager may decide of a row: left out; the same person; another one; "works for us now"."""


@dataclass
class Line:
    """One row of the list."""

    number: int
    values: Values
    choice: str = ""

    @property
    def counts(self) -> bool:
        return self.choice != OUT and not self.values.problems


@dataclass
class Sheet:
    """The lines in the order of the file, and by what they might have in common."""

    lines: list[Line]
    phones: dict[str, list[Line]] = field(default_factory=dict)
    numbers: dict[str, list[Line]] = field(default_factory=dict)
    names: dict[str, list[Line]] = field(default_factory=dict)
    """Those without a phone, by name."""
    with_phone: dict[str, Line] = field(default_factory=dict)
    """The first of those with a phone, by name."""

    def __post_init__(self):
        for line in self.lines:
            if line.counts:
                self._enter(line)

    def _enter(self, line):
        if line.values.phone:
            self.phones.setdefault(line.values.phone, []).append(line)
            self.with_phone.setdefault(line.values.folded, line)
        else:
            self.names.setdefault(line.values.folded, []).append(line)
        if line.values.staff_number:
            self.numbers.setdefault(line.values.staff_number.casefold(), []).append(line)

    def with_lines(self, changed: list[Line]) -> "Sheet":
        """Return the list with these lines in the place of those of their numbers."""
        instead = {line.number: line for line in changed}
        return Sheet([instead.get(line.number, line) for line in self.lines])

    def before_with_phone(self, line: Line) -> list[Line]:
        """Return the lines above this one that have its number."""
        return _above(line, self.phones.get(line.values.phone, ()))

    def before_with_number(self, line: Line) -> list[Line]:
        return _above(line, self.numbers.get(line.values.staff_number.casefold(), ()))

    def before_with_name(self, line: Line) -> list[Line]:
        return _above(line, self.names.get(line.values.folded, ()))

    def related(self, found: Values) -> set[int]:
        """Return the numbers of the lines whose verdict may hang on a row that says this."""
        lines = [
            *self.phones.get(found.phone, ()),
            *self.numbers.get(found.staff_number.casefold(), ()),
            *self.names.get(found.folded, ()),
        ]
        return {line.number for line in lines}


def _above(line, lines):
    return [other for other in lines if other.number < line.number]


def same_name(one: Line, other: Line) -> bool:
    return alike.near(one.values.folded, other.values.folded)


def rows_of(roster: Roster):
    """Return the rows that stand for people, in the order of the file: all but the heading."""
    rows = roster.rows.order_by("number")
    if not roster.has_heading:
        return rows
    heading = roster.rows.order_by("number").values_list("number", flat=True).first()
    return rows.exclude(number=heading) if heading is not None else rows


def texts_of(roster: Roster, cells: list[str], given: Texts) -> Texts:
    """Return what stands in a row by field: as mended by hand, else as written in the columns chosen."""
    if given:
        return {name: given.get(name, "") for name in FIELDS}
    return {
        name: " ".join(cells[place] for place in roster.columns.get(name, ()) if place < len(cells) and cells[place])
        for name in FIELDS
    }


def of(roster: Roster, today: date) -> Sheet:
    """Read the whole list in one query."""
    return Sheet(lines_of(rows_of(roster), roster, today))


def lines_of(rows: QuerySet[RosterRow], roster: Roster, today: date) -> list[Line]:
    otherwise = roster.columns.get(OTHERWISE, "")
    return [
        Line(number, values.read(texts_of(roster, cells, given), otherwise, today), choice)
        for number, cells, given, choice in rows.values_list("number", "cells", "given", "choice")
    ]
