"""Places in the status list: drawn at random, so that neighbours in the list say nothing about each other."""

import secrets

from certificates.models import Certificate
from certificates.status_list import length_for

_TRIES = 16


class ListFull(Exception):
    """Too few of the places drawn were free."""


def length(more: int = 1) -> int:
    """Return how many places the list has: at least twice as many as there are certificates, and so many more."""
    newest = Certificate.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return length_for(2 * (newest + more))


def draw(count: int = 1) -> list[int]:
    """Return so many free places. At least half are free, so that sixteen tries for each hardly ever are too few.

    Raises ListFull then.
    """
    room = length(count)
    tried = dict.fromkeys(secrets.randbelow(room) for _ in range(_TRIES * count))
    taken = set(Certificate.objects.filter(status_index__in=list(tried)).values_list("status_index", flat=True))
    free = [place for place in tried if place not in taken][:count]
    if len(free) < count:
        raise ListFull
    return free
