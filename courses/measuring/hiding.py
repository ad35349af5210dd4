"""Small cells: what so few people answered that a figure would speak of one of them, is hidden, everywhere."""

from collections.abc import Mapping

from courses.analysis.hiding import FEWEST, is_too_few


def hidden_of(sizes: Mapping[str, int]) -> set[str]:
    """Return which groups of one breakdown are hidden; `sizes` maps each group to its number of people.

    Groups under five people are. The figures of everybody minus those of the groups shown are those of the groups
    hidden, put together: so where those come to fewer than five people (as one small group alone always does), the
    next smallest group is hidden too, until nothing about so few can be had by subtraction.
    """
    by_size = sorted(sizes, key=lambda group: (sizes[group], group))
    hidden = [group for group in by_size if is_too_few(sizes[group])]
    rest = by_size[len(hidden) :]
    while hidden and rest and is_too_few(sum(sizes[group] for group in hidden)):
        hidden.append(rest.pop(0))
    return set(hidden)


def tells_of_others(part: int, whole: int) -> bool:
    """Return whether the figures of some of the people, beside those of all, would tell of the few who are missing."""
    return 0 < whole - part < FEWEST
