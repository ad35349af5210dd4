from datetime import UTC, datetime, timedelta

import pytest

from courses import outline
from courses.analysis import course_figures, course_tables
from courses.models import Enrolment, Quiz
from tests import make
from tests.courses.analysis.samples import RIGHT, answer_all, attempt, learners, see_lesson

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
START = NOW - timedelta(days=20)


@pytest.fixture
def known(course):
    return outline.of(course.translation_key, "en")


def calculated(known):
    return course_figures.calculate(known, NOW).result


def test_of_each_lesson_it_says_how_many_began_finished_and_left_and_at_which_card(known):
    lesson, people = known.steps[0], learners(4)
    see_lesson(known, lesson, people[0], START, card=2, finished=START + timedelta(minutes=4))
    see_lesson(known, lesson, people[1], START, card=1)
    see_lesson(known, lesson, people[2], START, card=2)
    see_lesson(known, lesson, people[3], START, card=2, seen=NOW - timedelta(days=1))
    first, second, *_rest = calculated(known)["lessons"]
    assert (first["began"], first["finished"], first["left"], first["left_at"]) == (4, 1, 2, {"1": 1, "2": 1})
    assert (second["began"], second["minutes"]) == (0, None)


@pytest.mark.parametrize(("away", "left"), [(timedelta(days=7), 0), (timedelta(days=7, seconds=1), 1)])
def test_somebody_has_left_after_more_than_seven_days(known, away, left):
    see_lesson(known, known.steps[0], learners(1)[0], START, seen=NOW - away)
    assert calculated(known)["lessons"][0]["left"] == left


def test_minutes_have_quartiles_and_none_is_more_than_an_hour(known):
    took = [2, 4, 6, 8, 60 * 24]
    for person, minutes in zip(learners(5), took, strict=True):
        see_lesson(known, known.steps[0], person, START, card=2, finished=START + timedelta(minutes=minutes))
    assert calculated(known)["lessons"][0]["minutes"] == [4, 6, 8]
    assert course_figures.seconds_between(START, NOW, 3600) == 3600
    assert course_figures.seconds_between(NOW, START, 3600) == 0


def test_it_says_at_which_module_people_stop(known):
    for days, module, done in ((1, 1, None), (9, 1, None), (9, 2, None), (9, 2, NOW)):
        Enrolment.objects.create(
            learner=learners(1)[0],
            course_key=known.key,
            module_number=module,
            last_at=NOW - timedelta(days=days),
            completed_at=done,
        )
    result = calculated(known)
    assert [(module["here"], module["stopped"]) for module in result["modules"]] == [(2, 1), (1, 1)]
    assert (result["enrolled"], result["completed"]) == (4, 1)


def test_of_each_quiz_it_says_how_long_first_attempts_took(known):
    quiz = Quiz.objects.get(slug="red-flags-1")
    people = learners(3)
    for person, minutes in zip(people, (2, 4, 6), strict=True):
        attempt(quiz, person, {}, started_at=START, handed_in_at=START + timedelta(minutes=minutes)).save()
    attempt(quiz, people[0], {}, started_at=START, handed_in_at=START + timedelta(minutes=50)).save()
    answer_all(quiz, [[RIGHT] * 4], started_at=None)
    found = calculated(known)["quizzes"][0]
    assert (found["n"], found["timed"], found["passed"], found["minutes"]) == (4, 3, 1, [3, 4, 5])


def test_misses_and_false_alarms_are_kept_of_each_quiz(known):
    quiz = make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=("spots",))
    attempt(quiz, learners(1)[0], {"spots": ["a", "c"]}).save()
    assert calculated(known)["quizzes"][0]["alarms"] == {"misses": 1, "flags": 2, "false_alarms": 1, "innocents": 1}


def test_titles_are_kept_in_both_languages(known):
    result = calculated(known)
    assert result["title"] == {"en": "Red flags", "sw": "Red flags (sw)"}
    assert result["lessons"][0]["title"]["sw"].endswith("(sw)")


def lesson(began, finished=0, left=0, left_at=None):
    given = {"began": began, "finished": finished, "left": left, "left_at": left_at or {"2": left} if left else {}}
    return given | {
        "title": {"en": "One"},
        "module": 1,
        "key": "k",
        "cards": 4,
        "planned": 3,
        "minutes": [1.0, 2.0, 3.0],
    }


@pytest.mark.parametrize(("began", "shown"), [(4, "fewer than 5 people yet"), (5, 5)])
def test_a_lesson_that_fewer_than_five_began_is_hidden(began, shown):
    row = course_tables.lessons_table({"lessons": [lesson(began, began)]}).rows[0]
    assert row.cells[2] == shown
    assert (row.cells[8] is None) == (began == 4)


@pytest.mark.parametrize(("left", "cells"), [(0, [0, 0]), (4, ["under 5", None]), (5, [5, 10])])
def test_under_five_people_are_said_to_be_that(left, cells):
    assert course_tables.lessons_table({"lessons": [lesson(50, 9, left)]}).rows[0].cells[5:7] == cells


@pytest.mark.parametrize(("began", "left", "named"), [(50, 5, 1), (51, 5, 0), (29, 9, 0), (30, 9, 1), (40, 4, 0)])
def test_a_lesson_is_named_where_a_tenth_of_thirty_or_more_left_it(began, left, named):
    assert len(course_tables.leaving_most({"lessons": [lesson(began, 0, left)]})) == named


def test_the_lesson_that_most_left_comes_first_with_the_card_at_which_most_did():
    lessons = [lesson(100, 0, 12), lesson(100, 0, 30, {"1": 10, "3": 20})]
    found = course_tables.leaving_most({"lessons": lessons})
    assert [(one["percent"], one["card"]) for one in found] == [("30.0", "3"), ("12.0", "2")]
