"""The formulas of one item, in exact whole numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from courses.statistics.exact import root


@dataclass(frozen=True)
class Spread:
    """How one item's marks and the totals vary over the `n` attempts that were asked it.

    `total` is the sum of x. Each variance and covariance is n(n - 1) times the sample's: whole, and zero where n < 2.
    """

    n: int
    total: int
    var_x: int
    var_o: int
    cov_xo: int
    cov_max: int
    cov_xt: int


def spread(pairs: Mapping[tuple[int, int], int]) -> Spread:
    """Return the spread of an item from its joint counts: how many attempts earned (this mark, this total)."""
    n = sum_x = sum_o = sum_xx = sum_oo = sum_xo = 0
    marks, others = Counter(), Counter()
    for (mark, total), count in pairs.items():
        other = total - mark
        marks[mark] += count
        others[other] += count
        n += count
        sum_x += count * mark
        sum_o += count * other
        sum_xx += count * mark * mark
        sum_oo += count * other * other
        sum_xo += count * mark * other
    var_x, cov_xo = n * sum_xx - sum_x**2, n * sum_xo - sum_x * sum_o
    return Spread(
        n=n,
        total=sum_x,
        var_x=var_x,
        var_o=n * sum_oo - sum_o**2,
        cov_xo=cov_xo,
        cov_max=n * _dot_in_order(marks, others) - sum_x * sum_o,
        cov_xt=cov_xo + var_x,
    )


def _dot_in_order(first, second):
    """Return Σ x·o with both lists sorted, each given as how often it holds which number; both hold equally many."""
    found, ordered = 0, iter(sorted(second.items()))
    other, left = next(ordered, (0, 0))
    for mark, count in sorted(first.items()):
        while count:
            if not left:
                other, left = next(ordered)
            taken = min(count, left)
            found += taken * mark * other
            count, left = count - taken, left - taken
    return found


def discrimination_index(item: Spread) -> float | None:
    """100 · cov(x, o) / √(var x · var o); undefined where either variance is zero."""
    if not item.var_x * item.var_o:
        return None
    size = 100 * root(Fraction(item.cov_xo**2, item.var_x * item.var_o))
    return size if item.cov_xo >= 0 else -size


def discriminative_efficiency(item: Spread) -> float | None:
    """100 · cov(x, o) / cov_max, the covariance if both lists are put in order; undefined where that is zero."""
    return float(Fraction(100 * item.cov_xo, item.cov_max)) if item.cov_max else None


def effective_weights(items: Sequence[Spread]) -> list[float | None]:
    """100 · √cov(x, T) / Σ √cov(x, T), the sum over the items where cov(x, T) is not negative; the others have none.

    All are undefined where that sum is zero.
    """
    shares = [
        Fraction(item.cov_xt, item.n * (item.n - 1)) if item.n > 1 and item.cov_xt >= 0 else None for item in items
    ]
    most = max((share for share in shares if share), default=None)
    roots = [None if share is None or not most else root(share / most) for share in shares]  # in reach of a float
    whole = sum(filter(None, roots))
    return [None if part is None else 100 * part / whole for part in roots]


def mean(item: Spread, unit: Fraction) -> float | None:
    """Σx / n in units of so many parts: those of a mark, or of a percent of the maximum (then it is the facility)."""
    return float(Fraction(item.total, item.n) / unit) if item.n and unit else None


def deviation(item: Spread, unit: Fraction) -> float | None:
    """√var x, in the same units; undefined below two attempts."""
    return root(Fraction(item.var_x, item.n * (item.n - 1)) / unit**2) if item.n > 1 and unit else None
