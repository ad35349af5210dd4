"""What needs a trainer's or an administrator's eye today, counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from courses.models import CoursePage, LessonPage, ModulePage, Question
from home.models import Helpline
from places.native_review import NativeReview


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    url: str


def lines() -> Iterator[Line]:
    """Yield each thing with its count and the list that shows it; a count may be zero."""
    questions = Question.objects.filter(native_review=NativeReview.AWAITING).count()
    yield Line(
        questions,
        ngettext("question awaits native review", "questions await native review", questions),
        reverse("wagtailsnippets_courses_question:list") + "?native_review=awaiting",
    )
    pages = sum(
        model.objects.filter(native_review=NativeReview.AWAITING).count()
        for model in (CoursePage, ModulePage, LessonPage)
    )
    yield Line(
        pages,
        ngettext("page awaits native review", "pages await native review", pages),
        reverse("wagtailadmin_explore_root"),
    )
    drafts = Question.objects.filter(has_unpublished_changes=True).count()
    yield Line(
        drafts,
        ngettext("question has unpublished changes", "questions have unpublished changes", drafts),
        reverse("wagtailsnippets_courses_question:list"),
    )
    waiting = Helpline.objects.filter(status=Helpline.Status.TO_CONFIRM).count()
    yield Line(
        waiting,
        ngettext("helpline waits to be confirmed", "helplines wait to be confirmed", waiting),
        reverse("wagtailsnippets_home_helpline:list") + "?status=to_confirm",
    )
