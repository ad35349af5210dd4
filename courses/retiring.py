"""What stands in the way of taking a course, or part of it, away: what people have done in it. Retiring keeps that."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.models import Attempt, CoursePage, Enrolment, LessonPage, LessonProgress, ModulePage, Quiz


@dataclass(frozen=True)
class Records:
    """What people have done below a page: how many have begun it, and the course in which they did."""

    people: int
    course: CoursePage | None


def records_below(page: Page) -> Records:
    """Return how many people have records in this page or anything below it.

    A page that was never published has none of its own, though its translations may.
    """
    seen = Page.objects.descendant_of(page, inclusive=True).filter(Q(live=True) | Q(first_published_at__isnull=False))
    courses = CoursePage.objects.filter(pk__in=seen)
    begun = Enrolment.objects.filter(course_key__in=courses.values("translation_key")).values("learner")
    lessons = LessonPage.objects.filter(pk__in=seen).values("translation_key")
    read = LessonProgress.objects.filter(lesson_key__in=lessons).values("learner")
    quizzes = ModulePage.objects.filter(pk__in=seen).exclude(quiz=None).values("quiz")
    tried = Attempt.objects.filter(quiz__in=quizzes).values("learner")
    return Records(people=begun.union(read, tried).count(), course=_course_of(page, courses))


def _course_of(page, below):
    above = CoursePage.objects.ancestor_of(page, inclusive=True).first()
    return above or below.first()


def against_deleting(page: Page) -> str | None:
    """Return why a page may not be deleted, and what to do instead; None where nobody has records there."""
    people = records_below(page).people
    if not people:
        return None
    reason = ngettext(
        "“%(title)s” can't be deleted: %(count)d person has records there, and they stay.",
        "“%(title)s” can't be deleted: %(count)d people have records there, and they stay.",
        people,
    )
    is_course = isinstance(page.specific, CoursePage)
    instead = (
        _("Retire it instead: enter a day at “Retired on”, and from then nobody new can begin it.")
        if is_course
        else _("Retire the course instead: enter a day at “Retired on”. Or unpublish this page: the records stay.")
    )
    return f"{reason % {'title': page.title, 'count': people}} {instead}"


def against_deleting_quizzes(quizzes: Iterable[Quiz]) -> list[str]:
    """Return for each quiz that people have answered why it may not be deleted."""
    message = _(
        "“%(title)s” can't be deleted: people have taken it, and their answers stay. Take it out of its module "
        "instead, or unpublish it, or retire the course."
    )
    return [message % {"title": quiz} for quiz in quizzes if quiz.attempts.exists()]


def warning_before_unpublishing(page: Page) -> str | None:
    """Return what to know before a page is unpublished; None where nobody has records there."""
    people = records_below(page).people
    if not people:
        return None
    message = ngettext(
        "%(count)d person has begun “%(title)s”. Once it is unpublished, they can't finish it. Records and "
        "certificates stay.",
        "%(count)d people have begun “%(title)s”. Once it is unpublished, they can't finish it. Records and "
        "certificates stay.",
        people,
    )
    return message % {"count": people, "title": page.title}
