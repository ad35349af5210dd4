"""What a trainer decides about an attempt that could not be accepted by itself."""

import hashlib

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses import answers, attempts, grading, handed, papers, receiving
from courses.attempts import Standing
from courses.handed import Unreadable
from courses.models.offline import HeldAttempt, Ticket
from courses.models.records import Attempt

State = HeldAttempt.State


class CannotBeMarked(Exception):
    """Nothing here says which questions were asked, so that there is nothing to mark it against."""


def can_accept(held: HeldAttempt) -> bool:
    """Return whether a held attempt can be marked: it can be read, has a ticket, and its version is known."""
    try:
        handed.read(held.payload)
    except Unreadable:
        return False
    return held.version_id is not None and held.quiz_id is not None


def preview(held: HeldAttempt) -> grading.Mark | None:
    """Return the mark that a held attempt would get if it were accepted now; None where it can't be."""
    if not can_accept(held):
        return None
    standing = _standing(_issued(held), handed.read(held.payload))
    return grading.mark(attempts.key_of(held.version), standing.paper, standing.answers)


def paper_of(held: HeldAttempt) -> list[papers.Item]:
    """Return the questions of the paper that a held attempt is marked on; only where `can_accept` says so."""
    return attempts.paper_of(_issued(held))


def accept(held: HeldAttempt, by: User) -> Attempt:
    """Mark a held attempt on the paper of its ticket and record it for its learner; again, it is the same attempt.

    Answers that its paper does not allow are left out. It gets a ticket of its own, for the one that it names may be
    another's, or be answered already, but keeps the receipt that its learner was told. Raises CannotBeMarked.
    """
    with transaction.atomic():
        held = HeldAttempt.objects.select_for_update().get(pk=held.pk)
        if held.attempt_id:
            return held.attempt
        if not can_accept(held):
            raise CannotBeMarked
        now = timezone.now()
        attempt = _record(held, handed.read(held.payload), now)
        _decide(held, State.ACCEPTED, by, now, attempt=attempt)
        _spend(held)
    return attempt


def explain(held: HeldAttempt, note: str, by: User) -> None:
    """Tell the learner, in the trainer's words, why an attempt is not accepted. One that was accepted stays so."""
    with transaction.atomic():
        held = HeldAttempt.objects.select_for_update().get(pk=held.pk)
        if held.state != State.ACCEPTED:
            _spend(held)
            _decide(held, State.EXPLAINED, by, timezone.now(), note=note)


def _spend(held):
    """What is decided is over: the phone gets another paper. A ticket of somebody else stays theirs."""
    unspent = Ticket.objects.filter(ticket=held.ticket, learner=held.learner, spent_at=None)
    unspent.update(spent_at=timezone.now())


def _record(held, given, now):
    issued = _issued(held)
    return attempts.record(
        issued,
        _standing(issued, given),
        now,
        ticket=hashlib.sha256(f"accepted:{held.digest}".encode()).hexdigest()[:32],
        receipt=receiving.receipt_of(held),
        way=held.way,
        language=given.language,
        phone_started_at=given.started_at,
        phone_handed_in_at=given.handed_in_at,
    )


def _issued(held):
    """Return the ticket as if it had been this learner's, for the version that was answered."""
    known = Ticket.objects.select_related("follows__version").filter(ticket=held.ticket, learner=held.learner).first()
    return Ticket(
        learner=held.learner,
        quiz=held.quiz,
        version=held.version,
        follows=known.follows if known else None,
        ticket=held.ticket,
    )


def _standing(issued, given) -> Standing:
    questions = issued.version.content["questions"]
    items = {item.question: item for item in attempts.paper_of(issued)}
    possible = {
        key: answers.in_order(questions[key], answer)
        for key, answer in given.answers.items()
        if answer and key in items and answers.is_possible(questions[key], items[key], answer)
    }
    return attempts.standing_of(issued, possible)


def _decide(held, state, by, now, **values):
    """What was decided anew is to be read anew."""
    HeldAttempt.objects.filter(pk=held.pk).update(state=state, decided_by=by, decided_at=now, seen_at=None, **values)
    held.refresh_from_db()
