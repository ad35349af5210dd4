"""How many addresses one place may put on the list: counted in the cache, where nobody can read which place it was."""

from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from accounts import addresses

PER_HOUR = 30
"""Requests from one place within one hour by the clock; many phones share an address."""
_HOUR_SECONDS = 3600


def may_ask(address: str, now: datetime) -> bool:
    """Count one more request from a network address, and return whether it is within the limit."""
    bound = f"{int(now.timestamp()) // _HOUR_SECONDS}|{addresses.place(address)}"
    key = "newsletter:" + salted_hmac("newsletter.limits", bound, algorithm="sha256").hexdigest()
    cache.add(key, 0, timeout=2 * _HOUR_SECONDS)
    try:
        return cache.incr(key) <= PER_HOUR
    except ValueError:  # A full cache may have let go of it.
        return True
