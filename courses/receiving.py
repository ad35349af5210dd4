"""Taking in what a phone or a file hands in: each attempt is recorded once, or held for a trainer; nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses import answers, attempts, handed, rules, tickets
from courses.handed import Handed, Unreadable
from courses.models.offline import HeldAttempt, Ticket
from courses.models.quizzes import Quiz
from courses.models.records import Attempt

MOST_WAITING = 500
"""How many held attempts of one sender wait for a trainer at most: more than any person makes."""
Reason = HeldAttempt.Reason


class Refused(Exception):
    """This attempt can't be accepted. `reason` is one of HeldAttempt.Reason."""

    def __init__(self, reason: str, ticket: Ticket | None = None):
        super().__init__(reason)
        self.reason = reason
        self.ticket = ticket


class TooManyWaiting(Exception):
    """So much of this sender's waits for a trainer that no more is taken: it stays where it is."""


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt that was handed in: either it is an attempt, or it is held."""

    attempt: Attempt | None = None
    held: HeldAttempt | None = None

    @property
    def ticket(self) -> str:
        return self.held.ticket if self.held else self.attempt.ticket

    @property
    def receipt(self) -> str:
        return receipt_of(self.held) if self.held else self.attempt.receipt


def receive(
    sender: User, payload, now: datetime | None = None, way: str = Attempt.Way.PHONE, clock: datetime | None = None
) -> Outcome:
    """Record what `sender` hands in, or hold it with its reason, and say which; again, it is the same outcome.

    A file is accepted for whoever holds its ticket, whoever brings it; a phone sends its own learner's only. `clock` is
    what the phone took for now when it sent this. It is marked against the version that its ticket was drawn from.
    Raises TooManyWaiting.
    """
    now = now or timezone.now()
    payload = handed.storable(payload)
    whose = _whose(sender, payload, way)
    digest = handed.digest_of(whose.pk, payload)
    held = HeldAttempt.objects.select_related("attempt").filter(digest=digest).first()
    if held:
        return Outcome(attempt=held.attempt) if held.attempt else Outcome(held=held)
    try:
        return Outcome(attempt=_take_in(sender, handed.read(payload), now, way, clock))
    except Unreadable:
        return Outcome(held=_hold(whose, payload, digest, Refused(Reason.UNREADABLE), now, way))
    except Refused as refused:
        return Outcome(held=_hold(whose, payload, digest, refused, now, way))


def _take_in(sender, given: Handed, now, way, clock):
    owner = _owner_of(given.ticket)
    if owner is None:
        raise Refused(Reason.UNKNOWN_TICKET)
    if owner != sender.pk and way != Attempt.Way.FILE:
        raise Refused(Reason.FOREIGN_TICKET)
    with transaction.atomic():
        # The same attempt may be arriving twice at this moment.
        learner = User.objects.select_for_update().get(pk=owner)
        earlier = Attempt.objects.select_related("version").filter(ticket=given.ticket).first()
        if earlier:
            return _again(earlier, given)
        ticket = Ticket.objects.select_related("version", "quiz", "follows__version").get(ticket=given.ticket)
        ticket.learner = learner
        if ticket.spent_at:  # a trainer has decided about another attempt on it
            raise Refused(Reason.OTHER_ANSWERS, ticket)
        _check(ticket, given, now)
        attempt = attempts.record(
            ticket,
            attempts.standing_of(ticket, _in_order(ticket, given.answers)),
            now,
            way=way,
            language=given.language,
            **_clocks(given, now, clock),
        )
        _spend(ticket, now)
    return attempt


def _owner_of(ticket):
    """Return the primary key of who holds the ticket, or handed it in already; None where nobody does."""
    for model in (Ticket, Attempt):
        owner = model.objects.filter(ticket=ticket).values_list("learner_id", flat=True).first()
        if owner:
            return owner
    return None


def _again(attempt, given):
    """Return the attempt that this one repeats; raise where it says something else."""
    asked = attempt.version.content["questions"]
    said = {key: answers.in_order(asked[key], answer) for key, answer in given.answers.items() if key in asked}
    if any(said.get(key, []) != attempt.answers.get(key, []) for key in given.paper):
        raise Refused(Reason.OTHER_ANSWERS)
    return attempt


def _check(ticket, given, now):
    if not tickets.is_named(ticket.version, given.version) or given.quiz != ticket.quiz.slug:
        raise Refused(Reason.UNKNOWN_VERSION, ticket)
    items = {item.question: item for item in attempts.paper_of(ticket)}
    if list(given.paper) != list(items) or not set(given.answers) <= set(items):
        raise Refused(Reason.ALTERED_PAPER, ticket)
    questions = ticket.version.content["questions"]
    if not all(answers.is_possible(questions[key], items[key], answer) for key, answer in given.answers.items()):
        raise Refused(Reason.ALTERED_PAPER, ticket)
    if rules.chance_of(ticket.learner, ticket.quiz, now).is_used_up:
        raise Refused(Reason.NO_ATTEMPT_LEFT, ticket)


def _in_order(ticket, given: Mapping):
    questions = ticket.version.content["questions"]
    return {key: answers.in_order(questions[key], answer) for key, answer in given.items() if answer}


def _clocks(given, now, clock):
    """Return what the phone's clock said: noted, for whoever wonders; nothing is decided by it."""
    return {
        "phone_started_at": given.started_at,
        "phone_handed_in_at": given.handed_in_at,
        "phone_ahead": round((clock - now).total_seconds()) if clock else None,
    }


def _spend(ticket, now):
    Ticket.objects.filter(ticket=ticket.ticket).update(spent_at=now)


def _hold(whose, payload, digest, refused, now, way):
    if HeldAttempt.objects.filter(learner=whose, state=HeldAttempt.State.WAITING).count() >= MOST_WAITING:
        raise TooManyWaiting
    quiz, version = _what_it_answers(payload, refused.ticket)
    held, _is_new = HeldAttempt.objects.get_or_create(
        digest=digest,
        defaults={
            "learner": whose,
            "ticket": _ticket_or_nothing(payload),
            "quiz": quiz,
            "version": version,
            "payload": {} if payload is None else payload,  # a JSON null would be stored as no value at all
            "way": way,
            "reason": refused.reason,
            "received_at": now,
        },
    )
    return held


def _whose(sender, payload, way):
    """A file belongs to whoever holds its ticket; what a phone sends, to whoever sent it."""
    owner = _owner_of(_ticket_or_nothing(payload)) if way == Attempt.Way.FILE else None
    return User.objects.get(pk=owner) if owner else sender


def _ticket_or_nothing(payload):
    try:
        return handed.ticket_in(payload)
    except Unreadable:
        return ""


def _what_it_answers(payload, ticket):
    """Return the quiz and the version that a held attempt answers, as far as they are known."""
    try:
        given = handed.read(payload)
    except Unreadable:
        return None, None
    quiz = Quiz.objects.filter(slug=given.quiz).first()
    version = tickets.version_named(quiz, given.version) if quiz else None
    return (quiz or (ticket and ticket.quiz)), version


def receipt_of(held: HeldAttempt) -> str:
    """Return the four letters by which a learner can name what is held: those of the attempt it would be."""
    return attempts.receipt_for(held.ticket or held.digest)
