"""Personal pages that a phone keeps for its learner: each room says which of its own are worth it."""

from collections.abc import Callable

from django.urls import reverse

_rooms: list[Callable] = []


def register(addresses_for: Callable) -> None:
    """Let a room add pages: the function gets the learner and returns addresses in the active language."""
    if addresses_for not in _rooms:
        _rooms.append(addresses_for)


def addresses(learner) -> list[str]:
    """Return the address of every page worth keeping for this learner, in the active language."""
    return [reverse("courses:me"), *(address for room in _rooms for address in room(learner))]
