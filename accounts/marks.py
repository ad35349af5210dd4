"""Whom a phone's own storage belongs to: a mark for scripts, which says nothing about the person."""

import hashlib

COOKIE = "learner"
SHARED = ".s"
"""What follows the mark where the session ends with the browser: the phone is not this person's alone."""


def mark_of(user_pk: int | str) -> str:
    """Return the 16 hex digits by which a phone keeps apart what belongs to the people who share it.

    No secret goes in: with a new SECRET_KEY, what waits on a phone would belong to nobody.
    """
    return hashlib.sha256(f"learner:{user_pk}".encode()).hexdigest()[:16]
