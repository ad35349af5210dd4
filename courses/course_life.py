"""A course over the years: what has changed since somebody began it, what opens later, and what is taught no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from courses import outline
from courses.models.records import Enrolment
from courses.outline import Outline
from courses.progress import Progress


@dataclass(frozen=True)
class Listed:
    """A course as a list shows it to one person.

    `opens_after` is the title of the full course that must be finished before this refresher counts ("" where it has
    no name any more), None where nothing stands before it. `is_news` is whether it has changed since they began it.
    """

    progress: Progress
    opens_after: str | None
    is_news: bool
    is_retired: bool

    @property
    def can_begin(self) -> bool:
        return self.opens_after is None and not self.is_retired and not self.progress.is_begun_at_all

    @property
    def is_full_course(self) -> bool:
        return self.progress.outline.refreshes_key is None


def is_retired(course: Outline, today: date | None = None) -> bool:
    """Return whether the day has come, by the platform's time zone, from which nobody new can begin the course."""
    return course.retired_on is not None and course.retired_on <= (today or timezone.localdate())


def has_changed(course: Outline, today: date | None = None) -> bool:
    """Return whether the course's day of change has come."""
    return course.changed_on is not None and course.changed_on <= (today or timezone.localdate())


def has_begun(user, course: Outline) -> bool:
    """Return whether somebody signed in has an enrolment in the course, which is made with the first card seen."""
    return user.is_authenticated and Enrolment.objects.filter(learner=user, course_key=course.key).exists()


def is_closed_to(user, course: Outline, today: date | None = None) -> bool:
    """Return whether the course is retired and this person has not begun it."""
    return is_retired(course, today) and not has_begun(user, course)


def may_start_quiz(learner, courses: Iterable[Outline], today: date | None = None) -> bool:
    """Return whether a quiz that stands in these courses may be started: one of them must be open to the learner."""
    return not all(is_closed_to(learner, course, today) for course in courses)


def listed(user, progresses: Sequence[Progress], today: date | None = None) -> list[Listed]:
    """Return the courses that somebody is shown: without those retired before they began, which nobody can begin.

    One query, and none where no course has anything to say about its life.
    """
    today = today or timezone.localdate()
    begun = _enrolments(user, [progress.outline for progress in progresses])
    cards = [_card(progress, begun, today) for progress in progresses]
    return [card for card in cards if _is_for_them(card, begun, today)]


def _is_for_them(card, begun, today):
    """A refresher is out of reach once the full course is retired and was never begun."""
    if card.progress.is_begun_at_all or card.progress.outline.key in begun:
        return True
    if card.is_retired or card.opens_after is None:
        return not card.is_retired
    full = outline.of(card.progress.outline.refreshes_key, card.progress.outline.language)
    return full is None or not is_retired(full, today) or full.key in begun


def _enrolments(user, courses):
    """Return {course key: (when begun, when finished or None)} of what the list has to know."""
    told = {course.key for course in courses if course.changed_on or course.retired_on}
    keys = told | {course.refreshes_key for course in courses if course.refreshes_key}
    if not keys or not user.is_authenticated:
        return {}
    rows = Enrolment.objects.filter(learner=user, course_key__in=keys)
    return {str(key): times for key, *times in rows.values_list("course_key", "started_at", "completed_at")}


def _card(progress, begun, today):
    course = progress.outline
    started, _completed = begun.get(course.key, (None, None))
    return Listed(
        progress=progress,
        opens_after=_opens_after(course, begun),
        is_news=bool(started) and has_changed(course, today) and timezone.localdate(started) < course.changed_on,
        is_retired=is_retired(course, today),
    )


def _opens_after(course, begun):
    if course.refreshes_key is None:
        return None
    _started, completed = begun.get(course.refreshes_key, (None, None))
    if completed:
        return None
    full = outline.of(course.refreshes_key, course.language)
    return full.title if full else ""


def refresher_of(course: Outline) -> Outline | None:
    """Return the published course that refreshes this one and is not retired itself, or None."""
    others = outline.every(course.language)
    return next((one for one in others if one.refreshes_key == course.key and not is_retired(one)), None)
