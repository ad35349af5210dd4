"""What people gained between two tests, as statistics say it: pure, of plain lists of percent.

The gain of one person is the percent after minus the percent before, so every figure is in points of percent. Means and
the sample standard deviation (n - 1) are the textbook's; the confidence interval is the paired t interval, mean gain ±
t(0.975, n - 1) · SD / √n (NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.2.1 and 1.3.5.2).
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import fmean, stdev
from typing import NamedTuple

LEVEL = 0.95
_TINY = 1e-300
_CLOSE = 1e-15


class Gain(NamedTuple):
    """Of `n` people: mean percent before and after, the mean gain, its standard deviation, and the interval's ends.

    With nobody every figure is None; with one person so are `sd`, `low` and `high`.
    """

    n: int
    before: float | None
    after: float | None
    gain: float | None
    sd: float | None
    low: float | None
    high: float | None


def paired(before: Sequence[float], after: Sequence[float]) -> Gain:
    """Return the paired gain; the two lists hold each person's percent, in one order. Raises ValueError otherwise."""
    each = [later - earlier for earlier, later in zip(before, after, strict=True)]
    n = len(each)
    if n == 0:
        return Gain(0, None, None, None, None, None, None)
    gain = fmean(each)
    if n == 1:
        return Gain(1, before[0], after[0], gain, None, None, None)
    sd = stdev(each)
    half = t_quantile((1 + LEVEL) / 2, n - 1) * sd / math.sqrt(n)
    return Gain(n, fmean(before), fmean(after), gain, sd, gain - half, gain + half)


@lru_cache(maxsize=1024)
def t_quantile(share: float, freedom: int) -> float:
    """Return the t below which lies this share (0.5 to 1, without 1) of Student's distribution, by bisection."""
    if not 0.5 <= share < 1 or freedom < 1:
        raise ValueError(f"no quantile of {share} with {freedom} degrees of freedom")
    low, high = 0.0, 1.0
    while t_share(high, freedom) < share:
        low, high = high, high * 2
    while (high - low) > 1e-12 * high:
        middle = (low + high) / 2
        if t_share(middle, freedom) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_share(t: float, freedom: int) -> float:
    """Return the share of Student's distribution that lies below t, for t of 0 or more.

    1 - I(x; v/2, 1/2) / 2 with x = v / (v + t²): Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1.
    """
    return 1 - incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I(x; a, b), for x from 0 to 1.

    The continued fraction of the NIST Digital Library of Mathematical Functions, 8.17.22, evaluated by Lentz's method;
    where it converges slowly, the other side by I(x; a, b) = 1 - I(1 - x; b, a) (8.17.4).
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    log_front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log_front) / (a * _continued_fraction(x, a, b))


def _continued_fraction(x, a, b):
    """1 + d1/(1 + d2/(1 + …)); the beta function is the front factor divided by it."""
    value, upper, lower = 1.0, 1.0, 0.0
    for step in range(1, 100_000):
        term = _term(step, x, a, b)
        lower = 1 / ((1 + term * lower) or _TINY)
        upper = (1 + term / upper) or _TINY
        value *= upper * lower
        if abs(upper * lower - 1) < _CLOSE:
            break
    return value


def _term(step, x, a, b):
    m = step // 2
    if step % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
