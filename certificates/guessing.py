"""Slows down whoever tries certificates' codes; an officer who scans real certificates is never counted."""

from django.conf import settings

from accounts import guessing

ALLOWED_WHILE_MANY_GUESS = 5
_CODES = "verify"


def seconds_to_wait(address: str) -> int:
    """Return how long until this address may ask again; 0 where it may ask now."""
    limits = guessing.Limits(
        settings.VERIFY_MISSES_PER_ADDRESS, settings.VERIFY_MISSES_OVERALL, ALLOWED_WHILE_MANY_GUESS
    )
    return guessing.seconds_to_wait(_CODES, address, limits)


def note_miss(address: str) -> None:
    guessing.note_miss(_CODES, address)
