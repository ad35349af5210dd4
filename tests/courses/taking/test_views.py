"""Fetching a course for the phone: who may, in which encoding, and what is each learner's own."""

import gzip
import json
from datetime import timedelta

import brotli
import pytest
from django.utils import timezone

from accounts import marks
from courses import attempts, outline, tickets
from courses.models import CoursePage, Enrolment, Quiz
from courses.models.offline import Ticket
from home import page_cache
from tests import make
from tests.conftest import sign_in
from tests.courses.taking.conftest import PHONE, about, take


def test_about_says_what_each_language_weighs(taker, course):
    told = taker.get(about(course)).json()
    assert told["course"] == str(course.translation_key)
    assert set(told["languages"]) == {"en", "sw"}
    facts = told["languages"]["sw"]
    assert facts["url"].startswith("/sw/learn/take/")
    assert len(facts["hash"]) == 16
    response = taker.get(facts["url"], headers={"Accept-Encoding": "br"})
    assert len(response.content) == facts["bytes"]


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_the_bundle_is_packed_once(taker, course, accepted, encoding, unpack):
    facts = taker.get(about(course)).json()["languages"]["en"]
    response = taker.get(facts["url"], headers={"Accept-Encoding": accepted})
    assert response.get("Content-Encoding") == encoding
    assert json.loads(unpack(response.content))["hash"] == facts["hash"]
    assert "immutable" in response["Cache-Control"]
    assert "Accept-Encoding" in response["Vary"]


def test_fetching_the_other_language_does_not_choose_it(taker, course):
    response = taker.get(taker.get(about(course)).json()["languages"]["sw"]["url"])
    assert "django_language" not in response.cookies


def test_an_old_bundle_is_gone(taker, course):
    response = taker.get(about(course).replace("about", "bundle-0123456789abcdef"))
    assert (response.status_code, response.json()) == (404, {"error": "old"})


def test_head_is_answered(taker, course):
    assert taker.head(about(course)).status_code == 200
    assert taker.head(taker.get(about(course)).json()["languages"]["en"]["url"]).status_code == 200


def test_a_stranger_is_asked_to_sign_in(client, course):
    assert client.get(about(course)).json() == {"error": "sign_in"}
    assert take(client, course).status_code == 401


def test_a_retired_course_is_closed_but_to_those_who_have_begun(taker, amina, course):
    CoursePage.objects.update(retired_on="2020-01-01")
    page_cache.forget_now()
    assert take(taker, course).json() == {"error": "closed"}
    make.make_enrolment(amina, course, completed=False)
    assert take(taker, course).status_code == 200


def test_a_refresher_is_taken_only_after_the_course_it_refreshes(taker, amina, course):
    refresher = make.make_course("Refresher", "refresher", modules=1, refreshes=course)
    page_cache.forget_now()
    assert taker.get(about(refresher)).status_code == 404
    make.make_enrolment(amina, course)
    assert taker.get(about(refresher)).status_code == 200


def test_a_learner_gets_a_paper_for_each_quiz_and_the_same_ones_again(taker, amina, course):
    given = take(taker, course).json()
    assert (given["learner"], given["name"]) == (marks.mark_of(amina.pk), "Amina Hassan")
    paper = given["papers"]["red-flags-1"]
    version = Quiz.objects.get(slug="red-flags-1").current_version
    assert (paper["version"], paper["follows"]) == (tickets.name_of(version), None)
    assert take(taker, course).json()["papers"] == given["papers"]
    assert Ticket.objects.count() == 2


def test_progress_comes_along(taker, amina, course):
    step = outline.of(course.translation_key, "en").steps[0]
    make.read_lessons(amina, course)
    progress = take(taker, course).json()["progress"]
    assert progress["places"][step.key] == [2, 1]
    assert (progress["passed"], progress["complete"]) == ([], False)


def test_a_paper_after_a_failed_attempt_says_what_it_follows(taker, amina, course):
    quiz = Quiz.objects.get(slug="red-flags-1")
    opened = attempts.start(amina, quiz)
    failed = attempts.hand_in(amina, opened.ticket)
    follows = take(taker, course).json()["papers"]["red-flags-1"]["follows"]
    assert follows == {"asked": failed.paper, "repeat": []}


@pytest.mark.parametrize(
    ("rules", "closed"),
    [({"attempts_allowed": 1}, "used_up"), ({"wait_minutes": 60}, "wait"), ({"time_limit": 5}, "network")],
)
def test_a_quiz_that_may_not_be_taken_says_why_and_the_others_are_given(taker, amina, course, rules, closed):
    quiz = Quiz.objects.get(slug="red-flags-1")
    attempts.hand_in(amina, attempts.start(amina, quiz).ticket)
    Quiz.objects.filter(pk=quiz.pk).update(**rules)
    papers = take(taker, course).json()["papers"]
    assert papers["red-flags-1"]["closed"] == closed
    assert bool(papers["red-flags-1"]["until"]) == (closed == "wait")
    assert papers["red-flags-2"]["ticket"]


def test_the_pages_worth_keeping_are_the_learner_s_own(taker, amina, chausiku, course):
    own, other = (make.make_certificate(one, course.translation_key) for one in (amina, chausiku))
    keep = take(taker, course).json()["keep"]
    assert {"/en/me/", "/en/me/certificates/", f"/en/me/certificates/{own.code}/"} == set(keep)
    assert other.code not in str(keep)


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "[" * 100_000, b"\xff", {}, {"phone": 7}, {"phone": "a1" * 15}, {"phone": "A1" * 16}],
)
def test_what_no_phone_of_ours_sends_is_unreadable(taker, course, body):
    response = take(taker, course, body)
    assert (response.status_code, response.json()) == (400, {"error": "unreadable"})
    assert not Ticket.objects.exists()


def test_a_form_and_another_site_are_refused(taker, course):
    address = f"/en/learn/take/{course.translation_key}/"
    assert taker.post(address, {"phone": PHONE}).status_code == 400
    assert take(taker, course, headers={"Origin": "https://elsewhere.example"}).status_code == 400
    assert take(taker, course, headers={"Origin": "http://testserver"}).status_code == 200


def test_an_unknown_course_is_closed(taker, course):
    assert taker.get("/en/learn/take/00000000-0000-0000-0000-000000000000/about.json").status_code == 404


def test_once_made_a_bundle_costs_few_looks(client, chausiku, course, django_assert_max_num_queries):
    sign_in(client, chausiku)
    address = client.get(about(course)).json()["languages"]["en"]["url"]
    with django_assert_max_num_queries(4):
        assert client.get(about(course)).status_code == 200
    with django_assert_max_num_queries(4):
        assert client.get(address).status_code == 200


def test_an_enrolment_is_not_begun_by_taking(taker, amina, course):
    take(taker, course)
    assert not Enrolment.objects.filter(started_at__gte=timezone.now() - timedelta(days=1)).exists()
