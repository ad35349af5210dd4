"""How often one place may send or ask, counted without keeping any address.

A place is known by a keyed hash of its address. The key follows from a random one that lives in the cache only and goes
with its day, and from the server's secret key, so that neither the cache alone nor the server's files alone tell which
address it was; after the day nothing does.

Phone networks put thousands of people behind one address: what one of them sends must hardly ever stop the others.
"""

import hmac
import secrets
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from accounts import addresses

HOUR, DAY = 3600, 24 * 3600
WORDS, FILES, LOOKING = "words", "files", "looking"
# Files are much work, and are counted by the setting. Words are little: of these only a flood is stopped.
WORDS_FOR_A_FILE = 25
# Sixteen digits can't be guessed: at this pace one place tries 26 million of 10**16 in a year, and with a thousand
# cases finds one with a chance of 1 in 380,000. Each look-up costs the server some work, which is what is guarded. All
# places together have no limit: whoever wanted to keep reporters from their replies would only have to reach it.
LOOK_UPS_PER_ADDRESS_PER_HOUR = 3000


def seconds_to_wait(what: str, address: str, now: datetime) -> int:
    """Return how long this address may not send WORDS or FILES, or look up a receipt (LOOKING); 0 where it may now."""
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
    files = settings.REPORTS_PER_ADDRESS_PER_HOUR
    most = {WORDS: files * WORDS_FOR_A_FILE, FILES: files, LOOKING: LOOK_UPS_PER_ADDRESS_PER_HOUR}
    return [(who, most[what])]


def _hashed(address, now):
    day, passed = divmod(int(now.timestamp()), DAY)
    random_key = cache.get_or_set(f"report-key:{day}", lambda: secrets.token_bytes(32), timeout=DAY - passed)
    key = hmac.digest(settings.SECRET_KEY.encode(), b"address" + random_key, "sha256")
    return hmac.digest(key, addresses.place(address).encode(), "sha256").hex()


def _window(now):
    """Return the number of the running hour, and the seconds left of it."""
    window, passed = divmod(int(now.timestamp()), HOUR)
    return window, HOUR - passed
