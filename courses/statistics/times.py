"""How long things take: the median and the quartiles of times that were counted by the second."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple


class Quartiles(NamedTuple):
    """A quarter of the times are under `lower`, half under `median`, three quarters under `upper`; in the same unit."""

    lower: float
    median: float
    upper: float


def quartiles(times: Mapping[int, int]) -> Quartiles | None:
    """Return the quartiles of times, given how often each came; None of no times.

    The n times in order stand from 0 to n - 1; a quartile stands at a quarter, half or three quarters of the way, and
    between two times at the same part of the way from one to the other (R's type 7; `inclusive` in Python).
    """
    ordered = sorted(time for time in times if times[time])
    reached = list(accumulate(times[time] for time in ordered))
    if not ordered:
        return None

    def at(quarter):
        place, rest = divmod((reached[-1] - 1) * quarter, 4)
        lower = ordered[bisect_right(reached, place)]
        upper = ordered[bisect_right(reached, place + 1)] if rest else lower
        return lower + (upper - lower) * rest / 4

    return Quartiles(*(at(quarter) for quarter in (1, 2, 3)))
