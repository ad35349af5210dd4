"""When a topic comes back: spaced repetition after Sebastian Leitner ("So lernt man lernen", Herder, 1972). Pure.

Leitner sorts flash cards into boxes. What is answered right moves one box on and rests longer; what is answered wrong
goes back to the first box. Here a card is a topic, which asks one of its critical questions, and a box rests for whole
weeks, twice as long as the one before it. Nobody is asked more than one question a week. Days are the calendar's, in
the platform's time zone, so that a question comes on the same day of the week, from midnight on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = (1, 2, 4, 8, 16)
"""How many weeks a topic rests in each box, from the first box on."""
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Resting:
    """One topic of one learner: the box it lies in, from 1, and the day from which it is due.

    `last` is the question that it asked last ("" before the first), `was_wrong` whether that was answered wrong, and
    `asked` how often it has been asked.
    """

    topic: int
    due_on: date
    box: int = 1
    last: str = ""
    was_wrong: bool = False
    asked: int = 0


def begin(topic: int, completed_on: date) -> Resting:
    """Return a topic as it lies when the course that asks it has just been completed: in the first box, for a week."""
    return Resting(topic, due_on=completed_on + WEEKS[0] * WEEK)


def move(box: int, is_right: bool, day: date) -> tuple[int, date]:
    """Return the box into which a topic goes after an answer on that day, and when it is due again."""
    moved = min(box + 1, len(WEEKS)) if is_right else 1
    return moved, day + WEEKS[moved - 1] * WEEK


def a_week_after(day: date) -> date:
    """Return the first day on which another question may be asked, after one was answered or put off on that day."""
    return day + WEEK


def choose(topics: Iterable[Resting], today: date, not_before: date | None = None) -> Resting | None:
    """Return the topic to ask about today, or None where there is none, or it is too early for any.

    What was answered wrong last time comes first; then what has been due longest, and of those the lower box.
    """
    if not_before and today < not_before:
        return None
    return min((one for one in topics if one.due_on <= today), key=_urgency, default=None)


def _urgency(resting):
    return not resting.was_wrong, resting.due_on, resting.box, resting.topic


def next_day(topics: Iterable[Resting], not_before: date | None = None) -> date | None:
    """Return the day on which the next question comes (one in the past means today), or None where there is none."""
    first = min((one.due_on for one in topics), default=None)
    return max(first, not_before) if first and not_before else first


def choose_question(keys: Sequence[str], last: str, start: int) -> str:
    """Return which of a topic's questions (at least one) to ask: in turn, so that it differs from the last one.

    `start` is any number of the learner's own, so that colleagues do not all begin with the same question.
    """
    keys = sorted(keys)
    if not last:
        return keys[start % len(keys)]
    return next((key for key in keys if key > last), keys[0])
