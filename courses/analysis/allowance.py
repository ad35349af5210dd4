"""How much may be worked out while a trainer waits; more is left to the timer."""

from django.db.models import QuerySet

MOST_AT_ONCE = 100_000
"""Records, such as attempts, up to which the button works it out at once."""


def is_at_once(*records: QuerySet) -> bool:
    """Return whether all these records together are fewer than that; never more of them than that are counted."""
    left = MOST_AT_ONCE
    for found in records:
        left -= found.order_by()[:left].count()
    return left > 0
