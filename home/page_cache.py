"""Rendered pages that are the same for everybody, shared by the server's processes and emptied on each publish."""

from django.core.cache import caches
from django.db import transaction

_MISSING = object()
_GENERATION = "generation"


def remember(key: str, make):
    """Return what is stored under the key, else what `make()` returns, storing it.

    A value made while somebody published is returned but not stored: it may be the old one.
    """
    cache = caches["pages"]
    value = cache.get(key, _MISSING)
    if value is _MISSING:
        before = cache.get(_GENERATION)
        value = make()
        if cache.get(_GENERATION) == before:
            cache.set(key, value)
    return value


def forget() -> None:
    """Empty the store once the running transaction is committed, so that the next visitor sees what changed."""
    transaction.on_commit(_clear)


def _clear():
    cache = caches["pages"]
    generation = cache.get(_GENERATION, 0)
    cache.clear()
    cache.set(_GENERATION, generation + 1, timeout=None)
