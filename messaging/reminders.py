"""What reminds people: each room registers what it has to say, and `send_reminders` puts it into the outbox.

A reminder must be safe to ask for at any time and again: it queues each message once and leaves the night in peace.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils import timezone

MORNING = time(7)
EVENING = time(21)
"""From the morning on, and before the evening, a phone may ring; by the clock of the platform's time zone."""

_reminders: dict[str, Callable[[datetime], int]] = {}
_kept_to_the_day: set[str] = set()
_patient: set[str] = set()


def register(name: str, queue: Callable[[datetime], int]) -> None:
    """Add a reminder: `queue(now)` puts into the outbox what is due, and returns the number of messages."""
    _reminders[name] = queue


def every() -> dict[str, Callable[[datetime], int]]:
    return dict(_reminders)


def keep_to_the_day(kind: str) -> None:
    """Let no message of this kind go out at night, even where the outbox runs late."""
    _kept_to_the_day.add(kind)


def held_back(now: datetime) -> set[str]:
    """Return the kinds of message that wait until the morning; none by day."""
    return set() if by_day(now) == now else set(_kept_to_the_day)


def let_wait(kind: str) -> None:
    """Let messages of this kind go out only when nothing else is due: thousands of them hold up no code."""
    _patient.add(kind)


def patient() -> set[str]:
    """Return the kinds of message that let all others go first."""
    return set(_patient)


def by_day(now: datetime) -> datetime:
    """Return now where it is day, and else the next morning."""
    local = timezone.localtime(now)
    if MORNING <= local.time() < EVENING:
        return now
    day = local.date() + timedelta(days=int(local.time() >= EVENING))
    return datetime.combine(day, MORNING, tzinfo=local.tzinfo)
