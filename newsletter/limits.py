"""How many addresses one place may put on the list, and how many mails an address gets by that.

Counted in the cache, by keyed hashes: nobody can read there which place or which address it was.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from accounts import addresses

PER_HOUR = 30
"""Requests from one place within one hour by the clock; many phones share an address."""
_HOUR_SECONDS = 3600
MAILS = 3
"""To one address within WEEK, however often it is forgotten and typed again meanwhile."""
WEEK = timedelta(days=7)


def may_ask(address: str, now: datetime) -> bool:
    """Count one more request from a network address, and return whether it is within the limit."""
    bound = f"{int(now.timestamp()) // _HOUR_SECONDS}|{addresses.place(address)}"
    key = _key("newsletter.limits", bound)
    cache.add(key, 0, timeout=2 * _HOUR_SECONDS)
    try:
        return cache.incr(key) <= PER_HOUR
    except ValueError:  # A full cache may have let go of it.
        return True


def may_write(email: str, now: datetime) -> bool:
    """Note one more mail to an address that anybody may have typed, and return whether it is within the limit."""
    key = _key("newsletter.limits.mails", email)
    sent = [at for at in cache.get(key, ()) if at > now - WEEK]
    if len(sent) >= MAILS:
        return False
    cache.set(key, [*sent, now], timeout=WEEK.total_seconds())
    return True


def _key(salt, bound):
    return "newsletter:" + salted_hmac(salt, bound, algorithm="sha256").hexdigest()
