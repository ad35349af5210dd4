"""The weekly question's rules over the database: due days, boxes, one a week, and what the bank does meanwhile."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import personal_data
from courses.models import Question, Quiz, TopicBox, WeeklyQuestions
from courses.refreshing import critical, weekly
from home import page_cache
from tests import make
from tests.courses.refreshing.conftest import NOON, complete

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
MIDNIGHT = NOON.replace(hour=0)
A_WEEK_ON = MIDNIGHT + 7 * DAY


def due(learner, now):
    return weekly.week_of(learner, now.date()).due


def answer(learner, now, is_right=True):
    asked = weekly.ask(learner, weekly.week_of(learner, now.date()))
    weekly.record(learner, asked, ["a"] if is_right else ["b"], now)
    return asked


def change(key, **fields):
    Question.objects.filter(key=key).update(**fields)
    page_cache.forget_now()


def test_before_the_course_is_complete_nothing_is_asked(amina, course):
    make.make_enrolment(amina, course, completed=False)
    assert weekly.week_of(amina) == weekly.Week(False, False, None, None, None)


def test_the_first_question_comes_from_midnight_in_nairobi_a_week_later(amina, course):
    complete(amina, course, NOON)
    assert due(amina, A_WEEK_ON - SECOND) is None
    assert due(amina, A_WEEK_ON)


def test_late_in_the_evening_in_nairobi_is_not_the_day_before_in_london(amina, course, at):
    complete(amina, course, MIDNIGHT + 2 * timedelta(hours=1))
    at(A_WEEK_ON - SECOND)
    assert weekly.week_of(amina).due is None
    at(A_WEEK_ON)
    assert weekly.week_of(amina).due


def test_after_an_answer_the_next_question_comes_in_exactly_a_week(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    answer(amina, NOON)
    assert due(amina, A_WEEK_ON - SECOND) is None
    assert due(amina, A_WEEK_ON)


def test_a_right_answer_moves_the_topic_on_and_the_other_topic_is_next(amina, course, topics):
    complete(amina, course, NOON - 60 * DAY)
    first = answer(amina, NOON)
    box = TopicBox.objects.get()
    assert (box.box, box.due_on) == (2, (NOON + 14 * DAY).date())
    assert (box.asked, box.right, box.is_right) == (1, 1, True)
    assert due(amina, A_WEEK_ON).topic != first.resting.topic


def test_a_wrong_answer_is_asked_about_again_the_next_week_before_anything_else(amina, course, topics):
    complete(amina, course, NOON - 60 * DAY)
    first = answer(amina, NOON, is_right=False)
    box = TopicBox.objects.get()
    assert (box.box, box.due_on, box.asked, box.right) == (1, A_WEEK_ON.date(), 1, 0)
    assert due(amina, A_WEEK_ON).topic == first.resting.topic


def test_the_same_answer_recorded_twice_counts_once(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    asked = answer(amina, NOON)
    weekly.record(amina, asked, ["b"], NOON + SECOND)
    weekly.record(amina, asked, ["b"], NOON + 30 * DAY)
    box = TopicBox.objects.get()
    assert (box.box, box.asked, box.right, box.answer) == (2, 1, 1, ["a"])


def test_an_answer_about_another_topic_in_the_same_week_is_not_recorded(amina, course, topics):
    complete(amina, course, NOON - 60 * DAY)
    week = weekly.week_of(amina, NOON.date())
    tab = weekly.ask(amina, week)
    TopicBox.objects.create(learner=amina, topic_id=tab.resting.topic, due_on=A_WEEK_ON.date(), answered_at=NOON)
    other = weekly.ask(amina, weekly.week_of(amina, NOON.date()))
    assert other.resting.topic != tab.resting.topic
    weekly.record(amina, other, ["a"], NOON)
    assert TopicBox.objects.filter(asked=1).count() == 1
    TopicBox.objects.filter(asked=0).delete()
    weekly.record(amina, tab, ["a"], NOON)
    assert TopicBox.objects.count() == 1


def test_the_next_question_of_a_topic_is_another_one_where_there_is_one(amina, course, topics):
    second = make.make_question("second", topics[0], critical=True)
    quiz = Quiz.objects.get(slug="red-flags-1")
    quiz.parts.append(("question", second))
    quiz.save()
    page_cache.forget_now()
    complete(amina, course, NOON - 60 * DAY)
    keys = []
    for week in range(4):
        asked = weekly.ask(amina, weekly.week_of(amina, (NOON + week * 7 * DAY).date()))
        assert asked.resting.topic == topics[0].pk
        weekly.record(amina, asked, ["b"], NOON + week * 7 * DAY)
        keys.append(asked.item.question)
    assert len(set(keys[:2])) == 2
    assert keys[:2] == keys[2:]


def test_only_published_critical_questions_that_the_course_asks_count(course, topics):
    key = str(course.translation_key)
    make.make_question("elsewhere", topics[0], critical=True)
    assert critical.questions_of(key)[topics[0].pk] == {"red-flags-1-critical"}
    change("red-flags-1-critical", is_critical=False)
    assert topics[0].pk not in critical.questions_of(key)
    change("red-flags-1-critical", is_critical=True, live=False)
    assert topics[0].pk not in critical.questions_of(key)
    assert topics[1].pk in critical.questions_of(key)


def test_what_a_quiz_draws_from_a_topic_counts_too(course, topics):
    drawn = make.Topic.objects.create(slug="drawn", name_en="Drawn", name_sw="Ya kuchaguliwa")
    make.make_question("drawn-1", drawn, critical=True)
    make.make_question("drawn-2", drawn)
    quiz = Quiz.objects.get(slug="red-flags-1")
    quiz.parts.append(("draw", {"topic": drawn, "count": 1}))
    quiz.save()
    assert critical.questions_of(str(course.translation_key))[drawn.pk] == {"drawn-1"}


def test_a_course_published_no_more_asks_nothing(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    for page in (course, *course.get_translations()):
        page.live = False
        page.save()
    page_cache.forget_now()
    week = weekly.week_of(amina, NOON.date())
    assert (week.is_earned, week.due, week.next_on) == (False, None, None)


def test_a_question_taken_back_is_replaced_by_another_topic_s(amina, course, topics):
    complete(amina, course, NOON - 60 * DAY)
    asked = weekly.ask(amina, weekly.week_of(amina, NOON.date()))
    change(asked.item.question, live=False)
    other = weekly.ask(amina, weekly.week_of(amina, NOON.date()))
    assert other.resting.topic != asked.resting.topic


def test_where_the_bank_changed_behind_the_cache_nothing_is_asked_rather_than_what_is_gone(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    week = weekly.week_of(amina, NOON.date())
    Question.objects.update(live=False)
    assert weekly.ask(amina, week) is None


def test_put_off_it_comes_next_week_and_its_box_stays(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    weekly.put_off(amina, NOON.date())
    weekly.put_off(amina, NOON.date())
    assert due(amina, A_WEEK_ON - SECOND) is None
    assert due(amina, A_WEEK_ON)
    assert not TopicBox.objects.exists()


def test_put_off_where_nothing_is_due_changes_nothing(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    answer(amina, NOON)
    weekly.put_off(amina, (NOON + 3 * DAY).date())
    assert due(amina, A_WEEK_ON)


def test_turned_off_nothing_is_due_until_it_is_turned_on_again(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    weekly.stop(amina)
    assert due(amina, NOON) is None
    weekly.resume(amina)
    assert due(amina, NOON)


def test_one_learner_s_answers_move_nobody_else_s_boxes(amina, chausiku, course):
    for learner in (amina, chausiku):
        complete(learner, course, NOON - 60 * DAY)
    answer(amina, NOON)
    weekly.stop(amina)
    assert due(chausiku, NOON)
    assert not TopicBox.objects.filter(learner=chausiku).exists()


def test_a_learner_has_one_box_for_a_topic_and_only_five_boxes(amina, topics):
    fields = {"learner": amina, "topic": topics[0], "due_on": NOON.date(), "answered_at": NOON}
    TopicBox.objects.create(box=5, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicBox.objects.create(box=5, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicBox.objects.update(box=6)


def test_it_is_in_what_a_person_takes_along_and_goes_with_them(amina, course):
    complete(amina, course, NOON - 60 * DAY)
    answer(amina, NOON)
    mine = personal_data.of(amina)["training"]
    assert [(row["topic__slug"], row["box"], row["answer"]) for row in mine["weekly_questions"]] == [
        ("red-flags-1", 2, ["a"])
    ]
    assert mine["weekly_question_setting"] == [{"is_off": False, "not_before": A_WEEK_ON.date()}]
    amina.delete()
    assert not TopicBox.objects.exists()
    assert not WeeklyQuestions.objects.exists()


def test_it_costs_three_queries_however_many_topics_there_are(amina, course, django_assert_num_queries):
    complete(amina, course, NOON - 60 * DAY)
    answer(amina, NOON)
    with django_assert_num_queries(3):
        weekly.week_of(amina)
