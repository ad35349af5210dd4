"""A table of marks, taken in row by row, and what its figures are."""

import math
from array import array
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import islice

from courses.statistics import items as item_formulas
from courses.statistics import totals as quiz_formulas
from courses.statistics.exact import NOT_ASKED, as_whole
from courses.statistics.figures import ItemStatistics, NoAlpha, QuizStatistics

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
        spreads = [item_formulas.spread(column, totals) for column in columns]
        moments = quiz_formulas.moments(totals)
        alpha = quiz_formulas.alpha(spreads, moments)
        coefficient = None if isinstance(alpha, NoAlpha) else alpha
        full = _full(maxima, columns, any(item.n < moments.n for item in spreads))
        in_percent = quiz_formulas.measures(moments, coefficient, full and Fraction(full, 100))
        in_marks = quiz_formulas.measures(moments, coefficient, Fraction(parts))
        return QuizStatistics(
            n=moments.n,
            maximum=None if full is None else float(Fraction(full, parts)),
            skewness=quiz_formulas.skewness(moments),
            kurtosis=quiz_formulas.kurtosis(moments),
            alpha=None if coefficient is None else float(coefficient),
            no_alpha=alpha if coefficient is None else None,
            error_ratio=None if coefficient is None else quiz_formulas.error_ratio(coefficient),
            items=tuple(self._items(spreads, maxima, parts)),
            **in_percent,
            **{f"{name}_marks": value for name, value in in_marks.items()},
        )

    def _items(self, spreads, maxima, parts):
        effective = item_formulas.effective_weights(spreads)
        for place, (item, maximum) in enumerate(zip(spreads, maxima, strict=True)):
            guess, percent, mark = self._guess[place], Fraction(maximum, 100), Fraction(parts)
            yield ItemStatistics(
                n=item.n,
                maximum=self._maxima[place],
                facility=item_formulas.mean(item, percent),
                sd=item_formulas.deviation(item, percent),
                random_guess_score=None if guess is None else 100 * guess,
                intended_weight=float(Fraction(100 * maximum, sum(maxima))) if any(maxima) else None,
                effective_weight=effective[place],
                discrimination_index=item_formulas.discrimination_index(item),
                discriminative_efficiency=item_formulas.discriminative_efficiency(item),
                mean_marks=item_formulas.mean(item, mark),
                sd_marks=item_formulas.deviation(item, mark),
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
