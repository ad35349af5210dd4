"""A table of marks, taken in row by row, and what its figures are."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from courses.statistics.exact import NOT_ASKED, as_whole
from courses.statistics.figures import QuizStatistics
from courses.statistics.joint import JointCounts, figures

_BATCH = 1000


def analyse(
    marks: Iterable[Sequence[float | None]],
    maxima: Sequence[float],
    guess: Sequence[float | None] | None = None,
) -> QuizStatistics:
    """Return the figures of a table of marks: one row an attempt, one mark an item, None where it was not asked.

    `maxima` is the most that each item can earn, in marks; `guess` what guessing at random earns of it, from 0 to 1, or
    None. Raises ValueError where a row has not one mark an item, there is no item, a number is not finite or a maximum
    is below zero. The rows are read once; a row with nothing asked does not count.
    """
    table = MarkTable(maxima, guess)
    table.extend(marks)
    return table.statistics()


class MarkTable:
    """Marks in eight bytes each: rows may come from a database in pieces, in any number of calls to `extend`."""

    def __init__(self, maxima: Sequence[float], guess: Sequence[float | None] | None = None):
        self._maxima = array("d", maxima)
        self._guess = [None] * len(self._maxima) if guess is None else list(guess)
        self._columns = [array("d") for _ in self._maxima]
        if not self._maxima:
            raise ValueError("a quiz has at least one item")
        if len(self._guess) != len(self._maxima):
            raise ValueError(f"{len(self._guess)} guess scores for {len(self._maxima)} items")
        if not all(math.isfinite(maximum) and maximum >= 0 for maximum in self._maxima):
            raise ValueError("a maximum is a finite number, at least zero")

    def extend(self, rows: Iterable[Sequence[float | None]]) -> None:
        """Take in attempts, each a row of one mark an item."""
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            for row in batch:
                if len(row) != len(self._columns):
                    raise ValueError(f"{len(row)} marks in a row for {len(self._columns)} items")
            for place, marks in enumerate(_columns(batch)):
                self._columns[place].extend(marks)

    def statistics(self) -> QuizStatistics:
        """Return the figures of the rows taken in so far."""
        parts, (maxima, *columns) = as_whole([self._maxima, *self._columns])
        totals = _totals(columns)
        pairs = [_pairs(column, totals) for column in columns]
        have_gaps = any(None in column for column in columns)
        return figures(
            JointCounts(
                pairs=pairs,
                maxima=maxima,
                guess=self._guess,
                totals=Counter(totals),
                full=_full(maxima, columns, have_gaps),
                parts=parts,
            )
        )


def _columns(rows):
    """Return a batch of rows as arrays, one an item; none at all where nothing was asked."""
    try:
        return [_finite(marks) for marks in zip(*rows, strict=True)]
    except TypeError:  # a None among the marks
        rows = [row for row in rows if any(mark is not None for mark in row)]
        return [_with_gaps(marks) for marks in zip(*rows, strict=True)]


def _finite(marks):
    column = array("d", marks)
    if not math.isfinite(sum(column)) and not all(map(math.isfinite, column)):
        raise ValueError("a mark is a finite number")
    return column


def _with_gaps(marks):
    _finite([mark for mark in marks if mark is not None])
    return array("d", [NOT_ASKED if mark is None else mark for mark in marks])


def _pairs(column, totals):
    """Return how often each mark met each total; an item not asked counts for nothing."""
    pairs = Counter(zip(column, totals, strict=True))
    return {pair: count for pair, count in pairs.items() if pair[0] is not None}


def _totals(columns):
    """Return each attempt's total."""
    try:
        return list(map(sum, zip(*columns, strict=True)))
    except TypeError:  # a None among the marks
        return [sum(filter(None, row)) for row in zip(*columns, strict=True)]


def _full(maxima, columns, have_gaps):
    """Return what every attempt could reach, in parts, or None where they differ."""
    if not have_gaps:
        return sum(maxima)
    reach = [
        [0 if mark is None else maximum for mark in column] for maximum, column in zip(maxima, columns, strict=True)
    ]
    sums = set(map(sum, zip(*reach, strict=True)))
    return sums.pop() if len(sums) == 1 else None
