"""What a learner is told of attempts that could not be accepted by themselves, until they have read it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from courses import receiving
from courses.holding import words
from courses.models.offline import HeldAttempt
from courses.models.records import Attempt

MOST = 5
_NAMELESS = (HeldAttempt.Reason.UNREADABLE, HeldAttempt.Reason.UNKNOWN_TICKET)


@dataclass(frozen=True)
class Told:
    """One held attempt as its learner is told of it. `is_file` where it came in a file that names nobody."""

    held: HeldAttempt
    receipt: str
    why: str
    is_file: bool


def lines(learner, quiz=None) -> list[Told]:
    """Return the newest that wait, or are decided and not yet read, at most MOST of them; one query."""
    rows = _to_tell(learner).select_related("quiz", "attempt").defer("payload").order_by("-received_at", "-pk")
    if quiz is not None:
        rows = rows.filter(quiz=quiz)
    return [_told(held) for held in rows[:MOST]]


def read(learner, pk: int) -> None:
    """Note that the learner has read what was decided; what still waits stays to be told."""
    decided = HeldAttempt.objects.filter(learner=learner, pk=pk, seen_at=None)
    decided.exclude(state=HeldAttempt.State.WAITING).update(seen_at=timezone.now())


def _to_tell(learner) -> QuerySet[HeldAttempt]:
    return HeldAttempt.objects.filter(Q(state=HeldAttempt.State.WAITING) | Q(seen_at=None), learner=learner)


def _told(held):
    return Told(
        held=held,
        receipt=receiving.receipt_of(held),
        why=words.for_learner(held),
        is_file=held.way == Attempt.Way.FILE and held.reason in _NAMELESS,
    )
