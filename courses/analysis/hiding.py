"""Figures about so few people that they would speak of one of them are not shown."""

FEWEST = 5


def is_too_few(people: int) -> bool:
    return people < FEWEST


def note(people: set, person) -> None:
    """Remember a person, until there are enough to know that the figures may be shown."""
    if len(people) < FEWEST:
        people.add(person)
