"""Rendered pages that are the same for everybody, shared by the server's processes and forgotten on each publish."""

import time

from django.core.cache import caches
from django.db import transaction

_MISSING = object()
_GENERATION = "generation"


def remember(key: str, make):
    """Return what is stored under the key, else what `make()` returns, storing it unless it is None.

    A value made while somebody published is stored where nobody looks any more: it may be the old one.
    """
    cache = caches["pages"]
    key = f"{generation()}:{key}"
    value = cache.get(key, _MISSING)
    if value is _MISSING:
        value = make()
        # Addresses that lead nowhere are without number; keeping them would crowd out real pages.
        if value is not None:
            cache.set(key, value)
    return value


def forget() -> None:
    """Forget every page once the running transaction is committed, so that the next visitor sees what changed."""
    transaction.on_commit(forget_now)


def forget_now() -> None:
    """Begin a new generation: what was stored under the one before is never read again, and runs out by itself."""
    caches["pages"].set(_GENERATION, time.time_ns(), timeout=None)


def generation() -> int:
    """Return the number under which pages are stored now; whoever keeps some of them elsewhere asks it each time."""
    cache = caches["pages"]
    found = cache.get(_GENERATION)
    if found is None:
        forget_now()
        found = cache.get(_GENERATION, 0)
    return found
