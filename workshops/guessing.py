"""Slows down whoever tries spoken codes until one fits.

Only codes that no workshop has count, by address (generously: a whole hall may share one) and overall.
"""

from contextlib import suppress

from django.core.cache import cache
from django.utils import timezone

from accounts import addresses

WINDOW = 600
ALLOWED = 60
OVERALL = 600
ALLOWED_WHILE_MANY_GUESS = 10


def seconds_to_wait(address: str) -> int:
    """Return how long until this address may try again; 0 where it may now."""
    window, left = _window()
    misses = cache.get(_key(window, addresses.place(address)), 0)
    many = cache.get(_key(window, "all"), 0) >= OVERALL
    return left if misses >= (ALLOWED_WHILE_MANY_GUESS if many else ALLOWED) else 0


def note_miss(address: str) -> None:
    window, _left = _window()
    for who in (addresses.place(address), "all"):
        cache.add(_key(window, who), 0, timeout=WINDOW)
        with suppress(ValueError):  # the cache was full and has just dropped it
            cache.incr(_key(window, who))


def _key(window, who):
    return f"workshop-misses:{window}:{who}"


def _window():
    """Return the number of the running window, and the seconds left of it."""
    window, passed = divmod(int(timezone.now().timestamp()), WINDOW)
    return window, WINDOW - passed
