"""Recording a workshop: its lessons count as read for who came, and the sheets typed in become attempts.

One person at a time, each whole or not at all, so that it can stop and go on anywhere, and twice is as good as once.
"""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from courses import attempts, on_paper, recording
from courses.measuring.occasions import Occasion as Sat
from courses.models import Enrolment, PrePostTest
from courses.on_paper import Written
from courses.outline import Outline
from workshops.models import Participant, Sheet, Workshop, WorkshopTest
from workshops.testing import choosing, letters, sheets

Occasion = WorkshopTest.Occasion
SECONDS = 8.0
"""How long one press of the button may take: what is left then waits for the next."""
_TURN = {Occasion.PRE: 0, Occasion.COURSE: 1, Occasion.POST: 2}
_SAT = {Occasion.PRE: Sat.PRE, Occasion.POST: Sat.POST}


@dataclass
class Done:
    """What a press of the button did: people credited, sheets recorded, whom it left out, and people still to come.

    `taken_already` holds who took the same test before, on a phone; `too_early` who must finish the full course first;
    `unread` is how many sheets can't be read as typed.
    """

    credited: int = 0
    recorded: int = 0
    left: int = 0
    unread: int = 0
    taken_already: list[Participant] = field(default_factory=list)
    too_early: list[Participant] = field(default_factory=list)


@dataclass(frozen=True)
class Task:
    """What is to be done for one participant."""

    participant: Participant
    is_to_credit: bool
    sheets: list[Sheet]


@dataclass(frozen=True)
class _Setting:
    """What recording needs to know of the workshop, read once."""

    workshop: Workshop
    course: Outline
    measured: PrePostTest | None
    papers: dict[int, list[letters.Asked]]


def record(workshop: Workshop, now: datetime, seconds: float = SECONDS) -> Done:
    """Credit who came with the course's lessons and record the sheets typed without an error; say what was done.

    Stops after so many seconds, at a person's end. Whoever passes every quiz completes the course by this, and gets
    the certificate as anybody does.
    """
    ends, done = time.monotonic() + seconds, Done()
    course = choosing.course_of(workshop)
    if course is None:
        return done
    tests = list(_on_paper(workshop))
    done.unread = sum(tally.wrong for tally in sheets.tallies(tests).values())
    papers = {test.pk: choosing.asked_in(test) for test in tests}
    setting = _Setting(workshop, course, choosing.measured_by(workshop), papers)
    waiting = tasks(workshop, course)
    shut_out = _shut_out(workshop, course)
    for number, task in enumerate(waiting):
        if time.monotonic() > ends:
            done.left = len(waiting) - number
            break
        if task.participant.person_id in shut_out:
            done.too_early.append(task.participant)
        else:
            _record_one(setting, task, now, done)
    return done


def tasks(workshop: Workshop, course: Outline) -> list[Task]:
    """Return what is still to be done, by participant, in the order of the attendance sheet; four queries or five."""
    came = workshop.participants.came()
    taught = recording.who_was_taught(came.values("person"), course)
    waiting = _unrecorded(workshop)
    found = []
    for participant in came.select_related("person"):
        is_to_credit = participant.person_id not in taught
        if is_to_credit or participant.pk in waiting:
            found.append(Task(participant, is_to_credit, waiting.get(participant.pk, [])))
    return found


def _unrecorded(workshop):
    """Return {participant's id: their sheets that say something new}, each in the order in which papers are written."""
    papers, waiting = {}, defaultdict(list)
    rows = Sheet.objects.filter(test__workshop=workshop, test__way=WorkshopTest.Way.PAPER)
    for sheet in rows.select_related("attempt", "test__quiz", "test__version"):
        if sheet.test_id not in papers:
            papers[sheet.test_id] = choosing.asked_in(sheet.test)
        if sheets.is_to_record(sheet, sheets.answers_of(sheet, papers[sheet.test_id])):
            waiting[sheet.participant_id].append(sheet)
    for found in waiting.values():
        found.sort(key=lambda sheet: (_TURN[sheet.test.occasion], sheet.test_id))
    return waiting


def _on_paper(workshop):
    return workshop.tests.filter(way=WorkshopTest.Way.PAPER).select_related("quiz", "version")


def _shut_out(workshop, course):
    """Return who may not take a refresher yet: those who have not completed the course that it refreshes."""
    if course.refreshes_key is None:
        return frozenset()
    people = workshop.participants.values("person")
    done = Enrolment.objects.filter(learner__in=people, course_key=course.refreshes_key, completed_at__isnull=False)
    return set(people.values_list("person", flat=True)) - set(done.values_list("learner", flat=True))


def _record_one(setting, task, now, done):
    person = task.participant.person
    with transaction.atomic():
        # Two presses of the button go one after the other; the second finds nothing left to do.
        User.objects.select_for_update().get(pk=person.pk)
        made = [
            attempt for sheet in task.sheets if (attempt := _record_sheet(setting, task.participant, sheet, now, done))
        ]
        if task.is_to_credit:
            recording.taught(person, setting.course, now)
        attempts.tell_of(made, now)
        if task.is_to_credit and not any(_is_pass_in(setting.course, attempt) for attempt in made):
            recording.refresh(person, setting.course, now)
    done.credited += task.is_to_credit
    done.recorded += len(made)


def _is_pass_in(course, attempt):
    """Return whether telling of this attempt has brought the course's enrolment up to date."""
    return attempt.is_pass and course.step(attempt.quiz.slug) is not None


def _record_sheet(setting, participant, sheet, now, done):
    """Record one sheet, and return the attempt that it made, or None."""
    current = Sheet.objects.select_for_update(of=("self",)).select_related("attempt").filter(pk=sheet.pk).first()
    paper = setting.papers.get(sheet.test_id)
    answers = sheets.answers_of(current, paper) if current and paper else None
    if current is None or not sheets.is_to_record(current, answers):
        return None
    at = written_at(setting.workshop, sheet.test, now)
    written = Written(participant.person, choosing.paper_of(sheet.test), answers, at, sheet.pk)
    try:
        attempt = _hand_in(setting, sheet.test, written, now, current.attempt)
    except on_paper.TakenAlready:
        done.taken_already.append(participant)
        return None
    Sheet.objects.filter(pk=sheet.pk).update(attempt=attempt)
    return attempt


def _hand_in(setting, test, written, now, corrected):
    if test.occasion == Occasion.COURSE or setting.measured is None:
        return on_paper.hand_in(written, now, corrected)
    return on_paper.sit(setting.measured, _SAT[test.occasion], written, now, corrected)


def written_at(workshop: Workshop, test: WorkshopTest, now: datetime) -> datetime:
    """Return when a paper was written: a pre-test as the workshop began, the rest at its end, never later than now.

    Typed in a week later, it still counts as of the day: a pre-test before the course, a refresher in its year.
    """
    return min(now, workshop.starts_at if test.occasion == Occasion.PRE else workshop.ends_at)
