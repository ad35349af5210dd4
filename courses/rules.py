"""When a quiz may be taken: attempts allowed, waiting time, time limit, and what one person gets beyond them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.models.quizzes import Allowance, Quiz
from courses.models.records import Attempt, OpenAttempt

GRACE = timedelta(seconds=60)
"""How long after the time limit an answer still counts: it was on its way over a slow network."""


class NoMoreAttempts(Exception):
    """All attempts allowed have been used. `allowed` says how many there were."""

    def __init__(self, allowed: int):
        super().__init__(allowed)
        self.allowed = allowed


class TooSoon(Exception):
    """The waiting time after the last attempt is not over. `until` says when it is."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Chance:
    """What the rules say to one learner about their next attempt at a quiz.

    `last` is their last attempt and `used` how many they have handed in, of those `allowed` (None: as many as one
    likes); `until` is when the waiting time is over, where it is not; `minutes` is the time limit with `extra_minutes`
    of their own in it (None: no limit).
    """

    last: Attempt | None
    used: int
    allowed: int | None
    until: datetime | None
    minutes: int | None
    extra_minutes: int

    @property
    def is_used_up(self) -> bool:
        return self.allowed is not None and self.used >= self.allowed

    @property
    def is_open(self) -> bool:
        return self.until is None and not self.is_used_up

    @property
    def opens_at(self) -> datetime | None:
        """Return `until` as it is told: rounded up to the minute, so that nobody who comes then comes too soon."""
        return self.until and (self.until + timedelta(seconds=59, microseconds=999_999)).replace(
            second=0, microsecond=0
        )

    @property
    def number(self) -> int:
        """Return the number of the next attempt, from 1, or of the open one."""
        return self.used + 1


def chance_of(learner, quiz: Quiz, now: datetime) -> Chance:
    """Return what the rules say about the learner's next attempt. Waiting is asked only after a failed one."""
    attempts = quiz.attempts.filter(learner=learner)
    last = attempts.select_related("version").order_by("-handed_in_at", "-pk").first()
    extra_minutes, extra_attempts = _allowance(learner, quiz)
    over = last.handed_in_at + timedelta(minutes=quiz.wait_minutes) if last and not last.is_pass else now
    return Chance(
        last=last,
        used=attempts.count() if last else 0,
        allowed=None if quiz.attempts_allowed is None else quiz.attempts_allowed + extra_attempts,
        until=over if now < over else None,
        minutes=None if quiz.time_limit is None else quiz.time_limit + extra_minutes,
        extra_minutes=extra_minutes,
    )


def check_may_start(learner, quiz: Quiz, now: datetime) -> Attempt | None:
    """Return the learner's last attempt, or None; raise NoMoreAttempts or TooSoon where they may not start another."""
    chance = chance_of(learner, quiz, now)
    if chance.is_used_up:
        raise NoMoreAttempts(chance.allowed)
    if chance.until:
        raise TooSoon(chance.until)
    return chance.last


def ends_at(attempt: OpenAttempt) -> datetime | None:
    """Return when the attempt's time is up by the server's clock; None: never.

    The limit is the one that held when it began; the learner's extra minutes are those of now.
    """
    if attempt.time_limit is None:
        return None
    extra_minutes, _extra_attempts = _extras(attempt.learner_id, attempt.quiz_id)
    return attempt.started_at + timedelta(minutes=attempt.time_limit + extra_minutes)


def is_over(attempt: OpenAttempt, now: datetime) -> bool:
    """Return whether the time is up and the grace too, so that nothing more can be answered."""
    return is_past(ends_at(attempt), now)


def is_past(end: datetime | None, now: datetime) -> bool:
    """Return whether the end of an attempt, from `ends_at`, and the grace after it have passed."""
    return end is not None and now > end + GRACE


def _allowance(learner, quiz):
    """Return the learner's extra minutes and extra attempts; asked only of a quiz with a rule that they stretch."""
    return (0, 0) if quiz.time_limit is None and quiz.attempts_allowed is None else _extras(learner.pk, quiz.pk)


def _extras(learner_id, quiz_id):
    rows = Allowance.objects.filter(learner_id=learner_id, quiz_id=quiz_id)
    return rows.values_list("extra_minutes", "extra_attempts").first() or (0, 0)
