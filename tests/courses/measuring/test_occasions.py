from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from courses import attempts
from courses.measuring import forms, occasions
from courses.measuring.occasions import NotDue, Occasion, due, gets_a_first
from courses.models import OpenAttempt, Quiz, Sitting
from home import page_cache
from tests import make
from tests.courses.measuring.conftest import NAIROBI, NOON, complete, offer_to, progress_of, take

pytestmark = pytest.mark.django_db


def test_the_halves_are_about_even_in_every_course():
    for course_key in ("one", "two", "three"):
        share = sum(gets_a_first(course_key, learner) for learner in range(1, 4001)) / 4000
        assert 0.47 < share < 0.53


def test_the_coin_falls_alike_on_every_device_and_differently_in_another_course():
    assert [gets_a_first("c0ffee", learner) for learner in range(1, 9)] == [
        gets_a_first("c0ffee", learner) for learner in range(1, 9)
    ]
    assert any(gets_a_first("c0ffee", learner) != gets_a_first("tea", learner) for learner in range(20))


def test_the_pre_test_comes_before_any_quiz_is_handed_in():
    assert due(None, has_answered=False, has_follow_up=True, now=NOON) == Occasion.PRE
    assert due(None, has_answered=True, has_follow_up=True, now=NOON) is None


@pytest.mark.parametrize(
    ("day", "expected"), [(0, "post"), (59, "post"), (60, "follow_up"), (90, "follow_up"), (91, None), (400, None)]
)
def test_after_the_course_the_day_decides(day, expected):
    assert due(NOON, True, True, NOON + timedelta(days=day)) == expected


def test_days_are_counted_by_the_calendar_of_nairobi():
    late = datetime(2026, 3, 2, 23, 50, tzinfo=NAIROBI)
    sixtieth = datetime(2026, 5, 1, 0, 10, tzinfo=NAIROBI)
    assert due(late, True, True, sixtieth) == "follow_up"
    assert due(late, True, True, sixtieth - timedelta(minutes=20)) == "post"
    assert due(late, True, True, datetime(2026, 5, 31, 23, 59, tzinfo=NAIROBI)) == "follow_up"
    assert due(late, True, True, datetime(2026, 6, 1, 0, 1, tzinfo=NAIROBI)) is None


def test_without_a_follow_up_quiz_nothing_is_due_on_day_60():
    assert due(NOON, True, False, NOON + timedelta(days=60)) is None


def test_the_post_test_is_the_form_that_the_pre_test_was_not(course, test, amina, chausiku):
    for learner in (amina, chausiku):
        before = offer_to(learner, course).form
        complete(learner, course)
        after = offer_to(learner, course)
        assert after.occasion == "post"
        assert {before, after.form} == {test.form_a, test.form_b}


def test_a_quiz_of_the_course_handed_in_ends_the_time_of_the_pre_test_even_failed(course, test, amina):
    assert offer_to(amina, course).occasion == "pre"
    attempts.hand_in(amina, attempts.start(amina, Quiz.objects.get(slug="red-flags-1")).ticket)
    assert offer_to(amina, course) is None


def test_a_closed_test_is_offered_to_nobody(course, test, amina):
    forms.set_open(test, False)
    assert offer_to(amina, course) is None


def test_before_a_retired_course_that_nobody_can_begin_nothing_is_asked(course, test, amina):
    type(course).objects.update(retired_on="2026-01-01")
    page_cache.forget_now()
    assert offer_to(amina, course) is None
    complete(amina, course)
    assert offer_to(amina, course).occasion == "post"


def test_before_a_refresher_that_is_not_open_yet_nothing_is_asked(course, test, amina):
    full = make.make_course("Full", "full", modules=1, lessons=1)
    type(course).objects.filter(pk=course.pk).update(refreshes=full)
    page_cache.forget_now()
    assert offer_to(amina, course) is None
    complete(amina, full)
    assert offer_to(amina, course).occasion == "pre"


def test_begun_again_it_is_the_same_sitting(course, test, amina):
    offer = offer_to(amina, course)
    first, second = occasions.start(amina, offer, NOON), occasions.start(amina, offer, NOON)
    assert first.ticket == second.ticket
    assert (Sitting.objects.count(), OpenAttempt.objects.count()) == (1, 1)
    assert offer_to(amina, course).is_begun


def test_another_device_carries_on_where_the_first_stopped(course, test, amina):
    sitting = occasions.start(amina, offer_to(amina, course), NOON)
    opened = amina.open_attempts.get()
    item = attempts.paper_of(opened)[0]
    attempts.answer(opened, item.question, ["a"])
    again = occasions.start(amina, offer_to(amina, course), NOON + timedelta(hours=5))
    assert again.ticket == sitting.ticket
    assert again.started_at == NOON
    assert amina.open_attempts.get().answers == {item.question: ["a"]}


def test_handed_in_it_is_never_offered_or_begun_again(course, test, amina):
    offer = offer_to(amina, course)
    take(amina, course, 0)
    assert offer_to(amina, course) is None
    with pytest.raises(NotDue):
        occasions.start(amina, offer, NOON)
    assert Sitting.objects.count() == 1


def test_the_database_keeps_one_sitting_an_occasion(course, test, amina):
    sitting = occasions.start(amina, offer_to(amina, course), NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(test=test, learner=amina, occasion=sitting.occasion, ticket="another")


def test_every_form_in_its_turn_makes_three_sittings(course, test, amina):
    take(amina, course, 1)
    complete(amina, course)
    take(amina, course, 2)
    take(amina, course, 2, NOON + timedelta(days=75))
    assert list(Sitting.objects.order_by("pk").values_list("occasion", flat=True)) == ["pre", "post", "follow_up"]
    assert offer_to(amina, course, NOON + timedelta(days=76)) is None


def test_courses_without_a_test_cost_one_query(course, amina, django_assert_num_queries):
    progress = progress_of(amina, course)
    with django_assert_num_queries(1):
        assert occasions.offers(amina, [progress], NOON) == {}


def test_an_offer_costs_at_most_six_queries(course, test, amina, django_assert_max_num_queries):
    progress = progress_of(amina, course)
    with django_assert_max_num_queries(6):
        assert occasions.offers(amina, [progress], NOON)
