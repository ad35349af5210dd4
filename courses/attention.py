"""What needs a trainer's or an administrator's eye today, counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.permissions import page_permission_policy

from courses.analysis import findings
from courses.models import CoursePage, HeldAttempt, LessonPage, ModulePage, Question, QuestionComment
from courses.parity import counts
from home import helpline_directory
from home.models import Helpline
from places.native_review import NativeReview

QUESTIONS = "wagtailsnippets_courses_question:list"


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    url: str


_others = []


def register(source: Callable[..., Iterator[Line]]) -> None:
    """Add what a room above knows: a function like `lines`."""
    _others.append(source)


def lines(user) -> Iterator[Line]:
    """Yield each thing that the person may do something about, with its count and the list that shows it.

    A count may be zero.
    """
    if user.has_perm("courses.change_question"):
        yield from _questions()
    if user.has_perm("courses.view_quiz"):
        yield _broken()
    if user.has_perm("courses.view_questioncomment") or user.has_perm("courses.change_questioncomment"):
        yield _comments()
    if user.has_perm("courses.view_heldattempt"):
        yield _held()
    if page_permission_policy.user_has_any_permission(user, {"change", "publish"}):
        yield _pages()
        yield _behind()
    if user.has_perm("home.change_helpline"):
        yield from _helplines()
    for source in _others:
        yield from source(user)


def _questions():
    waiting = Question.objects.filter(native_review=NativeReview.AWAITING).count()
    yield Line(
        waiting,
        ngettext("question awaits native review", "questions await native review", waiting),
        reverse(QUESTIONS) + "?native_review=awaiting",
    )
    drafts = Question.objects.filter(has_unpublished_changes=True).count()
    yield Line(
        drafts,
        ngettext("question has unpublished changes", "questions have unpublished changes", drafts),
        reverse(QUESTIONS) + "?changes=true",
    )


def _broken():
    broken = findings.count_broken()
    return Line(
        broken,
        ngettext("question looks broken, by its answers", "questions look broken, by their answers", broken),
        reverse("course_analysis_index"),
    )


def _comments():
    waiting = QuestionComment.objects.filter(resolved_at=None).count()
    return Line(
        waiting,
        ngettext("comment waits for an answer", "comments wait for an answer", waiting),
        reverse(QUESTIONS) + "?comments=waiting",
    )


def _held():
    waiting = HeldAttempt.objects.filter(state=HeldAttempt.State.WAITING).count()
    return Line(
        waiting,
        ngettext("attempt waits for a trainer", "attempts wait for a trainer", waiting),
        reverse("held_attempts") + "?state=waiting",
    )


def _pages():
    waiting = sum(
        model.objects.filter(native_review=NativeReview.AWAITING).count()
        for model in (CoursePage, ModulePage, LessonPage)
    )
    return Line(
        waiting,
        ngettext("page awaits native review", "pages await native review", waiting),
        reverse("course_parity"),
    )


def _behind():
    number = counts.behind()
    return Line(
        number,
        ngettext("leaves its other language behind", "leave their other language behind", number),
        reverse("course_parity") + "?state=behind",
    )


def _helplines():
    every = reverse("wagtailsnippets_home_helpline:list")
    waiting = Helpline.objects.filter(status=Helpline.Status.TO_CONFIRM).count()
    yield Line(
        waiting,
        ngettext("helpline waits to be confirmed", "helplines wait to be confirmed", waiting),
        f"{every}?status=to_confirm",
    )
    old = helpline_directory.to_confirm(timezone.localdate()).count()
    yield Line(
        old,
        ngettext("helpline asks to be confirmed again", "helplines ask to be confirmed again", old),
        f"{every}?again=old",
    )
