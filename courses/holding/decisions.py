"""Two trainers, or one who presses twice: what was decided first stands until somebody has seen it."""

from django.db import transaction
from wagtail.log_actions import log

from courses import deciding, receiving
from courses.models.offline import HeldAttempt

ACCEPTED = "courses.held_attempt_accepted"
EXPLAINED = "courses.held_attempt_explained"


class DecidedMeanwhile(Exception):
    """Somebody has decided since the trainer opened the page."""


def mark_of_state(held: HeldAttempt) -> str:
    """Return what a form carries of the state that its reader saw."""
    return f"{held.state} {held.decided_at.isoformat() if held.decided_at else ''}".strip()


def accept(held: HeldAttempt, by, seen: str) -> None:
    """Accept it, and note who did. Raises DecidedMeanwhile, or deciding.CannotBeMarked."""
    with transaction.atomic():
        _still(held, seen)
        deciding.accept(held, by)
        _note(held, ACCEPTED, by)


def explain(held: HeldAttempt, words: str, by, seen: str) -> None:
    """Explain why it is not accepted, and note who did. Raises DecidedMeanwhile."""
    with transaction.atomic():
        current = _still(held, seen)
        if current.state == HeldAttempt.State.ACCEPTED:
            raise DecidedMeanwhile
        deciding.explain(held, words, by)
        _note(held, EXPLAINED, by)


def _still(held, seen):
    current = HeldAttempt.objects.select_for_update().get(pk=held.pk)
    if mark_of_state(current) != seen:
        raise DecidedMeanwhile
    return current


def _note(held, action, by):
    # The log outlives the learner's data, so it names the receipt and not the person.
    log(held, action, user=by, title=receiving.receipt_of(held))
