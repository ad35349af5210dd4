"""When a quiz may be taken: attempts allowed, waiting time, time limit, and what one person gets beyond them."""

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


def check_may_start(learner, quiz: Quiz, now: datetime) -> Attempt | None:
    """Return the learner's last attempt at the quiz, or None; raise NoMoreAttempts or TooSoon where they may not start.

    Waiting is asked only after a failed attempt.
    """
    attempts = quiz.attempts.filter(learner=learner)
    last = attempts.select_related("version").order_by("-handed_in_at", "-pk").first()
    if last is None:
        return None
    if quiz.attempts_allowed is not None:
        allowed = quiz.attempts_allowed + _allowance(learner, quiz, "extra_attempts")
        if attempts.count() >= allowed:
            raise NoMoreAttempts(allowed)
    until = last.handed_in_at + timedelta(minutes=quiz.wait_minutes)
    if not last.is_pass and now < until:
        raise TooSoon(until)
    return last


def ends_at(attempt: OpenAttempt) -> datetime | None:
    """Return when the attempt's time is up by the server's clock, the learner's extra minutes included; None: never."""
    limit = attempt.quiz.time_limit
    if limit is None:
        return None
    return attempt.started_at + timedelta(minutes=limit + _allowance(attempt.learner, attempt.quiz, "extra_minutes"))


def is_over(attempt: OpenAttempt, now: datetime) -> bool:
    """Return whether the time is up and the grace too, so that nothing more can be answered."""
    end = ends_at(attempt)
    return end is not None and now > end + GRACE


def _allowance(learner, quiz, name):
    return Allowance.objects.filter(learner=learner, quiz=quiz).values_list(name, flat=True).first() or 0
