"""Taking a quiz: one open paper for each learner and quiz, handed in and marked once."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from courses import answers, grading, papers, recording, rules
from courses.models.offline import Ticket
from courses.models.quizzes import Quiz, QuizVersion
from courses.models.records import Attempt, OpenAttempt
from courses.papers import Followed, Item
from courses.signals import quiz_passed

_MOST_KEYS = 64
_keys: dict[str, grading.Key] = {}
_RECEIPT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class NotOnPaper(Exception):
    """The question, or something in the answer, is not on this learner's paper, or can't be taken back."""


class TimeIsUp(Exception):
    """The time limit has passed: what was answered before it counts."""


def start(learner, quiz: Quiz, now: datetime | None = None) -> OpenAttempt:
    """Return the learner's open attempt at the quiz, opening one where there is none.

    A second tab or a double click gets the same one. After a failed attempt the new one follows it. Its ticket, 128
    random bits as 32 hex digits, is drawn here and nowhere else: nobody can try tickets until an easy paper comes.
    Raises rules.NoMoreAttempts or rules.TooSoon where the quiz's rules refuse another attempt.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # Two tabs of one learner wait for each other, so that neither gets an attempt beyond those allowed.
        User.objects.select_for_update().get(pk=learner.pk)
        opened = OpenAttempt.objects.filter(learner=learner, quiz=quiz).first()
        if opened is None:
            last = rules.check_may_start(learner, quiz, now)
            opened = OpenAttempt.objects.create(
                learner=learner,
                quiz=quiz,
                version_id=quiz.current_version_id,
                ticket=secrets.token_hex(16),
                follows=last if last and not last.is_pass else None,
                time_limit=quiz.time_limit,
                started_at=now,
            )
    return opened


def paper_of(attempt: OpenAttempt | Ticket) -> list[Item]:
    """Return the questions that an open attempt, or a ticket given to a phone, asks, in order."""
    return papers.draw(attempt.version.content, attempt.ticket, followed(attempt.follows, attempt.version))


def followed(earlier: Attempt | None, version: QuizVersion) -> Followed | None:
    """Return what a retake needs to know of the attempt before it.

    Only what was missed is asked again where that is all that stands in the way, and the questions are still the same.
    """
    if earlier is None:
        return None
    return Followed(asked=tuple(earlier.paper), repeat=to_repeat(earlier) if earlier.version_id == version.pk else ())


def to_repeat(attempt: Attempt) -> tuple[str, ...]:
    """Return the questions that alone are to be answered again after this attempt; empty means the whole quiz."""
    return grading.to_repeat(attempt.version.content, mark_of(attempt))


def number_asked(quiz: Quiz, last: Attempt | None) -> int:
    """Return how many questions the next attempt at the quiz asks, given the learner's last one."""
    version = quiz.current_version
    if last and not last.is_pass and (repeat := followed(last, version).repeat):
        return len(repeat)
    return len(papers.draw(version.content, "0" * 32))


def mark_of(attempt: Attempt) -> grading.Mark:
    """Return the mark of an attempt that was handed in, from its own version."""
    return grading.mark(key_of(attempt.version), attempt.paper, attempt.answers)


def key_of(version: QuizVersion) -> grading.Key:
    """Return a version made ready for marking; it never changes, so it is kept by its content's hash."""
    if version.content_hash not in _keys:
        if len(_keys) >= _MOST_KEYS:
            _keys.clear()
        _keys[version.content_hash] = grading.prepare(version.content)
    return _keys[version.content_hash]


