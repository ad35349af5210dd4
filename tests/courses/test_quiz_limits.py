"""The pages of a quiz with rules: attempts allowed, waiting time, time limit; and what an open attempt survives."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from courses import attempts
from courses.models import Allowance, Attempt, OpenAttempt, Quiz
from home.models import Organisation
from tests import make
from tests.conftest import sign_in
from tests.courses.test_attempts import in_threads
from tests.courses.test_quiz_pages import QUIZ, begin, take


@pytest.fixture
def learner(client, amina, course):
    return sign_in(client, amina)


def with_rules(**given):
    Quiz.objects.filter(slug="red-flags-1").update(**given)


def fail(client):
    return take(client, lambda question: "b")


def pass_by(minutes):
    """Let the clock of the open attempt run."""
    OpenAttempt.objects.update(started_at=F("started_at") - timedelta(minutes=minutes))


def test_the_first_page_tells_the_rules(learner, amina):
    with_rules(attempts_allowed=3, time_limit=30)
    Allowance.objects.create(learner=amina, quiz=Quiz.objects.get(slug="red-flags-1"), extra_minutes=15)
    fail(learner)
    page = learner.get(QUIZ).content.decode()
    assert "Attempt 2 of 3" in page
    assert "45 minutes from when you start" in page
    assert "15 of them are extra" in page


def test_without_rules_the_first_page_tells_none(learner):
    fail(learner)
    page = learner.get(QUIZ).content.decode()
    assert "Attempt" not in page
    assert "No hurry" in page


def test_who_has_used_all_attempts_is_told_what_to_do(learner):
    with_rules(attempts_allowed=1)
    assert "last attempt that the quiz allows" in fail(learner).content.decode()
    page = learner.get(QUIZ).content.decode()
    assert "the one attempt that this quiz allows" in page
    assert "Ask your trainer or your manager" in page
    assert "/en/courses/red-flags/module-1/lesson-1/?card=1&amp;quiz=red-flags-1" in page
    assert learner.post(QUIZ).url == QUIZ
    assert not OpenAttempt.objects.exists()


def test_who_has_passed_and_used_all_attempts_has_nothing_to_ask_for(learner):
    with_rules(attempts_allowed=1)
    take(learner)
    page = learner.get(QUIZ).content.decode()
    assert "your pass stays" in page
    assert "Ask your trainer" not in page


def test_who_comes_too_soon_is_told_when_to_come_in_their_language(learner):
    with_rules(wait_minutes=24 * 60)
    fail(learner)
    Attempt.objects.update(handed_in_at=timezone.now().replace(second=0, microsecond=0))
    until = timezone.localtime(Attempt.objects.get().handed_in_at) + timedelta(days=1)
    english = learner.get(QUIZ).content.decode()
    assert f"{until:%A} {until.day} {until:%B}, {until:%H:%M}" in english
    assert learner.post(QUIZ, follow=True).status_code == 200
    kiswahili = learner.get(QUIZ.replace("/en/", "/sw/")).content.decode()
    assert f"{until:%H:%M}" in kiswahili
    assert f"{until:%A}" not in kiswahili


def test_the_organisation_s_number_stands_where_one_is_to_ask(learner):
    Organisation.objects.update(phone="0700 111 222")
    with_rules(attempts_allowed=1)
    fail(learner)
    assert 'href="tel:0700111222"' in learner.get(QUIZ).content.decode()


def test_without_a_limit_no_clock_is_shown(learner):
    paper = begin(learner)
    for part in ("1/", "review/"):
        assert "Time until" not in learner.get(paper + part).content.decode()


def test_the_clock_is_the_server_s(learner):
    with_rules(time_limit=30)
    paper = begin(learner)
    pass_by(10.5)
    end = timezone.localtime(OpenAttempt.objects.get().started_at + timedelta(minutes=30))
    for part in ("1/", "review/"):
        page = learner.get(paper + part).content.decode()
        assert f"Time until {end:%H:%M}" in page
        assert "19 min left" in page


def test_in_the_grace_an_answer_still_counts(learner):
    with_rules(time_limit=30)
    paper = begin(learner)
    pass_by(30.5)
    assert "less than 1 min left" in learner.get(f"{paper}1/").content.decode()
    assert learner.post(f"{paper}1/", {"option": "a"}).url == f"{paper}2/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("part", ["1/", "review/", "quiz"])
def test_when_the_time_is_up_what_was_answered_counts(learner, method, part):
    with_rules(time_limit=30)
    paper = begin(learner)
    learner.post(f"{paper}1/", {"option": "a"})
    pass_by(31.5)
    address = QUIZ if part == "quiz" else paper + part
    page = getattr(learner, method)(address, {"option": "b"}, follow=True).content.decode()
    assert "The time was up at" in page
    assert "1 of 4 right" in page
    assert not OpenAttempt.objects.exists()


def test_an_attempt_whose_time_was_up_was_handed_in_then(learner):
    with_rules(time_limit=30)
    begin(learner)
    end = OpenAttempt.objects.get().started_at + timedelta(minutes=30) - timedelta(minutes=600)
    pass_by(600)
    learner.get(QUIZ)
    assert Attempt.objects.get().handed_in_at == end


def test_time_that_runs_out_on_the_way_leads_to_the_result(learner, monkeypatch):
    with_rules(time_limit=30)
    paper = begin(learner)

    def too_late(*args):
        raise attempts.TimeIsUp

    monkeypatch.setattr(attempts, "answer", too_late)
    assert "/learn/result/" in learner.post(f"{paper}1/", {"option": "a"}).url


def test_a_page_reloaded_after_a_question_was_answered_changes_nothing(learner):
    paper = begin(learner)
    for _time in range(2):
        assert learner.post(f"{paper}1/", {"option": "a"}).url == f"{paper}2/"
    assert len(OpenAttempt.objects.get().answers) == 1


def test_two_tabs_answer_two_questions_and_both_are_kept(learner):
    paper = begin(learner)
    assert begin(learner) == paper
    learner.post(f"{paper}1/", {"option": "a"})
    learner.post(f"{paper}2/", {"option": "b"})
    assert sorted(map(str, OpenAttempt.objects.get().answers.values())) == ["['a']", "['b']"]


def test_a_second_phone_carries_on_where_the_first_one_was(learner, client, amina):
    paper = begin(learner)
    learner.post(f"{paper}2/", {"option": "c"})
    second = sign_in(type(client)(), amina)
    assert begin(second) == paper
    assert re.search(r'value="c" checked', second.get(f"{paper}2/").content.decode())


def test_a_tab_left_open_gets_no_attempt_beyond_those_allowed(learner):
    with_rules(attempts_allowed=1)
    paper = begin(learner)
    learner.post(f"{paper}review/")
    for address in (QUIZ, f"{paper}1/", f"{paper}review/"):
        learner.post(address, {"option": "a"})
    assert (Attempt.objects.count(), OpenAttempt.objects.count()) == (1, 0)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_handing_in_and_starting_at_once_get_no_extra_attempt(client, course):
    with_rules(attempts_allowed=1)
    amina = make.make_user()
    paper = begin(sign_in(client, amina))
    phones = [(sign_in(type(client)(), amina), address) for address in (QUIZ, f"{paper}review/") for _tab in range(3)]

    def press():
        phone, address = phones.pop()
        return phone.post(address).status_code

    assert in_threads(6, press) == [302] * 6
    assert (Attempt.objects.count(), OpenAttempt.objects.count()) == (1, 0)


def test_the_first_page_and_the_result_take_few_queries(learner, django_assert_max_num_queries):
    with_rules(attempts_allowed=5, time_limit=30, wait_minutes=60)
    result = fail(learner).request["PATH_INFO"]
    for address, most in ((QUIZ, 9), (result, 10)):
        learner.get(address)
        with django_assert_max_num_queries(most):
            learner.get(address)


def test_a_question_of_a_retake_takes_no_more_queries(learner, django_assert_num_queries):
    fail(learner)
    paper = begin(learner)
    learner.get(f"{paper}1/")
    with django_assert_num_queries(4):
        learner.get(f"{paper}1/")


def test_a_question_with_a_clock_takes_one_query_more(learner, django_assert_num_queries):
    with_rules(time_limit=30)
    paper = begin(learner)
    learner.get(f"{paper}1/")
    with django_assert_num_queries(5):
        learner.get(f"{paper}1/")
