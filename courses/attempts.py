"""Taking a quiz: one open paper for each learner and quiz, handed in and marked once."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses import grading, papers, recording
from courses.models.questions import Quiz
from courses.models.records import Attempt, OpenAttempt
from courses.papers import Followed, Item

_RECEIPT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class NotOnPaper(Exception):
    """The question, or an option chosen, is not on this learner's paper."""


def start(learner, quiz: Quiz) -> OpenAttempt:
    """Return the learner's open attempt at the quiz, opening one where there is none.

    A second tab or a double click gets the same one. After a failed attempt the new one follows it. Its ticket, 128
    random bits as 32 hex digits, is drawn here and nowhere else: nobody can try tickets until an easy paper comes.
    """
    last = quiz.attempts.filter(learner=learner).order_by("-handed_in_at", "-pk").first()
    follows = last if last and not last.is_pass else None
    attempt, _is_new = OpenAttempt.objects.get_or_create(
        learner=learner,
        quiz=quiz,
        defaults={"version_id": quiz.current_version_id, "ticket": secrets.token_hex(16), "follows": follows},
    )
    return attempt


def paper_of(attempt: OpenAttempt) -> list[Item]:
    """Return the questions that the attempt asks, in order."""
    return papers.draw(attempt.version.content, attempt.ticket, followed(attempt.follows, attempt.version))


def followed(earlier: Attempt | None, version) -> Followed | None:
    """Return what a retake needs to know of the attempt before it.

    Only what was missed is asked again where that is all that stands in the way, and the questions are still the same.
    """
    if earlier is None:
        return None
    return Followed(asked=tuple(earlier.paper), repeat=to_repeat(earlier) if earlier.version_id == version.pk else ())


def to_repeat(attempt: Attempt) -> tuple[str, ...]:
    """Return the questions that alone are to be answered again after this attempt; empty means the whole quiz."""
    before = attempt.follows
    was_repeat = before is not None and before.version_id == attempt.version_id and bool(to_repeat(before))
    return grading.to_repeat(attempt.version.content, mark_of(attempt), was_repeat)


def number_asked(quiz: Quiz, last: Attempt | None) -> int:
    """Return how many questions the next attempt at the quiz asks, given the learner's last one."""
    version = quiz.current_version
    if last and not last.is_pass and (repeat := followed(last, version).repeat):
        return len(repeat)
    return len(version.content["fixed"]) + sum(draw["count"] for draw in version.content["draws"])


def mark_of(attempt: Attempt) -> grading.Mark:
    """Return the mark of an attempt that was handed in, from its own version."""
    return grading.grade(attempt.version.content, attempt.paper, attempt.answers)


def answer(attempt: OpenAttempt, question: str, chosen: Sequence[str]) -> None:
    """Keep the answer to one question of the open attempt; none chosen leaves it unanswered.

    Raises NotOnPaper where question or option is not on the paper.
    """
    options = next((item.options for item in paper_of(attempt) if item.question == question), None)
    if options is None or not set(chosen) <= set(options):
        raise NotOnPaper
    with transaction.atomic():
        # Another tab may be saving the answer to another question at this moment.
        current = OpenAttempt.objects.select_for_update().get(pk=attempt.pk)
        current.answers[question] = sorted(chosen)
        current.save(update_fields=["answers"])
    attempt.answers = current.answers


def hand_in(learner, ticket: str, now: datetime | None = None) -> Attempt:
    """Mark the learner's open attempt, record it once, and return it; handing in again returns the same attempt.

    Raises OpenAttempt.DoesNotExist for a ticket that is not theirs.
    """
    now = now or timezone.now()
    with transaction.atomic():
        opened = OpenAttempt.objects.select_for_update().filter(learner=learner, ticket=ticket).first()
        if opened is None:
            return _handed_in(learner, ticket)
        attempt = _record(opened, now)
        opened.delete()
        if attempt.is_pass:
            recording.refresh_all_asking(learner, attempt.quiz.slug, now)
    return attempt


def _handed_in(learner, ticket):
    try:
        return Attempt.objects.get(learner=learner, ticket=ticket)
    except Attempt.DoesNotExist:
        raise OpenAttempt.DoesNotExist from None


def _record(opened, now):
    paper = [item.question for item in paper_of(opened)]
    content = opened.version.content
    mark = grading.grade(content, paper, opened.answers)
    return Attempt.objects.create(
        learner=opened.learner,
        quiz=opened.quiz,
        version=opened.version,
        ticket=opened.ticket,
        follows=opened.follows,
        paper=paper,
        answers=opened.answers,
        right=mark.right,
        asked=mark.asked,
        pass_mark=content["pass_mark"],
        critical_missed=list(mark.critical_missed),
        is_pass=mark.is_pass,
        receipt=receipt_for(opened.ticket),
        handed_in_at=now,
    )


def receipt_for(ticket: str) -> str:
    """Return the four letters by which a learner can name an attempt; the same for the same ticket."""
    digest = hashlib.sha256(ticket.encode()).digest()
    return "".join(_RECEIPT_LETTERS[byte % 32] for byte in digest[:4])
