"""Which quizzes a workshop asks, and how: the course's own, its pre-test and its post-test."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from courses import outline, papers
from courses.models import PrePostTest, Quiz
from courses.on_paper import Paper
from courses.outline import Outline
from workshops import planning
from workshops.models import HandsCount, Sheet, Workshop, WorkshopTest
from workshops.testing import letters

Occasion, Way = WorkshopTest.Occasion, WorkshopTest.Way
NOT_ASKED = ""
_TRIES = 60


@dataclass(frozen=True)
class Choice:
    """A quiz that the workshop could ask, and the test that asks it now, if any. `name` tells it from the others."""

    occasion: Occasion
    quiz: Quiz
    test: WorkshopTest | None
    title: str

    @property
    def name(self) -> str:
        return self.quiz.slug if self.occasion == Occasion.COURSE else self.occasion.value

    @property
    def way(self) -> str:
        return self.test.way if self.test else NOT_ASKED


class CannotAsk(Exception):
    """A quiz can't be asked so. `problems` maps a choice's name to the sentence that says why."""

    def __init__(self, problems: dict[str, str]):
        super().__init__(problems)
        self.problems = problems


def course_of(workshop: Workshop) -> Outline | None:
    """Return the course that the workshop teaches, in the active language; None where it is not published."""
    return outline.of(workshop.course_key, planning.language())


def measured_by(workshop: Workshop) -> PrePostTest | None:
    """Return the pre-test and post-test of the workshop's course, or None where it has none."""
    tests = PrePostTest.objects.filter(course__translation_key=workshop.course_key)
    return tests.select_related("course", "form_a__current_version", "form_b__current_version").first()


def choices(workshop: Workshop) -> list[Choice]:
    """Return what the workshop can ask: the pre-test, the quizzes of the course in their order, the post-test."""
    course = course_of(workshop)
    known = {(test.occasion, test.quiz_id): test for test in workshop.tests.select_related("quiz", "version")}
    by_slug = _quizzes(course)
    found = [(Occasion.COURSE, by_slug[step.key]) for step in course.steps if step.key in by_slug] if course else []
    measured = measured_by(workshop)
    if measured:
        before, after = forms_of(workshop, measured)
        found = [(Occasion.PRE, before), *found, (Occasion.POST, after)]
    return [
        Choice(occasion, quiz, known.get((occasion, quiz.pk)), title_of(occasion, quiz)) for occasion, quiz in found
    ]


def forms_of(workshop: Workshop, measured: PrePostTest) -> tuple[Quiz, Quiz]:
    """Return the form that everybody gets before, and the other one: a coin that falls anew for each workshop.

    So that over the workshops neither form's difficulty passes for a gain.
    """
    is_a_first = hashlib.sha256(workshop.token.encode()).digest()[0] % 2 == 0
    return (measured.form_a, measured.form_b) if is_a_first else (measured.form_b, measured.form_a)


def _quizzes(course):
    slugs = [step.key for step in course.steps if step.is_quiz] if course else []
    return {quiz.slug: quiz for quiz in Quiz.objects.filter(slug__in=slugs).select_related("current_version")}


def title_of(occasion: str, quiz: Quiz) -> str:
    """Return what a test is called: its quiz's title, or what it is; a form does not say which of the two it is."""
    return quiz.title if occasion == Occasion.COURSE else str(Occasion(occasion).label)


def choose(workshop: Workshop, ways: Mapping[str, str]) -> None:
    """Ask each quiz in the way that `ways` gives by its choice's name ("" is not at all); the same again is the same.

    The version of the questions is frozen when a quiz is first chosen, and so is the order on its paper. A test for
    which answers were typed in or hands counted keeps its way. Raises CannotAsk; then nothing has changed.
    """
    with transaction.atomic():
        Workshop.objects.select_for_update().get(pk=workshop.pk)
        offered = choices(workshop)
        wanted = {one.name: ways.get(one.name, NOT_ASKED) for one in offered}
        problems = {one.name: why for one in offered if (why := _why_not(one, wanted))}
        problems |= _mixed(wanted)
        if problems:
            raise CannotAsk(problems)
        for one in offered:
            _set(workshop, one, wanted[one.name])


def _why_not(one, wanted):
    way = wanted[one.name]
    if way == one.way:
        return ""
    if one.test and is_begun(one.test):
        return _("Answers have been typed in for this test already, so it stays as it is.")
    if way == Way.PHONES:
        return _closed(one)
    return why_not_on(way, one.quiz) if way else ""


def is_begun(test: WorkshopTest) -> bool:
    return Sheet.objects.filter(test=test).exists() or HandsCount.objects.filter(test=test).exists()


def _closed(one):
    if one.occasion == Occasion.COURSE:
        return ""
    is_open = PrePostTest.objects.filter(Q(form_a=one.quiz) | Q(form_b=one.quiz), is_open=True).exists()
    return "" if is_open else _("This test is closed, so nobody can take it on their phone. Open it first.")


def why_not_on(way: str, quiz: Quiz) -> str:
    """Return why the quiz can't be asked on paper or by show of hands, in a sentence; "" where it can."""
    if quiz.current_version is None:
        return _("This quiz is not published.")
    if way == Way.HANDS and not _ticket_by_hands(quiz.current_version.content):
        return _("Some of its questions can't be answered by raising a hand.")
    return ""


def _ticket_by_hands(content):
    """Draw a ticket whose questions can all be answered by hands, or return "" where there is none to be had."""
    by_hands = {key for key, question in content["questions"].items() if question["kind"] in letters.BY_HANDS}
    if not by_hands.issuperset(content["fixed"]):
        return ""
    for _try in range(_TRIES):
        ticket = secrets.token_hex(16)
        if all(item.question in by_hands for item in papers.draw(content, ticket)):
            return ticket
    return ""


def _mixed(wanted):
    """On phones half the people get form A first; on paper all get the same: mixed, some would get one form twice."""
    ways = {wanted.get(name, NOT_ASKED) for name in (Occasion.PRE.value, Occasion.POST.value)}
    if ways != {Way.PAPER, Way.PHONES}:
        return {}
    return {Occasion.POST.value: _("Ask the pre-test and the post-test in the same way: both on paper or on phones.")}


def _set(workshop, one, way):
    if way == one.way:
        return
    WorkshopTest.objects.filter(workshop=workshop, occasion=one.occasion, quiz=one.quiz).delete()
    if way:
        version = one.quiz.current_version
        ticket = (way == Way.HANDS and _ticket_by_hands(version.content)) or secrets.token_hex(16)
        fields = {"occasion": one.occasion, "quiz": one.quiz, "version": version, "way": way, "ticket": ticket}
        WorkshopTest.objects.create(workshop=workshop, **fields)


def paper_of(test: WorkshopTest) -> Paper:
    return Paper(test.quiz, test.version, test.ticket)


def asked_in(test: WorkshopTest) -> list[letters.Asked]:
    """Return the questions of the test's printed paper, in their order there."""
    return letters.asked(test.version.content, paper_of(test).items())
