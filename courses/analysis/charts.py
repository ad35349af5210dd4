"""Charts of bars as numbers for an SVG: rows below each other, each with a label and one bar or more.

All lengths are in the drawing's own units, 800 wide. Bars differ in fill and in edge, and each has its value beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

WIDTH, LABELS, VALUES = 800, 300, 110
_BAR, _GAP, _AXIS = 16, 12, 8
_MOST_LETTERS = 44


@dataclass(frozen=True)
class Value:
    """One bar to draw: how far it reaches, the words beside it, and its tone, which the legend explains."""

    reach: float | None
    words: str
    tone: str = "one"


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    tone: str
    words: str
    words_x: float
    words_y: float


@dataclass(frozen=True)
class Row:
    """`lines` are the label's, each with its height."""

    lines: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    is_thin: bool


@dataclass(frozen=True)
class Chart:
    """`legend` is (tone, words); `zero` is where bars begin; `description` says in words what is drawn."""

    description: str
    legend: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    zero: float
    height: float
    width: int = WIDTH

    @property
    def has_thin_rows(self) -> bool:
        return any(row.is_thin for row in self.rows)


def draw(
    description: str, legend: Iterable[tuple[str, str]], rows: Iterable[tuple[str, list[Value], bool]], most: float = 0
) -> Chart:
    """Return the chart of rows, each its label, its bars and whether it rests on few answers.

    The longest bar to either side fills its side; `most` is what the right side holds at least.
    """
    rows = list(rows)
    reaches = [value.reach for _label, values, _thin in rows for value in values if value.reach is not None]
    low, high = min([0, *reaches]), max([most, *reaches]) or 1
    unit = (WIDTH - LABELS - VALUES) / (high - low)
    zero, y, drawn = LABELS - low * unit, _AXIS, []
    for label, values, is_thin in rows:
        bars = tuple(_bar(value, zero, unit, y + place * _BAR) for place, value in enumerate(values))
        drawn.append(Row(_lines(label, len(values), y), bars, is_thin))
        y += _BAR * len(values) + _GAP
    return Chart(description, tuple(legend), tuple(drawn), round(zero, 1), y)


def _bar(value, zero, unit, y):
    length = (value.reach or 0) * unit
    x, width = min(zero, zero + length), abs(length)
    return Bar(
        x=round(x, 1),
        y=y,
        width=round(width, 1),
        height=_BAR - 3,
        tone=value.tone,
        words=value.words,
        words_x=round(max(zero, x + width) + 6, 1),
        words_y=y + 11,
    )


def _lines(label, most, y):
    """Return the label broken into at most so many lines, one beside each bar."""
    lines = wrap(label, _MOST_LETTERS, max_lines=most, placeholder=" …") or [label]
    return tuple((line, y + 11 + place * _BAR) for place, line in enumerate(lines))
