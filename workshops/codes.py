"""The four digits that a trainer says in the hall: they change, and only the server's clock counts."""

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

STEP = 300
"""Seconds for which one code is the newest."""
DIGITS = 4
_STEPS_ACCEPTED = 2  # the newest, and the one before it: who types slowly has been told that one


def code(secret: str, now: datetime) -> str:
    """Return the code that is said now: HMAC-SHA256 of the secret and the number of the step, as four digits."""
    return _code_of(secret, _step(now))


def seconds_left(now: datetime) -> int:
    """Return for how long the code that is said now stays the newest: 1 to 300."""
    return STEP - int(now.timestamp()) % STEP


def is_accepted(secret: str, typed: str, now: datetime) -> bool:
    """Return whether the digits are the code of now or of the step before."""
    newest = _step(now)
    known = [_code_of(secret, newest - back) for back in range(_STEPS_ACCEPTED)]
    return any(hmac.compare_digest(one.encode(), typed.encode()) for one in known)


def matching(workshops: Iterable, typed: str, now: datetime) -> list:
    """Return those of the workshops, each with its `code_secret`, whose code was typed: more than one by chance."""
    return [workshop for workshop in workshops if is_accepted(workshop.code_secret, typed, now)]


def _step(now):
    return int(now.timestamp()) // STEP


def _code_of(secret, step):
    drawn = hmac.digest(secret.encode(), str(step).encode(), sha256)
    return f"{int.from_bytes(drawn[:8]) % 10**DIGITS:0{DIGITS}}"
