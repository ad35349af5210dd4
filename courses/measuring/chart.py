"""The picture of a section: for each group an open circle before, a full one after, and the interval between bars.

Drawn as plain values for an SVG; shapes tell things apart, never a colour, so that it can be read in grey.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.measuring.report import Row

LABELS = 210
WIDTH = 640
LINE = 36
TOP = 12
MOST_ROWS = 24
_RIGHT = 24


@dataclass(frozen=True)
class Bar:
    """One group. `low` and `high` are the mean before plus the ends of the gain's interval; None without one."""

    name: str
    label: str
    y: int
    before: float
    after: float
    low: float | None
    high: float | None
    is_thin: bool

    @property
    def interval(self):
        return None if self.low is None else (self.low, self.high)


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    marks: tuple[tuple[float, int], ...]
    height: int
    axis: int
    width: int = WIDTH


def draw(rows: Sequence[Row]) -> Chart | None:
    """Return the chart of the rows that are not hidden, at most 24 of them, or None where there is nothing to see."""
    shown = [row for row in rows if not row.is_hidden][:MOST_ROWS]
    if not shown:
        return None
    axis = TOP + LINE * len(shown)
    marks = tuple((_x(percent), percent) for percent in (0, 25, 50, 75, 100))
    return Chart(tuple(_bar(row, place) for place, row in enumerate(shown)), marks, axis + 28, axis)


def _bar(row, place):
    has_interval = row.low is not None
    return Bar(
        name=row.name if len(row.name) <= 24 else f"{row.name[:23]}…",
        label=f"n = {row.n}",
        y=TOP + LINE * place + LINE // 2,
        before=_x(row.before),
        after=_x(row.after),
        low=_x(row.before + row.low) if has_interval else None,
        high=_x(row.before + row.high) if has_interval else None,
        is_thin=row.is_thin,
    )


def _x(percent):
    """Return the place of a percentage from the left, kept within the picture."""
    within = min(100.0, max(0.0, percent))
    return round(LABELS + within * (WIDTH - LABELS - _RIGHT) / 100, 1)
