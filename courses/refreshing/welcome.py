"""What the public home page says first to somebody who is signed in: carry on, start, or well done, and what is due."""

from dataclasses import dataclass

from courses import course_life, outline, recording
from courses.outline import Outline
from courses.refreshing import here, weekly
from courses.refreshing.here import Here
from courses.refreshing.weekly import Week


@dataclass(frozen=True)
class Welcome:
    """`here` is where they left off, `start` the course to begin with; `week` is there once a course is complete."""

    here: Here | None
    start: Outline | None
    week: Week | None

    @property
    def is_complete(self) -> bool:
        return self.week is not None

    @property
    def has_question(self) -> bool:
        return self.week is not None and self.week.due is not None


def to(user, language: str) -> Welcome | None:
    """Return what to say to a registered learner, or None to anybody else, and where there is nothing to say.

    Four queries, and three more once a course is complete.
    """
    if not (user.is_authenticated and user.is_registered):
        return None
    cards = course_life.listed(user, recording.progress_in(user, outline.every(language)))
    left_off = here.left_off([card.progress for card in cards])
    is_complete = any(card.progress.is_complete for card in cards)
    start = next((card.progress.outline for card in cards if card.can_begin and card.is_full_course), None)
    if not (left_off or is_complete or start):
        return None
    return Welcome(left_off, start, weekly.week_of(user) if is_complete else None)