def answer(attempt: OpenAttempt, question: str, chosen: list[str], now: datetime | None = None) -> None:
    """Keep the answer to one question of the open attempt; an empty one leaves it unanswered.

    Raises NotOnPaper where the question or the answer is not one of the paper, and TimeIsUp after the time limit.
    """
    item = next((item for item in paper_of(attempt) if item.question == question), None)
    if item is None:
        raise NotOnPaper
    if rules.is_over(attempt, now or timezone.now()):
        raise TimeIsUp
    content = attempt.version.content["questions"][question]
    with transaction.atomic():
        # Another tab may be saving the answer to another question at this moment.
        current = OpenAttempt.objects.select_for_update().get(pk=attempt.pk)
        if not answers.is_possible(content, item, chosen, before=current.answers.get(question, [])):
            raise NotOnPaper
        current.answers[question] = answers.in_order(content, chosen)
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
        attempt = record(opened, standing_of(opened, opened.answers), now, started_at=opened.started_at)
        opened.delete()
    return attempt


def _handed_in(learner, ticket):
    try:
        return Attempt.objects.get(learner=learner, ticket=ticket)
    except Attempt.DoesNotExist:
        raise OpenAttempt.DoesNotExist from None


@dataclass(frozen=True)
class Standing:
    """What an attempt is marked on: its own paper, or where only some was asked again, the earlier one mended by it."""

    paper: list[str]
    answers: dict[str, list[str]]
    repeated: list[str]


def standing_of(issued: OpenAttempt | Ticket, given: dict[str, list[str]]) -> Standing:
    """Return what an open attempt, or a ticket given to a phone, is marked on when these answers are handed in."""
    asked = [item.question for item in paper_of(issued)]
    before = followed(issued.follows, issued.version)
    if before is None or not before.repeat:
        return Standing(asked, given, [])
    kept = {key: value for key, value in issued.follows.answers.items() if key not in asked}
    return Standing(issued.follows.paper, kept | given, asked)


def record(issued: OpenAttempt | Ticket, standing: Standing, now: datetime, **known) -> Attempt:
    """Mark what was handed in and keep it; a pass brings the enrolments up to date. Within the caller's transaction.

    `known` holds more of the attempt's fields: how and when it came, or another ticket and receipt.
    """
    attempt = keep(issued, standing, now, **known)
    tell_of([attempt], now)
    return attempt


def keep(issued: OpenAttempt | Ticket, standing: Standing, now: datetime, **known) -> Attempt:
    """Mark and keep what was handed in, as `record` does, and leave it to the caller to tell of it."""
    content = issued.version.content
    mark = grading.mark(key_of(issued.version), standing.paper, standing.answers)
    fields = {
        "ticket": issued.ticket,
        "receipt": receipt_for(issued.ticket),
        "language": translation.get_language() or "en",
        "handed_in_at": now,
        **known,
    }
    return Attempt.objects.create(
        learner=issued.learner,
        quiz=issued.quiz,
        version=issued.version,
        follows=issued.follows,
        paper=standing.paper,
        answers=standing.answers,
        repeated=standing.repeated,
        right=mark.right,
        asked=mark.asked,
        points=mark.points,
        marks=grading.pack(content, standing.paper, mark.each),
        misses=mark.misses,
        flags=mark.flags,
        false_alarms=mark.false_alarms,
        innocents=mark.innocents,
        pass_mark=content["pass_mark"],
        critical_missed=list(mark.critical_missed),
        is_pass=mark.is_pass,
        **fields,
    )


def tell_of(attempts: Sequence[Attempt], now: datetime) -> None:
    """Bring one learner's enrolments up to date after what they passed, each once, and tell whoever listens."""
    passed = [attempt for attempt in attempts if attempt.is_pass]
    if not passed:
        return
    learner = passed[0].learner
    recording.refresh_all_asking(learner, [attempt.quiz.slug for attempt in passed], now)
    for attempt in passed:
        quiz_passed.send(sender=Attempt, learner=learner, quiz_slug=attempt.quiz.slug, now=now)


def receipt_for(ticket: str) -> str:
    """Return the four letters by which a learner can name an attempt; the same for the same ticket."""
    digest = hashlib.sha256(ticket.encode()).digest()
    return "".join(_RECEIPT_LETTERS[byte % 32] for byte in digest[:4])
