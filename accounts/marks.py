"""Whom a phone's own storage belongs to: a mark for scripts, which says nothing about the person."""

from django.utils.crypto import salted_hmac

COOKIE = "learner"


def mark_of(user_pk: int | str) -> str:
    """Return the 16 hex digits by which a phone keeps apart what belongs to the people who share it."""
    return salted_hmac("accounts.learner_mark", str(user_pk)).hexdigest()[:16]
