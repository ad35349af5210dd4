"""Attempts that can't be accepted, one for each reason."""

from courses import receiving, tickets
from courses.models import Quiz
from tests.courses.test_receiving import made


def hold(learner, ticket, reason):
    """Hold an attempt of the learner for a reason, and return it."""
    return receiving.receive(learner, _PAYLOADS[reason](learner, ticket)).held


def _altered(learner, ticket):
    payload = made(ticket)
    return payload | {"paper": payload["paper"][::-1], "answers": payload["answers"] | {"made-up": ["z"]}}


def _other(learner, ticket):
    receiving.receive(learner, made(ticket))
    return made(ticket, wrong=2)


def _used_up(learner, ticket):
    second = tickets.issue(learner, ticket.quiz, "b" * 32)
    Quiz.objects.filter(pk=ticket.quiz.pk).update(attempts_allowed=1)
    receiving.receive(learner, made(second, wrong=4))
    return made(ticket)


_PAYLOADS = {
    "unreadable": lambda learner, ticket: {"ticket": "<b>", "started_at": "yesterday"},
    "unknown_ticket": lambda learner, ticket: made(ticket) | {"ticket": "f" * 32},
    "foreign_ticket": lambda learner, ticket: made(ticket),
    "unknown_version": lambda learner, ticket: made(ticket, version="0" * 32),
    "altered_paper": _altered,
    "other_answers": _other,
    "no_attempt_left": _used_up,
}
REASONS = tuple(_PAYLOADS)
