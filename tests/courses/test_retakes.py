"""What a retake asks, and what its mark is made of."""

import pytest

from courses import attempts, freezing, grading
from courses.grading import FULL
from courses.models import Quiz
from tests import make


@pytest.fixture
def topic(db):
    return make.Topic.objects.create(slug="long", name_en="Long", name_sw="Ndefu")


def quiz_that(topic, **rules):
    """A quiz of five questions and a critical one, with these rules."""
    critical = make.make_question("critical", topic, critical=True)
    quiz = make.make_quiz("long", fixed=[critical, *(make.make_question(f"q{n}", topic) for n in range(1, 6))])
    return again(quiz, **rules)


def again(quiz, **rules):
    Quiz.objects.filter(pk=quiz.pk).update(**rules)
    quiz = Quiz.objects.get(pk=quiz.pk)
    freezing.freeze(quiz)
    return quiz


def sit(learner, quiz, wrong=()):
    opened = attempts.start(learner, Quiz.objects.get(pk=quiz.pk))
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["b"] if item.question in wrong else ["a"])
    return attempts.hand_in(learner, opened.ticket)


def asked_next(learner, quiz):
    return {item.question for item in attempts.paper_of(attempts.start(learner, Quiz.objects.get(pk=quiz.pk)))}


def test_a_retake_of_what_was_wrong_carries_the_rest(amina, topic):
    quiz = quiz_that(topic, retake="wrong")
    failed = sit(amina, quiz, wrong=["q1", "q2", "q3"])
    assert (failed.right, failed.asked, failed.is_pass) == (3, 6, False)
    again = sit(amina, quiz, wrong=["q3"])
    assert again.repeated == sorted(again.repeated, key=again.repeated.index)
    assert set(again.repeated) == {"q1", "q2", "q3"}
    assert (again.right, again.asked, again.points, again.is_pass) == (5, 6, 5 * FULL, True)


def test_a_retake_of_what_was_wrong_goes_on_until_it_is_enough(amina, topic):
    quiz = quiz_that(topic, retake="wrong")
    sit(amina, quiz, wrong=["q1", "q2", "q3"])
    second = sit(amina, quiz, wrong=["q1", "q2"])
    assert (second.right, second.is_pass) == (4, False)
    assert asked_next(amina, quiz) == {"q1", "q2"}


def test_a_retake_of_the_whole_quiz_asks_all_of_it(amina, topic):
    quiz = quiz_that(topic, retake="whole")
    sit(amina, quiz, wrong=["critical"])
    assert len(asked_next(amina, quiz)) == 6


def test_a_retake_of_the_critical_question_carries_the_mark(amina, topic):
    quiz = quiz_that(topic)
    sit(amina, quiz, wrong=["critical"])
    assert asked_next(amina, quiz) == {"critical"}
    mended = sit(amina, quiz)
    assert (mended.right, mended.asked, mended.repeated, mended.is_pass) == (6, 6, ["critical"], True)


def test_a_mark_one_point_below_the_pass_mark_repeats_the_whole_quiz(amina, topic):
    quiz = quiz_that(topic, pass_mark=84)
    sit(amina, quiz, wrong=["critical"])
    assert len(asked_next(amina, quiz)) == 6


def content(limits, **more):
    spot = {"kind": "spots", "critical": False, "part_marks": True}
    options = [{"key": key, "right": key in "abcde", "weight": None} for key in "abcdefghij"]
    return {"pass_mark": 1, "limits": limits, "questions": {"scene": spot | {"options": options}}, **more}


def graded(limits, tapped):
    return grading.grade(content(limits), ["scene"], {"scene": list(tapped)})


@pytest.mark.parametrize(("tapped", "passes"), [("abc", True), ("ab", False)])
def test_misses_up_to_the_limit_pass_and_one_more_does_not(tapped, passes):
    mark = graded({"misses": 40}, tapped)
    assert (mark.flags, mark.is_pass) == (5, passes)


@pytest.mark.parametrize(("tapped", "passes"), [("abcdefg", True), ("abcdefgh", False)])
def test_false_alarms_up_to_the_limit_pass_and_one_more_does_not(tapped, passes):
    mark = graded({"false_alarms": 40}, tapped)
    assert (mark.innocents, mark.is_pass) == (5, passes)


def test_without_limits_the_mark_alone_decides():
    assert graded({}, "ab").is_pass


def test_a_limit_broken_asks_the_whole_quiz_again():
    values = content({"misses": 0})
    values["questions"]["scene"]["critical"] = True
    assert grading.to_repeat(values, grading.grade(values, ["scene"], {"scene": list("abcd")})) == ()


def test_the_strictest_course_sets_the_limits(course):
    type(course).objects.filter(pk=course.pk).update(most_misses=30, most_false_alarms=None)
    frozen = freezing.freeze(Quiz.objects.get(slug="red-flags-1"))
    assert frozen.content["limits"] == {"misses": 30, "false_alarms": None}


def test_marks_are_packed_in_the_order_of_the_version_s_keys():
    values = {"questions": {"c": {}, "a": {}, "b": {}}}
    assert list(grading.unpack(grading.pack(values, ["c", "a"], [7, FULL]))) == [FULL, grading.NOT_ASKED, 7]


def test_a_limit_on_the_other_language_s_page_or_of_a_course_taken_back_is_none(course):
    kiswahili = type(course).objects.get(translation_key=course.translation_key, locale__language_code="sw")
    type(course).objects.filter(pk=kiswahili.pk).update(most_misses=0)
    assert freezing.freeze(Quiz.objects.get(slug="red-flags-1")).content["limits"]["misses"] is None
    type(course).objects.filter(pk=course.pk).update(most_misses=30, live=False)
    assert freezing.freeze(Quiz.objects.get(slug="red-flags-1")).content["limits"]["misses"] is None


def test_a_topic_with_fewer_questions_than_are_drawn_asks_what_it_has(topic, amina):
    make.make_question("only", topic)
    quiz = make.make_quiz("drawn", topic=topic, count=3)
    assert attempts.number_asked(quiz, None) == len(attempts.paper_of(attempts.start(amina, quiz))) == 1
