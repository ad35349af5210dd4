"""Places in the status list: drawn at random, so that neighbours in the list say nothing about each other."""

import secrets

from django.db.models import Max

from certificates.models import Certificate
from certificates.status_list import length_for


class ListFull(Exception):
    """Too few of the places drawn were free."""


def length(more: int = 1) -> int:
    """Return how many places the list has once so many more certificates are issued.

    Any place that was ever given stays in it.
    """
    newest = Certificate.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    last = Certificate.objects.aggregate(last=Max("status_index"))["last"]
    given = 0 if last is None else last + 1
    return max(length_for(newest + more), length_for(-(-given * 4 // 5)))


def draw(count: int = 1) -> list[int]:
    """Return so many free places. At least a fifth are free: 88 tries for one fail once in 300 million times.

    Raises ListFull then.
    """
    room = length(count)
    tried = dict.fromkeys(secrets.randbelow(room) for _ in range(80 + 8 * count))
    taken = set(Certificate.objects.filter(status_index__in=list(tried)).values_list("status_index", flat=True))
    free = [place for place in tried if place not in taken][:count]
    if len(free) < count:
        raise ListFull
    return free
