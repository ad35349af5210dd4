"""Slows down the guessing of passwords, for each user name, whether anybody has it or not."""

import math

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

FREE_TRIES = 5
FIRST_WAIT = 30
LONGEST_WAIT = 15 * 60
REMEMBERED = 24 * 3600


def seconds_to_wait(username: str) -> int:
    """Return how long no password for this name is looked at; 0 when one may be tried now."""
    _failures, until = _read(username)
    return max(0, math.ceil(until - timezone.now().timestamp()))


def note_failure(username: str) -> None:
    """Count a wrong password: the fifth asks for a wait of 30 seconds, each further one for twice as long."""
    failures = _read(username)[0] + 1
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - FREE_TRIES, 16)) if failures >= FREE_TRIES else 0
    cache.set(_key(username), (failures, timezone.now().timestamp() + wait), REMEMBERED)


def forget(username: str) -> None:
    """Start afresh after a right password."""
    cache.delete(_key(username))


def _read(username):
    return cache.get(_key(username), (0, 0))


def _key(username):
    name = username.strip().casefold()
    return "password:" + salted_hmac("accounts.password_guard", name, algorithm="sha256").hexdigest()
