"""Quizzes answered on paper: one printed paper for everybody, and each sheet typed in becomes an attempt, once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from courses import answers, attempts, papers
from courses.attempts import NotOnPaper, Standing
from courses.grading import Answer
from courses.models.measures import PrePostTest, Sitting
from courses.models.offline import Ticket
from courses.models.quizzes import Allowance, Quiz, QuizVersion
from courses.models.records import Attempt
from courses.papers import Item

CORRECTED = "A paper was typed in again."


class TakenAlready(Exception):
    """The learner has handed in this form of a pre-test and post-test, or this occasion's: nobody takes one twice."""


@dataclass(frozen=True)
class Paper:
    """A printed paper: the version it asks, and the ticket (32 hex digits) from which everybody's order is drawn."""

    quiz: Quiz
    version: QuizVersion
    ticket: str

    def items(self) -> list[Item]:
        """Return its questions in their order, each with its options in theirs."""
        return papers.draw(self.version.content, self.ticket)


@dataclass(frozen=True)
class Written:
    """What one learner wrote on a paper, and when; `number` tells their sheet from all others of this paper."""

    learner: User
    paper: Paper
    answers: dict[str, Answer]
    at: datetime
    number: int

    def ticket(self, corrected: Attempt | None = None) -> str:
        """Return the attempt's own ticket: the same for the same sheet of the same paper, or correction of it."""
        named = f"{self.paper.ticket}:{self.number}:{corrected.pk if corrected else 0}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]


def hand_in(written: Written, now: datetime, corrected: Attempt | None = None) -> Attempt:
    """Mark a sheet and record it as the learner's attempt, the same one however often this is called.

    The sheet was written under a trainer's eyes, so the quiz's waiting time, time limit and number of attempts do not
    hold it up. A sheet typed wrong is handed in again with the attempt that it corrects: attempts are never rewritten,
    so it is one more, which follows that one and is the last; where attempts are counted, the learner gets one more.
    Within the caller's transaction, who then calls attempts.tell_of for all of a learner's sheets together. Raises
    NotOnPaper where an answer is none that the paper allows.
    """
    ticket = written.ticket(corrected)
    known = Attempt.objects.filter(ticket=ticket, learner=written.learner).first()
    if known:
        return known
    paper = written.paper
    issued = Ticket(learner=written.learner, quiz=paper.quiz, version=paper.version, follows=corrected, ticket=ticket)
    if corrected and paper.quiz.attempts_allowed is not None:
        _allow_one_more(written.learner, paper.quiz)
    return attempts.keep(
        issued,
        Standing([item.question for item in paper.items()], _checked(written), []),
        now,
        way=Attempt.Way.PAPER,
        language=written.learner.language,
        handed_in_at=written.at,
    )


def _checked(written):
    questions = written.paper.version.content["questions"]
    items = {item.question: item for item in written.paper.items()}
    given = {key: answer for key, answer in written.answers.items() if answer}
    for key, answer in given.items():
        if key not in items or not answers.is_possible(questions[key], items[key], answer):
            raise NotOnPaper
    return {key: answers.in_order(questions[key], answer) for key, answer in given.items()}


def _allow_one_more(learner, quiz):
    allowance, _is_new = Allowance.objects.get_or_create(learner=learner, quiz=quiz, defaults={"reason": CORRECTED})
    allowance.extra_attempts += 1
    allowance.save(update_fields=["extra_attempts"])


def sit(test: PrePostTest, occasion: str, written: Written, now: datetime, corrected: Attempt | None = None) -> Attempt:
    """Hand in a form of a pre-test or post-test, and join it to the learner's sitting on that occasion.

    What they had begun on a phone and not handed in gives way to the paper. Raises TakenAlready, and NotOnPaper.
    """
    with transaction.atomic():
        # Somebody may be beginning the same test on their phone at this moment.
        User.objects.select_for_update().get(pk=written.learner.pk)
        if not corrected:
            _refuse_second(test, occasion, written)
        attempt = hand_in(written, now, corrected)
        Sitting.objects.update_or_create(
            test=test,
            learner=written.learner,
            occasion=occasion,
            defaults={"ticket": attempt.ticket},
            create_defaults={"ticket": attempt.ticket, "started_at": written.at},
        )
    return attempt


def _refuse_second(test, occasion, written):
    mine = Attempt.objects.filter(learner=written.learner).exclude(ticket=written.ticket())
    sat = Sitting.objects.filter(test=test, learner=written.learner, occasion=occasion).values("ticket")
    if mine.filter(quiz=written.paper.quiz).exists() or mine.filter(ticket__in=sat).exists():
        raise TakenAlready
