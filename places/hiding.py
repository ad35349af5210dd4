"""Small cells: figures about so few people that they would speak of one of them are hidden, everywhere."""

from collections.abc import Iterable, Mapping

FEWEST = 5


def is_too_few(people: int) -> bool:
    return people < FEWEST


def is_few(people: int) -> bool:
    """Return whether there are people, and too few of them: of nobody there is nothing to tell."""
    return 0 < people < FEWEST


def note(people: set, person) -> None:
    """Remember a person, until there are enough to know that the figures may be shown."""
    if len(people) < FEWEST:
        people.add(person)


def are_few(groups: Iterable[set]) -> bool:
    """Return whether these groups put together are a few people, each counted once; `note` may have filled them."""
    return is_few(len(set().union(*groups)))


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
    return is_few(whole - part)
