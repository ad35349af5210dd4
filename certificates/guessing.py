"""Slows down whoever tries codes until one fits.

Only codes that lead nowhere count, by address (generously: a whole town may share one) and overall. An officer who
scans real certificates is never counted; while somebody guesses from many addresses, each of them may miss less often.
"""

from contextlib import suppress
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from accounts import addresses

WINDOW = 600
ALLOWED_WHILE_MANY_GUESS = 5
_place = lru_cache(4096)(addresses.place)


def seconds_to_wait(address: str) -> int:
    """Return how long until this address may ask again; 0 where it may ask now."""
    window, left = _window()
    misses = cache.get(f"verify-misses:{window}:{_place(address)}", 0)
    return left if misses >= ALLOWED_WHILE_MANY_GUESS and misses >= _allowed(window) else 0


def note_miss(address: str) -> None:
    window, _left = _window()
    for who in (_place(address), "all"):
        cache.add(f"verify-misses:{window}:{who}", 0, timeout=WINDOW)
        with suppress(ValueError):  # the cache was full and has just dropped it
            cache.incr(f"verify-misses:{window}:{who}")


def _window():
    """Return the number of the running window, and the seconds left of it."""
    window, passed = divmod(int(timezone.now().timestamp()), WINDOW)
    return window, WINDOW - passed


def _allowed(window):
    many = cache.get(f"verify-misses:{window}:all", 0) >= settings.VERIFY_MISSES_OVERALL
    return ALLOWED_WHILE_MANY_GUESS if many else settings.VERIFY_MISSES_PER_ADDRESS
