"""Which options learners chose, by how well they did on the whole; and what guessing would earn."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class OptionCount:
    """How many chose an option: of all, of the lower and of the upper third; None where there are no thirds."""

    option: str
    n: int
    lower: int | None
    upper: int | None


@dataclass(frozen=True)
class Choices:
    """One question's options, and how many left it out. `n` answers in all, `lower_n` and `upper_n` in the thirds."""

    n: int
    lower_n: int | None
    upper_n: int | None
    options: tuple[OptionCount, ...]
    left_out: OptionCount


def count_choices(answers: Iterable[tuple[float, Collection[str]]], options: Sequence[str]) -> Choices:
    """Return how often each option was chosen. An answer is the attempt's total and the options chosen, read once.

    With n answers in the order of their totals, the lower third is the first n // 3 and whoever ties with the last of
    them; the upper third likewise from the other end. So the order of the answers changes nothing. Under three answers,
    or where both ends meet in one total, there are no thirds. Options not in `options` are left uncounted.
    """
    return count_tallied(Counter((total, tuple(keys)) for total, keys in answers), options)


def count_tallied(tallies: Mapping[tuple[float, tuple[str, ...]], int], options: Sequence[str]) -> Choices:
    """Return the same, given how many answers had (this total, these options)."""
    totals, chosen = Counter(), {option: Counter() for option in (*options, None)}
    for (total, keys), count in tallies.items():
        totals[total] += count
        for key in set(keys) or (None,):
            if key in chosen:
                chosen[key][total] += count
    cuts = _cuts(totals)
    n, lower, upper = _split(totals, cuts)
    *counts, left_out = (OptionCount(option or "", *_split(counted, cuts)) for option, counted in chosen.items())
    return Choices(n=n, lower_n=lower, upper_n=upper, options=tuple(counts), left_out=left_out)


def _cuts(totals):
    """Return the highest total of the lower third and the lowest of the upper, or None."""
    ordered = sorted(totals)
    reached = list(accumulate(totals[total] for total in ordered))
    third = reached[-1] // 3 if reached else 0
    if not third:
        return None
    lower = ordered[bisect_left(reached, third)]
    upper = ordered[bisect_left(reached, reached[-1] - third + 1)]
    return (lower, upper) if lower < upper else None


def _split(counted, cuts):
    n = sum(counted.values())
    if cuts is None:
        return n, None, None
    lower = sum(count for total, count in counted.items() if total <= cuts[0])
    return n, lower, sum(count for total, count in counted.items() if total >= cuts[1])


def guess_score(kind: str, options: int, right: int) -> float | None:
    """Return what guessing at random earns of a question's mark, from 0 to 1: the share of right options among all.

    None where several options may be chosen: Moodle gives no guess there.
    """
    return None if kind == "multiple" or not options else right / options
