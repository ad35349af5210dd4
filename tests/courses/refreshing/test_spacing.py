from datetime import date, timedelta
from itertools import pairwise

import pytest

from courses.refreshing import spacing
from courses.refreshing.spacing import Resting

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def resting(topic=1, due=MONDAY, **fields):
    return Resting(topic, due, **fields)


@pytest.mark.parametrize(("box", "moved", "weeks"), [(1, 2, 2), (2, 3, 4), (3, 4, 8), (4, 5, 16), (5, 5, 16)])
def test_a_right_answer_moves_one_box_on_and_rests_twice_as_long(box, moved, weeks):
    assert spacing.move(box, True, MONDAY) == (moved, MONDAY + weeks * WEEK)


@pytest.mark.parametrize("box", [1, 2, 3, 4, 5])
def test_a_wrong_answer_goes_back_to_the_first_box_and_comes_next_week(box):
    assert spacing.move(box, False, MONDAY) == (1, MONDAY + WEEK)


def test_the_first_question_comes_a_week_after_the_course_is_completed():
    begun = spacing.begin(7, MONDAY)
    assert spacing.choose([begun], MONDAY + 6 * DAY) is None
    assert spacing.choose([begun], MONDAY + 7 * DAY) == begun


def test_a_topic_is_due_on_the_day_itself_and_not_the_day_before():
    one = resting()
    assert spacing.choose([one], MONDAY) == one
    assert spacing.choose([one], MONDAY - DAY) is None


def test_nobody_is_asked_twice_in_one_week_whatever_is_due():
    one = resting(due=MONDAY - 10 * WEEK)
    again = spacing.a_week_after(MONDAY)
    assert spacing.choose([one], MONDAY + 6 * DAY, again) is None
    assert spacing.choose([one], MONDAY + 7 * DAY, again) == one


def test_what_has_been_due_longest_is_asked():
    late, later = resting(1, MONDAY - DAY), resting(2, MONDAY - 2 * DAY)
    assert spacing.choose([late, later], MONDAY) == later


def test_of_two_due_since_the_same_day_the_lower_box_is_asked():
    high, low = resting(1, box=3), resting(2, box=2)
    assert spacing.choose([high, low], MONDAY) == low


def test_what_was_wrong_comes_before_what_has_been_due_longer():
    waiting, wrong = resting(1, MONDAY - 9 * WEEK), resting(2, was_wrong=True)
    assert spacing.choose([waiting, wrong], MONDAY) == wrong
    assert spacing.choose([waiting, wrong], MONDAY - DAY) == waiting


def test_with_no_topic_there_is_nothing_to_ask_and_no_day():
    assert spacing.choose([], MONDAY) is None
    assert spacing.next_day([]) is None
    assert spacing.next_day([], MONDAY) is None


def test_the_next_day_is_the_first_due_one_but_not_before_the_week_is_over():
    topics = [resting(1, MONDAY + WEEK), resting(2, MONDAY + 3 * WEEK)]
    assert spacing.next_day(topics) == MONDAY + WEEK
    assert spacing.next_day(topics, MONDAY) == MONDAY + WEEK
    assert spacing.next_day(topics, MONDAY + 2 * WEEK) == MONDAY + 2 * WEEK


def test_the_questions_of_a_topic_take_turns():
    keys = ["c", "a", "b"]
    seen = ["b"]
    for _turn in range(4):
        seen.append(spacing.choose_question(keys, seen[-1], 1))
    assert seen == ["b", "c", "a", "b", "c"]


def test_a_question_alone_is_asked_again_and_one_taken_back_is_followed_by_the_next():
    assert spacing.choose_question(["a"], "a", 5) == "a"
    assert spacing.choose_question(["a", "d"], "b", 5) == "d"
    assert spacing.choose_question(["a", "b"], "z", 5) == "a"


def test_colleagues_begin_with_different_questions():
    assert {spacing.choose_question(["a", "b", "c"], "", number) for number in (4, 5, 6)} == {"a", "b", "c"}


def test_four_years_of_right_answers_ask_each_topic_about_every_sixteen_weeks():
    topics = {number: spacing.begin(number, MONDAY) for number in range(6)}
    days, not_before = [], None
    for day in (MONDAY + n * DAY for n in range(4 * 365)):
        due = spacing.choose(topics.values(), day, not_before)
        if due:
            days.append(day)
            box, due_on = spacing.move(due.box, True, day)
            topics[due.topic] = Resting(due.topic, due_on, box, asked=due.asked + 1)
            not_before = spacing.a_week_after(day)
    assert all(later - earlier >= WEEK for earlier, later in pairwise(days))
    assert {one.box for one in topics.values()} == {5}
    assert {one.asked for one in topics.values()} <= {15, 16, 17}
