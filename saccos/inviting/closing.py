"""Links of staff rows that go when a list is undone: kept closed, so that whoever opens one reads why it leads nowhere.

A closed link without a staff row was somebody's own if it was sent or opened: an operator's open link is neither.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from saccos.models import Invitation, Move


def close(members: Iterable[int], now: datetime) -> None:
    """Close the personal links of these staff rows, and untie them from the rows, so that these can go."""
    theirs = Invitation.objects.filter(member__in=members)
    theirs.update(member=None, closed_at=Coalesce("closed_at", now))


def keep_links(moves: Iterable[Move], now: datetime) -> None:
    """Keep the links of these moves, which are to go, as closed ones of their operators."""
    Invitation.objects.bulk_create(
        (
            Invitation(
                operator_id=move.member.operator_id,
                token=move.token,
                created_by_id=move.by_id,
                created_at=move.at,
                sent_at=move.at,
                closed_at=now,
            )
            for move in moves
        ),
        ignore_conflicts=True,
    )


def of_gone() -> QuerySet[Invitation]:
    """Return the closed links of those whom their operator's list does not name any more, with the operators."""
    was_own = Q(sent_at__isnull=False) | Q(opened_at__isnull=False)
    return Invitation.objects.filter(was_own, member=None, closed_at__isnull=False).select_related("operator")
