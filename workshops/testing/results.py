"""Who of a workshop completed the course, who did not and why, and whose certificates there are to print."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from certificates.models import Certificate
from courses.grading import FULL
from courses.models import Attempt, Sitting
from courses.outline import Outline
from workshops.models import Participant, Workshop, WorkshopTest
from workshops.testing import choosing, sheets

Occasion = WorkshopTest.Occasion


@dataclass(frozen=True)
class Tried:
    """The last attempt of one person at one quiz: whole percent, and whether a critical question was wrong."""

    percent: int
    pass_mark: int
    is_pass: bool
    has_critical_missed: bool

    @property
    def words(self) -> str:
        """Return why it is no pass, in a few words."""
        if self.percent < self.pass_mark:
            return _("%(percent)d %%, and %(needed)d %% are needed") % {
                "percent": self.percent,
                "needed": self.pass_mark,
            }
        if self.has_critical_missed:
            return _("a critical question was wrong")
        return _("beyond the course's limits for misses or false alarms")


@dataclass(frozen=True)
class Row:
    """One participant: what they have done, by column; `missing` says what stands in the way, a sentence each.

    `is_new` is whether the certificate was issued on the workshop's day or later, so that it is this workshop's.
    """

    participant: Participant
    cells: list["Cell"]
    is_complete: bool
    missing: list[str]
    certificate: Certificate | None
    is_new: bool


@dataclass(frozen=True)
class Cell:
    """What stands in a column for one person: a percent (None: not taken), and for a quiz whether it is passed."""

    percent: int | None
    is_pass: bool | None


@dataclass(frozen=True)
class Column:
    title: str
    occasion: str
    quiz_id: int


@dataclass(frozen=True)
class Results:
    columns: list[Column]
    rows: list[Row]

    @property
    def completed(self) -> list[Row]:
        return [row for row in self.rows if row.is_complete]

    @property
    def not_yet(self) -> list[Row]:
        return [row for row in self.rows if not row.is_complete]


def of(workshop: Workshop, course: Outline) -> Results:
    """Return the results of everybody who came, in the order of the attendance sheet, in a fixed number of queries."""
    came = workshop.participants.came()
    people = came.values("person")
    columns = _columns(workshop)
    tried, passed = _tried(people, [column.quiz_id for column in columns if column.occasion == Occasion.COURSE])
    sat = sat_by(workshop)
    completed = set(workshop.participants.completed().values_list("pk", flat=True))
    held, typed = _held(workshop, course, people), _typed(workshop)
    rows = []
    for participant in came.select_related("person", "operator"):
        person, is_complete = participant.person_id, participant.pk in completed
        cells = [_cell(column, person, tried, passed, sat) for column in columns]
        missing = [] if is_complete else _missing(columns, participant, tried, passed, typed)
        certificate = held.get(person)
        is_new = certificate is not None and certificate.issued_at >= workshop.starts_at
        rows.append(Row(participant, cells, is_complete, missing, certificate, is_new))
    return Results(columns, rows)


def _columns(workshop):
    asked = {one.occasion for one in workshop.tests.all()}
    found = [one for one in choosing.choices(workshop) if one.occasion == Occasion.COURSE or one.occasion in asked]
    return [Column(one.title, one.occasion, one.quiz.pk) for one in found]


def _tried(people, quizzes):
    """Return {(person, quiz): Tried} of the last attempts, and the set of (person, quiz) that were passed ever."""
    fields = ("learner", "quiz", "points", "asked", "pass_mark", "is_pass", "critical_missed")
    rows = Attempt.objects.filter(learner__in=people, quiz__in=quizzes).order_by("handed_in_at", "pk")
    tried, passed = {}, set()
    for learner, quiz, points, asked, pass_mark, is_pass, critical in rows.values_list(*fields).iterator():
        tried[learner, quiz] = Tried(percent_of(points, asked), pass_mark, is_pass, bool(critical))
        if is_pass:
            passed.add((learner, quiz))
    return tried, passed


def percent_of(points: int, asked: int) -> int:
    """Return whole percent, rounded down, so that what is shown as the pass mark is one."""
    return points * 100 // (asked * FULL) if asked else 0


def sat_by(workshop: Workshop) -> dict[tuple[int, str], float]:
    """Return {(person, occasion): percent} of those who came and took the pre-test or post-test, in whatever way."""
    rows = Sitting.objects.filter(
        test__course__translation_key=workshop.course_key, learner__in=workshop.participants.came().values("person")
    )
    by_ticket = {
        ticket: (learner, occasion) for ticket, learner, occasion in rows.values_list("ticket", "learner", "occasion")
    }
    handed_in = Attempt.objects.filter(ticket__in=rows.values("ticket")).values_list("ticket", "points", "asked")
    return {by_ticket[ticket]: 100 * points / (asked * FULL) for ticket, points, asked in handed_in if asked}


def _cell(column, person, tried, passed, sat):
    if column.occasion != Occasion.COURSE:
        percent = sat.get((person, column.occasion))
        return Cell(None if percent is None else int(percent), None)
    last = tried.get((person, column.quiz_id))
    return Cell(last and last.percent, (person, column.quiz_id) in passed)


def _typed(workshop):
    """Return {(participant's id, quiz's id): why their sheet of a quiz of the course has not become an attempt}."""
    tests = workshop.tests.filter(way=WorkshopTest.Way.PAPER, occasion=Occasion.COURSE)
    found = {}
    for test in tests.select_related("quiz", "version"):
        paper = choosing.asked_in(test)
        for sheet in test.sheets.filter(attempt=None):
            is_read = sheets.answers_of(sheet, paper) is not None
            why = _("typed in, not recorded yet") if is_read else _("typed in, to be put right")
            found[sheet.participant_id, test.quiz_id] = why
    return found


def _missing(columns, participant, tried, passed, typed):
    found = []
    for column in columns:
        place = (participant.person_id, column.quiz_id)
        if column.occasion == Occasion.COURSE and place not in passed:
            waiting = typed.get((participant.pk, column.quiz_id), _("not taken"))
            why = tried[place].words if place in tried else waiting
            found.append(_("%(quiz)s: %(why)s") % {"quiz": column.title, "why": why})
    return found or [_("The lessons are not counted as read yet: press Record.")]


def _held(workshop, course, people):
    """Return each person's newest standing certificate of the course, or of the one that it refreshes."""
    rows = Certificate.objects.standing().filter(learner__in=people, course_key__in=_keys(course))
    return {certificate.learner_id: certificate for certificate in rows.order_by("issued_at", "pk")}


