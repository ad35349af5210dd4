"""Attempts made before part marks existed, brought up to date."""

from importlib import import_module

import pytest
from django.apps import apps

from courses import attempts, grading
from courses.grading import FULL
from courses.models import Attempt, Quiz
from tests import make

earlier = import_module("courses.migrations.0003_points_of_earlier_attempts")


def sit(learner, quiz, wrong=()):
    opened = attempts.start(learner, Quiz.objects.get(pk=quiz.pk))
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["b"] if item.question in wrong else ["a"])
    return attempts.hand_in(learner, opened.ticket)


@pytest.fixture
def quiz(db):
    topic = make.Topic.objects.create(slug="long", name_en="Long", name_sw="Ndefu")
    critical = make.make_question("critical", topic, critical=True)
    return make.make_quiz("long", fixed=[critical, *(make.make_question(f"q{n}", topic) for n in range(1, 6))])


def as_before(attempt, paper):
    """Put the row back as it was kept then: only what was asked, and no points."""
    answers = {key: attempt.answers[key] for key in paper}
    right = sum(answers[key] == ["a"] for key in paper)
    values = {"paper": paper, "answers": answers, "right": right, "asked": len(paper)}
    Attempt.objects.filter(pk=attempt.pk).update(**values, repeated=[], points=0, marks=b"")


def test_an_earlier_attempt_gets_its_points(amina, quiz):
    now = sit(amina, quiz, wrong=["q1", "q2"])
    as_before(now, now.paper)
    earlier.fill(apps, None)
    then = Attempt.objects.get()
    assert (then.right, then.asked, then.points, bytes(then.marks)) == (4, 6, 4 * FULL, bytes(now.marks))


def test_an_earlier_retake_of_a_critical_question_carries_the_rest(amina, quiz):
    first = sit(amina, quiz, wrong=["critical", "q1"])
    Attempt.objects.filter(pk=first.pk).update(pass_mark=60)
    retake = sit(amina, quiz, wrong=[])
    as_before(first, first.paper)
    Attempt.objects.filter(pk=retake.pk).update(follows=first)
    as_before(retake, ["critical"])
    earlier.fill(apps, None)
    then = Attempt.objects.get(pk=retake.pk)
    assert (then.repeated, then.right, then.asked) == (["critical"], 5, 6)
    assert grading.unpack(bytes(then.marks)).count(FULL) == 5
