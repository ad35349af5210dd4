"""Slows down whoever tries spoken codes of workshops."""

from accounts import guessing

LIMITS = guessing.Limits(by_address=60, overall=600, while_many_guess=10)
_CODES = "workshop"


def seconds_to_wait(address: str) -> int:
    """Return how long until this address may try again; 0 where it may now."""
    return guessing.seconds_to_wait(_CODES, address, LIMITS)


def note_miss(address: str) -> None:
    guessing.note_miss(_CODES, address)
