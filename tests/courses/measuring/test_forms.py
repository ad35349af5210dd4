from collections import Counter

import pytest

from courses import attempts
from courses.analysis import quizzes
from courses.measuring import forms
from courses.measuring.facilities import facilities
from courses.measuring.forms import CannotBuild
from courses.models import Analysis, PrePostTest, Question, Quiz
from tests import make
from tests.courses.measuring.conftest import take

pytestmark = pytest.mark.django_db
COUNTS = {"flags": 2, "law": 3}


def keys(questions):
    return [question.key for question in questions]


def asked(quiz):
    return quiz.current_version.content["fixed"]


def test_both_forms_ask_as_many_of_each_topic_and_nothing_twice(course, topics):
    drawn = forms.draw(COUNTS)
    assert not set(keys(drawn.form_a)) & set(keys(drawn.form_b))
    for form in (drawn.form_a, drawn.form_b):
        assert Counter(question.topic.slug for question in form) == COUNTS


def test_drawn_again_they_are_the_same(topics):
    assert forms.draw(COUNTS) == forms.draw(dict(reversed(COUNTS.items())))


def test_a_pair_is_of_one_kind_as_long_as_the_bank_has_them(topics):
    for place in range(2):
        make.make_question_of("ordering", f"order-{place}", topics["law"])
    make.make_question_of("matching", "alone", topics["law"])
    drawn = forms.draw({"law": 4}, 0)
    assert sorted(q.kind for q in drawn.form_a) == sorted(q.kind for q in drawn.form_b)
    assert "ordering" in {q.kind for q in drawn.form_a}
    assert "alone" not in keys(drawn.form_a + drawn.form_b)


def test_critical_questions_are_paired_with_critical_ones(topics):
    Question.objects.filter(key__in=["law-0", "law-5"]).update(is_critical=True)
    drawn = forms.draw({"law": 3}, 0)
    assert [sum(q.is_critical for q in form) for form in (drawn.form_a, drawn.form_b)] == [1, 1]


def test_questions_of_like_difficulty_stand_against_each_other(topics):
    facilities = {"flags-0": 90, "flags-1": 20, "flags-2": 88, "flags-3": 25}
    questions = {key: {"facility": value} for key, value in facilities.items()}
    Analysis.objects.create(subject="quiz", key="q", result={"questions": questions})
    drawn = forms.draw({"flags": 2}, 0)
    pairs = {frozenset(pair) for pair in zip(keys(drawn.form_a), keys(drawn.form_b), strict=True)}
    assert pairs == {frozenset({"flags-0", "flags-2"}), frozenset({"flags-1", "flags-3"})}
    totals = [sum(facilities[key] for key in keys(form)) for form in (drawn.form_a, drawn.form_b)]
    assert abs(totals[0] - totals[1]) <= 5


def test_difficulty_is_read_from_what_the_analysis_keeps(course, topics):
    quiz = Quiz.objects.get(slug="red-flags-1")
    for n in range(2):
        person = make.make_user(full_name=f"Person {n}")
        opened = attempts.start(person, quiz)
        attempts.answer(opened, "red-flags-1-1", ["a" if n else "b"])
        attempts.hand_in(person, opened.ticket)
    quizzes.calculate(quiz)
    known = facilities()
    assert (known["red-flags-1-1"], known["red-flags-1-2"]) == (50, 0)
    assert "flags-0" not in known


def test_the_follow_up_asks_what_neither_form_asked_where_the_bank_has_it(topics):
    drawn = forms.draw({"flags": 1, "law": 2}, 2)
    assert len(drawn.follow_up) == 2
    assert not set(keys(drawn.follow_up)) & set(keys(drawn.form_a + drawn.form_b))
    assert {question.topic.slug for question in drawn.follow_up} == {"flags", "law"}


def test_a_topic_with_just_enough_questions_will_do_and_one_less_is_refused_in_a_sentence(topics):
    forms.draw({"flags": 2})
    Question.objects.filter(key="flags-0").update(live=False)
    with pytest.raises(CannotBuild, match="has 3 published questions; two forms of 2 need 4"):
        forms.draw({"flags": 2})


@pytest.mark.parametrize("counts", [{}, {"flags": 0}, {"flags": -1}, {"none": 1}, {"law": 10**9}])
def test_counts_that_make_no_form_are_refused(topics, counts):
    with pytest.raises(CannotBuild):
        forms.draw(counts)


def test_building_makes_published_quizzes_that_measure_and_are_taken_once(course, topics):
    test = forms.build(course, COUNTS)
    assert not test.is_open
    for quiz in (test.form_a, test.form_b, test.follow_up):
        assert (quiz.purpose, quiz.attempts_allowed, quiz.live) == (Quiz.Purpose.MEASURE, 1, True)
    assert len(asked(test.form_a)) == len(asked(test.form_b)) == 5
    assert not set(asked(test.form_a)) & set(asked(test.form_b))
    assert test.form_a.title == test.form_b.title, "nobody should see which form they got"


def test_building_again_changes_nothing_and_leaves_the_test_open(course, topics):
    first = forms.build(course, COUNTS)
    forms.set_open(first, True)
    again = forms.build(course, COUNTS)
    assert again.pk == first.pk
    assert PrePostTest.objects.get().is_open
    assert (Quiz.objects.filter(purpose="measure").count(), again.form_a.versions.count()) == (3, 1)


def test_without_a_follow_up_there_is_none(course, topics):
    assert forms.build(course, COUNTS, follow_up=0).follow_up is None


def test_a_test_that_somebody_has_taken_keeps_its_forms(course, test, amina):
    take(amina, course, 1)
    with pytest.raises(CannotBuild, match="taken this test already"):
        forms.build(course, COUNTS)