def _keys(course):
    return [key for key in (course.key, course.refreshes_key) if key]


def certificates(workshop: Workshop, course: Outline) -> QuerySet[Certificate]:
    """Return the certificates of this workshop, by name: of who came, of its course, issued on its day or later."""
    people = workshop.participants.came().values("person")
    issued = Certificate.objects.standing().filter(issued_at__gte=workshop.starts_at, learner__in=people)
    renewed = issued.exclude(renews=None).values("renews")
    mine = issued.filter(Q(course_key__in=_keys(course))).exclude(pk__in=renewed)
    return mine.order_by("holder_name", "code")


def done_by_test(workshop: Workshop, tests: list[WorkshopTest]) -> dict[int, int]:
    """Return {test's id: how many of those who came have handed it in}, in whatever way; three queries at most."""
    people = workshop.participants.came().values("person")
    sat = sat_by(workshop) if any(test.occasion != Occasion.COURSE for test in tests) else {}
    by_quiz = defaultdict(set)
    slugs = [test.quiz_id for test in tests if test.occasion == Occasion.COURSE]
    rows = Attempt.objects.filter(learner__in=people, quiz__in=slugs)
    for quiz, learner in rows.values_list("quiz", "learner").distinct():
        by_quiz[quiz].add(learner)
    return {
        test.pk: len(by_quiz[test.quiz_id])
        if test.occasion == Occasion.COURSE
        else sum(occasion == test.occasion for _person, occasion in sat)
        for test in tests
    }
