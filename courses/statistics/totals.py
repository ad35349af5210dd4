"""The formulas of a whole quiz, in exact whole numbers."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from courses.statistics.exact import root
from courses.statistics.figures import NoAlpha
from courses.statistics.items import Spread


@dataclass(frozen=True)
class Moments:
    """The totals of `n` attempts. `mean`, `median` and the k-statistics `k2`, `k3`, `k4` are in parts of a mark."""

    n: int
    mean: Fraction | None
    median: Fraction | None
    k2: Fraction | None
    k3: Fraction | None
    k4: Fraction | None


def moments(totals: Mapping[int, int]) -> Moments:
    """Return the mean, the median and the k-statistics, given how many attempts have which total.

    The k-statistics are the unbiased estimates of the second to fourth cumulants. With p2, p3, p4 the sums of powers of
    the differences from the mean: k2 = p2 / (n - 1), k3 = n p3 / ((n - 1)(n - 2)),
    k4 = (n(n + 1) p4 - 3(n - 1) p2²) / ((n - 1)(n - 2)(n - 3)). Each is undefined for fewer attempts than its
    denominator needs.
    """
    n, whole = sum(totals.values()), sum(total * count for total, count in totals.items())
    p2, p3, p4 = _powers(totals, n, whole)
    return Moments(
        n=n,
        mean=Fraction(whole, n) if n else None,
        median=_median(totals, n) if n else None,
        k2=p2 / (n - 1) if n > 1 else None,
        k3=n * p3 / ((n - 1) * (n - 2)) if n > 2 else None,
        k4=(n * (n + 1) * p4 - 3 * (n - 1) * p2**2) / ((n - 1) * (n - 2) * (n - 3)) if n > 3 else None,
    )


def _median(totals, n):
    ordered = sorted(totals)
    reached = list(accumulate(totals[total] for total in ordered))
    lower, upper = (ordered[bisect_right(reached, place)] for place in ((n - 1) // 2, n // 2))
    return Fraction(lower + upper, 2)


def _powers(totals, n, whole):
    """Return the sums of the second, third and fourth powers of the differences from the mean."""
    away = {n * total - whole: count for total, count in totals.items()}  # n times the difference, to stay whole
    for power in (2, 3, 4):
        yield Fraction(sum(count * times_n**power for times_n, count in away.items()), max(n, 1) ** power)


def skewness(totals: Moments) -> float | None:
    """k3 / k2^1.5; undefined below three attempts and where all totals are equal."""
    if totals.k3 is None or not totals.k2:
        return None
    size = root(totals.k3**2 / totals.k2**3)
    return size if totals.k3 >= 0 else -size


def kurtosis(totals: Moments) -> float | None:
    """k4 / k2²: zero for the normal distribution; undefined below four attempts and where all totals are equal."""
    return float(totals.k4 / totals.k2**2) if totals.k4 is not None and totals.k2 else None


def alpha(items: Sequence[Spread], totals: Moments) -> Fraction | NoAlpha:
    """Cronbach's, in percent: 100 · p / (p - 1) · (1 - Σ var x / k2) for p items, or why there is none.

    Moodle's report leaves it out for two attempts as well, though its definition does not.
    """
    p = len(items)
    if any(item.n != totals.n for item in items):
        return NoAlpha.DIFFERENT_QUESTIONS
    if p < 2:
        return NoAlpha.ONE_ITEM
    if totals.k2 is None:
        return NoAlpha.TOO_FEW
    if not totals.k2:
        return NoAlpha.NO_SPREAD
    within = Fraction(sum(item.var_x for item in items), totals.n * (totals.n - 1))
    return 100 * Fraction(p, p - 1) * (1 - within / totals.k2)


def error_ratio(coefficient: Fraction) -> float:
    """100 · √(1 - alpha / 100): how much of the totals' standard deviation is chance, in percent."""
    return 100 * root(1 - coefficient / 100)


def measures(totals: Moments, coefficient: Fraction | None, unit: Fraction | None) -> dict[str, float | None]:
    """Return mean, median, sd (√k2) and standard error (error ratio / 100 · sd) in units of so many parts, if any."""
    if not unit:
        return dict.fromkeys(("mean", "median", "sd", "standard_error"))
    return {
        "mean": float(totals.mean / unit) if totals.n else None,
        "median": float(totals.median / unit) if totals.n else None,
        "sd": root(totals.k2 / unit**2) if totals.n > 1 else None,
        "standard_error": None if coefficient is None else root((1 - coefficient / 100) * totals.k2 / unit**2),
    }
