"""The figures of a quiz from joint counts: how often each mark of an item met each total. A million answers make a few
hundred such pairs, so that exact sums cost next to nothing.

All marks are whole numbers, in parts of which `parts` make one mark.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from courses.statistics import items as item_formulas
from courses.statistics import totals as quiz_formulas
from courses.statistics.figures import ItemStatistics, NoAlpha, QuizStatistics

Pairs = Mapping[tuple[int, int], int]
"""How many attempts that were asked an item earned (this mark, this total)."""


@dataclass(frozen=True)
class JointCounts:
    """A quiz's marks, counted.

    `pairs` holds each item's, `maxima` and `guess` what it can earn and what guessing earns (0 to 1, or None); `totals`
    counts the attempts with each total; `full` is what every attempt could reach, or None where that differs.
    """

    pairs: Sequence[Pairs]
    maxima: Sequence[int]
    guess: Sequence[float | None]
    totals: Mapping[int, int]
    full: int | None
    parts: int


def figures(counts: JointCounts) -> QuizStatistics:
    """Return the figures of a quiz and of its items."""
    spreads = [item_formulas.spread(pairs) for pairs in counts.pairs]
    moments = quiz_formulas.moments(counts.totals)
    alpha = quiz_formulas.alpha(spreads, moments)
    coefficient = None if isinstance(alpha, NoAlpha) else alpha
    full = counts.full
    in_percent = quiz_formulas.measures(moments, coefficient, full and Fraction(full, 100))
    in_marks = quiz_formulas.measures(moments, coefficient, Fraction(counts.parts))
    return QuizStatistics(
        n=moments.n,
        maximum=None if full is None else float(Fraction(full, counts.parts)),
        skewness=quiz_formulas.skewness(moments),
        kurtosis=quiz_formulas.kurtosis(moments),
        alpha=None if coefficient is None else float(coefficient),
        no_alpha=alpha if coefficient is None else None,
        error_ratio=None if coefficient is None else quiz_formulas.error_ratio(coefficient),
        items=tuple(_items(counts, spreads)),
        **in_percent,
        **{f"{name}_marks": value for name, value in in_marks.items()},
    )


def _items(counts, spreads) -> Iterator[ItemStatistics]:
    whole, mark = sum(counts.maxima), Fraction(counts.parts)
    effective = item_formulas.effective_weights(spreads)
    for item, maximum, guess, weight in zip(spreads, counts.maxima, counts.guess, effective, strict=True):
        percent = Fraction(maximum, 100)
        yield ItemStatistics(
            n=item.n,
            maximum=float(Fraction(maximum, counts.parts)),
            facility=item_formulas.mean(item, percent),
            sd=item_formulas.deviation(item, percent),
            random_guess_score=None if guess is None else 100 * guess,
            intended_weight=float(Fraction(100 * maximum, whole)) if whole else None,
            effective_weight=weight,
            discrimination_index=item_formulas.discrimination_index(item),
            discriminative_efficiency=item_formulas.discriminative_efficiency(item),
            mean_marks=item_formulas.mean(item, mark),
            sd_marks=item_formulas.deviation(item, mark),
        )
