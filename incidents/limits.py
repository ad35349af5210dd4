"""How often one place may send or ask, counted without keeping any address.

A place is known by a keyed hash of its address; the key is random, lives in the cache only, and a new one is made each
day, so that nobody can tell later, from whatever is found, which address it was.
"""

import hmac
import secrets
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from accounts import addresses

HOUR, DAY = 3600, 24 * 3600
SENDING, LOOKING = "sending", "looking"
# Sixteen digits can't be guessed; each look-up costs the server some work, which is what is guarded. All places
# together have no limit: whoever wanted to keep reporters from their replies would only have to reach it.
LOOK_UPS_PER_ADDRESS_PER_HOUR = 120


def seconds_to_wait(what: str, address: str, now: datetime) -> int:
    """Return how long this address may not send (SENDING) or look up a receipt (LOOKING); 0 where it may now."""
    window, left = _window(now)
    for who, most in _allowed(what, address, now):
        if cache.get(f"report-{what}:{window}:{who}", 0) >= most:
            return left
    return 0


def note(what: str, address: str, now: datetime) -> None:
    """Count one more."""
    window, _left = _window(now)
    for who, _most in _allowed(what, address, now):
        key = f"report-{what}:{window}:{who}"
        cache.add(key, 0, timeout=HOUR)
        with suppress(ValueError):  # the cache was full and has just dropped it
            cache.incr(key)


def _allowed(what, address, now):
    who = _hashed(address, now)
    if what == SENDING:
        return [(who, settings.REPORTS_PER_ADDRESS_PER_HOUR)]
    return [(who, LOOK_UPS_PER_ADDRESS_PER_HOUR)]


def _hashed(address, now):
    name = f"report-key:{int(now.timestamp()) // DAY}"
    key = cache.get_or_set(name, lambda: secrets.token_bytes(32), timeout=DAY)
    return hmac.digest(key, addresses.place(address).encode(), "sha256").hex()


def _window(now):
    """Return the number of the running hour, and the seconds left of it."""
    window, passed = divmod(int(now.timestamp()), HOUR)
    return window, HOUR - passed
