"""Guess what each column of a list holds: by its heading, in either language, and else by what stands in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from accounts import names, phones
from saccos.roster import dates, fields
from saccos.roster.fields import Field
from saccos.roster.reading import Row

_ROWS_TO_HEADING = 20
_ROWS_LOOKED_AT = 60
# So much of a column must be of one kind before it is taken for it.
_MOSTLY = 0.6
_FILLED_DOWN = (Field.ROLE, Field.STAGE, Field.SINCE)
_IDENTITY = re.compile(r"\d{7,8}")

Columns = dict[str, list[int]]
"""For each Field that the list has, the numbers of its columns from 0; only a name has more than one."""


@dataclass(frozen=True)
class Guess:
    """A list as it seems to be. `rows` begin with the heading, if there is one, and hold nothing private."""

    rows: list[Row]
    has_heading: bool
    columns: Columns
    not_kept: list[str]

    @property
    def people(self) -> int:
        """Return how many rows there are besides the heading."""
        return len(self.rows) - self.has_heading

    def filled_down(self, merged: Iterable[tuple[int, int, int]]) -> "Guess":
        """Return the guess with each role, stage and day that is one cell over several rows in every one of these.

        Whose cells are merged beside two numbers is one person, so names and numbers stay as they are.
        """
        columns = {column for name in _FILLED_DOWN for column in self.columns.get(name, ())}
        rows = {number: list(cells) for number, cells in self.rows}
        for top, end, column in merged:
            text = _cell(rows.get(top, ()), column)
            if column not in columns or not text or (self.has_heading and top <= self.rows[0][0]):
                continue
            for number in range(top + 1, min(end, self.rows[-1][0]) + 1):
                if number in rows and not _cell(rows[number], column):
                    rows[number] = [*_padded(rows[number], column)[:column], text, *rows[number][column + 1 :]]
        return replace(self, rows=list(rows.items()))


def _cell(cells, column):
    return cells[column] if column < len(cells) else ""


def guess(rows: list[Row]) -> Guess:
    """Return the rows without the title above the heading and without private columns, and what each column is."""
    place = _place_of_heading(rows)
    rows = rows[place or 0 :]
    width = max(len(cells) for _number, cells in rows)
    heading = _padded(rows[0][1], width) if place is not None else [""] * width
    samples = [_sample(rows[place is not None :], column) for column in range(width)]
    private = [column for column in range(width) if _is_private(heading[column], samples[column])]
    return Guess(
        rows=[(number, _without(cells, private, number == rows[0][0])) for number, cells in rows],
        has_heading=place is not None,
        columns=_columns(heading, samples, private),
        not_kept=[heading[column] or letter(column) for column in private],
    )


def letter(column: int) -> str:
    """Return a column's name in a spreadsheet: 0 is A, 26 is AA."""
    head, tail = divmod(column, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + tail)


def _place_of_heading(rows):
    """Return the place of the heading row, or None; of several in a row, as under merged cells, the last."""
    found = None
    for place, (_number, cells) in enumerate(rows[:_ROWS_TO_HEADING]):
        filled = [cell for cell in cells if cell]
        known = sum(map(fields.is_heading, filled))
        if known > 1 or (known == len(filled) == 1 and len(rows[place + 1 : place + 2]) == 1):
            found = place
        elif found is not None:
            break
    return found


def _padded(cells, width):
    return [*cells, *[""] * (width - len(cells))]


def _sample(rows, column):
    cells = (cells[column] for _number, cells in rows[:_ROWS_LOOKED_AT] if column < len(cells))
    return [cell for cell in cells if cell]


def _without(cells, private, is_first):
    """Return a row's cells without those never kept; the first row keeps them where they are headings."""
    return [
        "" if column in private and not (is_first and fields.is_heading(cell)) else cell
        for column, cell in enumerate(cells)
    ]


def _is_private(heading, sample):
    if heading and (fields.field_of(heading) or fields.is_private(heading)):
        return not fields.field_of(heading)
    return _mostly(sample, lambda cell: bool(_IDENTITY.fullmatch(cell)))


def _columns(heading, samples, private):
    found = {}
    for column, text in enumerate(heading):
        if column not in private and samples[column] and (field := fields.field_of(text)):
            found.setdefault(field, []).append(column)
    for field, columns in found.items():
        found[field] = _names_among(heading, columns) if field == Field.NAME else columns[:1]
    taken = {column for columns in found.values() for column in columns} | set(private)
    for field, is_such in _BY_CONTENT.items():
        if field not in found:
            fitting = (column for column in range(len(samples)) if column not in taken)
            column = next(
                (one for one in fitting if not _is_other(heading[one]) and _mostly(samples[one], is_such)), None
            )
            if column is not None:
                found[field] = [column]
                taken.add(column)
    return {field.value: found[field] for field in Field if field in found}


def _names_among(heading, columns):
    """Return the column of whole names, or else all that hold parts of them."""
    whole = [column for column in columns if fields.plain(heading[column]) not in fields.PARTS_OF_NAME]
    return whole[:1] or columns


def _is_other(heading):
    """Return whether a heading names another field than the content seems to be: that is a second such column."""
    return bool(heading and fields.field_of(heading))


def _mostly(sample, is_such):
    return bool(sample) and sum(map(is_such, sample)) >= _MOSTLY * len(sample)


def _is_phone(cell):
    try:
        return bool(phones.read(cell))
    except phones.NotAPhone:
        return False


def _is_name(cell):
    try:
        return len(names.clean(cell).split()) > 1 and not re.search(r"\d", cell)
    except ValidationError:
        return False


def _is_date(cell):
    try:
        return bool(dates.read(cell))
    except ValueError:
        return False


_BY_CONTENT = {
    Field.PHONE: _is_phone,
    Field.ROLE: lambda cell: fields.plain(cell) in fields.ROLES,
    Field.SINCE: _is_date,
    Field.NAME: _is_name,
}
