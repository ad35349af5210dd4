"""Attempts made in one go, marked as the platform marks them, for analyses to read."""

from itertools import count
from uuid import uuid4

from accounts.models import User
from courses import grading
from courses.models import Attempt, LessonProgress, Quiz, Topic
from tests import make

_numbers = count()
RIGHT, WRONG = ["a"], ["b"]


def learners(number):
    people = [User(username=f"learner-{next(_numbers)}") for _person in range(number)]
    return User.objects.bulk_create(people)


def quiz_of(*keys, kind="single", slug="quiz"):
    """A quiz that asks these questions of everybody; option `a` is right, `b` and `c` are wrong."""
    topic = Topic.objects.create(slug=f"topic-{next(_numbers)}", name_en="Topic", name_sw="Mada")
    return make.make_quiz(slug, [make.make_question(key, topic, kind=kind) for key in keys])


def attempt(quiz, learner, answers, paper=None, version=None, **fields):
    """An attempt that is not saved; it asks the whole quiz, unless `paper` says otherwise."""
    version = version or Quiz.objects.get(pk=quiz.pk).current_version
    content = version.content
    paper = sorted(content["questions"]) if paper is None else list(paper)
    mark = grading.grade(content, paper, answers)
    of_mark = ("right", "asked", "points", "misses", "flags", "false_alarms", "innocents", "is_pass")
    values = {name: getattr(mark, name) for name in of_mark} | {"pass_mark": 80, "receipt": "0000"}
    values |= {"marks": grading.pack(content, paper, mark.each)} | fields
    return Attempt(
        quiz=quiz,
        learner=learner,
        version=version,
        ticket=uuid4().hex,
        paper=paper,
        answers=answers,
        **values,
    )


def answer_all(quiz, rows, **fields):
    """Save one attempt of a new learner for each row: one answer a question, in the keys' order; None: not asked."""
    version = Quiz.objects.get(pk=quiz.pk).current_version
    keys, made = sorted(version.content["questions"]), []
    for learner, row in zip(learners(len(rows)), rows, strict=True):
        asked = {key: answer for key, answer in zip(keys, row, strict=True) if answer is not None}
        made.append(attempt(quiz, learner, asked, asked, version, **fields))
    return Attempt.objects.bulk_create(made)


def right_or_wrong(*marks):
    """One row of answers: right for 1, wrong for 0, not asked for None."""
    return [None if mark is None else RIGHT if mark else WRONG for mark in marks]


def see_lesson(course, lesson, learner, started, card=1, finished=None, seen=None):
    return LessonProgress.objects.create(
        learner=learner,
        course_key=course.key,
        lesson_key=lesson.key,
        card=card,
        started_at=started,
        seen_at=seen or finished or started,
        finished_at=finished,
    )
