"""How learners come through a course, worked out and kept: which lesson they leave and at which card, how long lessons
and quizzes take, where in the course they stop, and the misses and false alarms of each quiz.

Who has not been seen for seven days and is not done has left. A time of more than an hour for a lesson, or two for a
quiz, counts as that: somebody went to work in between.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from courses import outline
from courses.analysis import choices
from courses.analysis.allowance import is_at_once
from courses.analysis.marks import firsts
from courses.models import Analysis, Attempt, Enrolment, LessonProgress
from courses.outline import Outline
from courses.statistics.times import quartiles

AWAY = timedelta(days=7)
LONGEST_LESSON = 60 * 60
LONGEST_QUIZ = 2 * 60 * 60
_BATCH = 5000


def calculate(course: Outline, now: datetime | None = None) -> Analysis:
    """Work out how learners come through a course and keep it in place of what was kept before."""
    now, newest = now or timezone.now(), newest_of()
    result = _result(course, now)
    return Analysis.objects.update_or_create(
        subject=Analysis.Subject.COURSE,
        key=course.key,
        version=0,
        defaults={"result": result, "newest": newest, "calculated_at": now},
    )[0]


def are_few_enough(course: Outline) -> bool:
    """Return whether a trainer can wait until the course's figures are worked out."""
    quizzes = [step.key for step in course.steps if step.is_quiz]
    of_course = [model.objects.filter(course_key=course.key) for model in (LessonProgress, Enrolment)]
    return is_at_once(*of_course, Attempt.objects.filter(quiz__slug__in=quizzes))


def newest_of() -> int:
    """Return the id of the newest lesson begun, in whichever course: that of one course would take a search."""
    return LessonProgress.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _result(course, now):
    local = {code: outline.of(course.key, code) for code, _name in settings.LANGUAGES}
    lessons = _lessons(course, now)
    return {
        "title": {code: found.title for code, found in local.items()},
        "lessons": [
            lessons.get(step.key, Lesson()).as_kept(step, local, module.number)
            for module in course.modules
            for step in module.steps
            if not step.is_quiz
        ],
        "modules": _stops(course, local, now),
        "quizzes": [_quiz(step, local) for step in course.steps if step.is_quiz],
        **_enrolments(course),
    }


@dataclass
class Lesson:
    """What became of those who began a lesson; `left_at` counts by card who left it, `seconds` who took how long."""

    began: int = 0
    finished: int = 0
    left_at: Counter = field(default_factory=Counter)
    seconds: Counter = field(default_factory=Counter)

    def take(self, card, started, seen, finished, now):
        self.began += 1
        if finished:
            self.finished += 1
            self.seconds[seconds_between(started, finished, LONGEST_LESSON)] += 1
        elif now - seen > AWAY:
            self.left_at[card] += 1

    def as_kept(self, step, local, module):
        return {
            "key": step.key,
            "title": _titles(step.key, local),
            "module": module,
            "cards": step.cards,
            "planned": step.minutes,
            "began": self.began,
            "finished": self.finished,
            "left": self.left_at.total(),
            "left_at": {str(card): number for card, number in sorted(self.left_at.items())},
            "minutes": _minutes(self.seconds),
        }


def _lessons(course, now):
    rows = LessonProgress.objects.filter(course_key=course.key)
    rows = rows.values_list("lesson_key", "card", "started_at", "seen_at", "finished_at")
    lessons = {}
    for key, card, started, seen, finished in rows.iterator(_BATCH):
        lessons.setdefault(str(key), Lesson()).take(card, started, seen, finished, now)
    return lessons


def _enrolments(course):
    enrolled = Enrolment.objects.filter(course_key=course.key)
    return enrolled.aggregate(enrolled=Count("pk"), completed=Count("pk", filter=Q(completed_at__isnull=False)))


def _stops(course, local, now):
    """Return for each module how many have it before them, and how many of these have not been seen for seven days."""
    going = Enrolment.objects.filter(course_key=course.key, completed_at__isnull=True).order_by()
    rows = going.values_list("module_number").annotate(
        here=Count("pk"), stopped=Count("pk", filter=Q(last_at__lt=now - AWAY))
    )
    found = {number: (here, stopped) for number, here, stopped in rows}
    return [
        {
            "number": module.number,
            "title": {code: found_in.modules[place].title for code, found_in in local.items()},
            "here": found.get(module.number, (0, 0))[0],
            "stopped": found.get(module.number, (0, 0))[1],
        }
        for place, module in enumerate(course.modules)
    ]


def _quiz(step, local):
    """Return how long first attempts at a quiz took, and their misses and false alarms."""
    rows = Attempt.objects.filter(quiz__slug=step.key, repeated=[]).order_by("pk")
    names = ("learner_id", "is_pass", "started_at", "handed_in_at", *choices.ALARMS)
    number, passed, seconds, alarms = 0, 0, Counter(), Counter()
    for _learner, is_pass, started, handed_in, *found in firsts(rows.values_list(*names).iterator(_BATCH)):
        number += 1
        passed += is_pass
        alarms.update(dict(zip(choices.ALARMS, found, strict=True)))
        if started:
            seconds[seconds_between(started, handed_in, LONGEST_QUIZ)] += 1
    return {
        "key": step.key,
        "title": _titles(step.key, local),
        "n": number,
        "passed": passed,
        "timed": seconds.total(),
        "minutes": _minutes(seconds),
        "alarms": {name: alarms[name] for name in choices.ALARMS},
    }


def _titles(key, local):
    return {code: found.step(key).title for code, found in local.items()}


def seconds_between(started: datetime, ended: datetime, most: int) -> int:
    """Return whole seconds, none where the clock went backwards, and never more than the most that is believed."""
    return max(0, min(most, round((ended - started).total_seconds())))


def _minutes(seconds):
    found = quartiles(seconds)
    return [value / 60 for value in found] if found else None
