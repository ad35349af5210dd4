"""Slows down whoever tries codes until one fits.

Only codes that lead nowhere count, by address (generously: a whole town or hall may share one) and overall. While
somebody guesses from many addresses, each of them may miss less often.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.utils import timezone

from accounts import addresses

WINDOW_SECONDS = 600
_place = lru_cache(4096)(addresses.place)


@dataclass(frozen=True)
class Limits:
    """How often codes may be missed in ten minutes."""

    by_address: int
    overall: int
    while_many_guess: int
    """What is left to each address once the misses of all reach `overall`."""


def seconds_to_wait(codes: str, address: str, limits: Limits) -> int:
    """Return how long until this address may try such codes again; 0 where it may now. `codes` names their kind."""
    window, left = _window()
    misses = _misses(codes, window, _place(address))
    # Nobody who missed less waits in any case, so that most checks ask the cache once.
    if misses < min(limits.by_address, limits.while_many_guess):
        return 0
    many = _misses(codes, window, "all") >= limits.overall
    return left if misses >= (limits.while_many_guess if many else limits.by_address) else 0


def note_miss(codes: str, address: str) -> None:
    """Count a code of this kind that led nowhere."""
    window, _left = _window()
    for who in (_place(address), "all"):
        cache.add(_key(codes, window, who), 0, timeout=WINDOW_SECONDS)
        with suppress(ValueError):  # the cache was full and has just dropped it
            cache.incr(_key(codes, window, who))


def _misses(codes, window, who):
    return cache.get(_key(codes, window, who), 0)


def _key(codes, window, who):
    return f"{codes}-misses:{window}:{who}"


def _window():
    """Return the number of the running window, and the seconds left of it."""
    window, passed = divmod(int(timezone.now().timestamp()), WINDOW_SECONDS)
    return window, WINDOW_SECONDS - passed
