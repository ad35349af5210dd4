"""Two operators side by side, field by field, as the page shows them before they are made one."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saccos.models import Operator
from saccos.operators import cells
from saccos.operators.columns import BY_NAME, LISTS
from saccos.operators.merging import FIELDS

ONE, OTHER, BOTH = "one", "other", "both"
_UNSAID = ("", None, False)


@dataclass(frozen=True)
class Line:
    """One field of both. `chosen` is which value would stay if nobody chose."""

    name: str
    heading: str
    one: str
    other: str
    is_same: bool
    chosen: str
    may_be_both: bool = False


def lines(one: Operator, other: Operator) -> list[Line]:
    return [_line(name, one, other) for name in FIELDS]


def _line(name, one, other):
    column = BY_NAME[name]
    mine, theirs = column.value_of(one), column.value_of(other)
    return Line(
        name=name,
        heading=str(column.heading),
        one=_shown(column, mine),
        other=_shown(column, theirs),
        is_same=mine == theirs,
        chosen=usual(name, mine, theirs),
        may_be_both=name == "notes" and bool(mine and theirs),
    )


def usual(name: str, mine, theirs) -> str:
    """Return whose value stays if nobody chooses: the one that says something, of two stages of work the later."""
    if name == "notes" and mine and theirs:
        return BOTH
    if name == "engagement":
        return OTHER if theirs > mine else ONE
    return OTHER if mine in _UNSAID and theirs not in _UNSAID else ONE


def _shown(column, value):
    if column.name == "next_step_on" and value:
        return date_format(value)
    return column.show(value)


def rows(one: Operator, other: Operator) -> list[dict]:
    """Return what both have in rows, each row with whether the other one has it too."""
    return [_rows(column, one, other) for column in LISTS]


def _rows(column, one, other):
    mine, theirs = column.value_of(one), column.value_of(other)
    return {
        "heading": str(column.heading),
        "one": [(_in_words(column, row), row in theirs) for row in mine],
        "other": [(_in_words(column, row), row in mine) for row in theirs],
    }


def _in_words(column, row):
    parts = cells.parts(column.show((row,)))
    return ", ".join(cells.plain(part) for part in parts if part)


def chosen_values(one: Operator, other: Operator, asked) -> dict:
    """Return the value that stays of each field, as the form (by its `field-…` names) says, else the usual one."""
    return {name: _chosen(name, one, other, asked.get(f"field-{name}", "")) for name in FIELDS}


def _chosen(name, one, other, choice):
    mine, theirs = getattr(one, name), getattr(other, name)
    if choice not in (ONE, OTHER, BOTH):
        choice = usual(name, mine, theirs)
    if choice == BOTH and name == "notes":
        return "\n\n".join(text for text in (mine.strip(), theirs.strip()) if text)
    return theirs if choice == OTHER else mine


def words_for_reasons(reasons) -> str:
    return ", ".join(str(reason.label) for reason in reasons)


def staff_words(operator: Operator) -> str:
    number = operator.figures.total if hasattr(operator, "figures") else 0
    return _("%(number)s staff") % {"number": number}
