"""When a quiz may be taken, at each edge."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from courses import attempts, rules
from courses.models import Allowance, OpenAttempt, Quiz
from courses.rules import GRACE, NoMoreAttempts, TooSoon

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone())
SECOND = timedelta(seconds=1)


@pytest.fixture
def quiz(course):
    return Quiz.objects.get(slug="red-flags-1")


def with_rules(quiz, **given):
    Quiz.objects.filter(pk=quiz.pk).update(**given)
    return Quiz.objects.select_related("current_version").get(pk=quiz.pk)


def sit(learner, quiz, is_pass=False, at=NOON):
    opened = attempts.start(learner, quiz, at)
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["a" if is_pass else "b"], at)
    return attempts.hand_in(learner, opened.ticket, at)


def test_without_rules_anybody_may_start_at_once_and_again(amina, quiz):
    assert rules.check_may_start(amina, quiz, NOON) is None
    failed = sit(amina, quiz)
    assert rules.check_may_start(amina, quiz, NOON) == failed


def test_the_last_attempt_allowed_may_be_started_and_no_other(amina, quiz):
    quiz = with_rules(quiz, attempts_allowed=2)
    sit(amina, quiz)
    assert rules.chance_of(amina, quiz, NOON).number == 2
    sit(amina, quiz)
    with pytest.raises(NoMoreAttempts) as refused:
        rules.check_may_start(amina, quiz, NOON)
    assert refused.value.allowed == 2


def test_an_extra_attempt_counts_and_no_more_than_it(amina, chausiku, quiz):
    quiz = with_rules(quiz, attempts_allowed=1)
    Allowance.objects.create(learner=amina, quiz=quiz, extra_attempts=1)
    for learner in (amina, chausiku):
        sit(learner, quiz)
    assert rules.check_may_start(amina, quiz, NOON)
    with pytest.raises(NoMoreAttempts):
        rules.check_may_start(chausiku, quiz, NOON)
    sit(amina, quiz)
    with pytest.raises(NoMoreAttempts):
        rules.check_may_start(amina, quiz, NOON)


def test_attempts_of_others_and_at_other_quizzes_do_not_count(amina, chausiku, quiz):
    quiz = with_rules(quiz, attempts_allowed=1)
    sit(chausiku, quiz)
    sit(amina, Quiz.objects.get(slug="red-flags-2"))
    assert rules.check_may_start(amina, quiz, NOON) is None


def test_an_open_attempt_stays_open_when_all_are_used(amina, quiz):
    quiz = with_rules(quiz, attempts_allowed=1)
    opened = attempts.start(amina, quiz, NOON)
    assert attempts.start(amina, quiz, NOON) == opened


def test_the_wait_is_over_to_the_second(amina, quiz):
    quiz = with_rules(quiz, wait_minutes=60)
    sit(amina, quiz)
    until = NOON + timedelta(hours=1)
    with pytest.raises(TooSoon) as refused:
        rules.check_may_start(amina, quiz, until - SECOND)
    assert refused.value.until == until
    assert rules.check_may_start(amina, quiz, until)


@pytest.mark.parametrize(("at", "told"), [(NOON, 0), (NOON + SECOND, 1), (NOON + 59 * SECOND, 1)])
def test_the_end_of_the_wait_is_told_in_whole_minutes_and_never_too_early(amina, quiz, at, told):
    quiz = with_rules(quiz, wait_minutes=60)
    sit(amina, quiz, at=at)
    assert rules.chance_of(amina, quiz, at).opens_at == NOON + timedelta(minutes=60 + told)


def test_nobody_waits_after_a_pass(amina, quiz):
    quiz = with_rules(quiz, wait_minutes=60)
    sit(amina, quiz, is_pass=True)
    assert rules.check_may_start(amina, quiz, NOON)


def test_nobody_waits_for_an_attempt_that_is_not_allowed(amina, quiz):
    quiz = with_rules(quiz, wait_minutes=60, attempts_allowed=1)
    sit(amina, quiz)
    with pytest.raises(NoMoreAttempts):
        rules.check_may_start(amina, quiz, NOON)


def test_without_a_time_limit_no_attempt_is_ever_over(amina, quiz):
    opened = attempts.start(amina, quiz, NOON)
    assert rules.ends_at(opened) is None
    assert not rules.is_over(opened, NOON + timedelta(days=900))


@pytest.mark.parametrize("extra", [0, 15])
def test_the_time_is_over_after_limit_and_extra_minutes_and_grace(amina, quiz, extra):
    quiz = with_rules(quiz, time_limit=10)
    if extra:
        Allowance.objects.create(learner=amina, quiz=quiz, extra_minutes=extra)
    opened = attempts.start(amina, quiz, NOON)
    end = NOON + timedelta(minutes=10 + extra)
    assert rules.ends_at(opened) == end
    assert not rules.is_over(opened, end + GRACE)
    assert rules.is_over(opened, end + GRACE + SECOND)


def test_what_is_answered_in_the_grace_counts_and_after_it_not(amina, quiz):
    quiz = with_rules(quiz, time_limit=10)
    opened = attempts.start(amina, quiz, NOON)
    first, second, *_rest = attempts.paper_of(opened)
    end = NOON + timedelta(minutes=10)
    attempts.answer(opened, first.question, ["a"], end + GRACE)
    with pytest.raises(attempts.TimeIsUp):
        attempts.answer(opened, second.question, ["a"], end + GRACE + SECOND)
    assert list(OpenAttempt.objects.get().answers) == [first.question]


def test_extra_minutes_without_a_limit_make_none(amina, quiz):
    Allowance.objects.create(learner=amina, quiz=quiz, extra_minutes=15)
    assert rules.chance_of(amina, quiz, NOON).minutes is None


def test_a_learner_s_chance_is_read_in_three_queries(amina, quiz, django_assert_num_queries):
    quiz = with_rules(quiz, attempts_allowed=3, time_limit=10)
    sit(amina, quiz)
    with django_assert_num_queries(3):
        chance = rules.chance_of(amina, quiz, NOON)
    assert (chance.used, chance.allowed, chance.minutes, chance.is_open) == (1, 3, 10, True)


def test_a_time_limit_set_later_does_not_end_an_open_attempt(amina, quiz):
    opened = attempts.start(amina, quiz, NOON)
    with_rules(quiz, time_limit=10)
    assert rules.ends_at(OpenAttempt.objects.get(pk=opened.pk)) is None
