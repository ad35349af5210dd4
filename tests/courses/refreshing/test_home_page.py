"""What the public home page says first: to a stranger nothing of their own, to a learner where they were."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import attempts, outline, recording
from courses.models import CoursePage, LessonPage, LessonProgress, Quiz
from courses.refreshing import here, weekly
from home import page_cache
from tests import make
from tests.conftest import sign_in
from tests.courses.refreshing.conftest import complete, text

pytestmark = pytest.mark.django_db
FIRST = "/en/courses/red-flags/module-1/lesson-1/"
OTHER = "/en/courses/red-flags/module-2/lesson-1/"


def button(page):
    """Return the address of the one big button on the learner's own card, and that of the bar at the bottom."""
    card, bar = page.split('<section class="card go">')[1], page.split('class="bar-bottom"')[1]
    return [part.split('class="button" href="')[1].split('"')[0] for part in (card, bar)]


def pass_quiz(learner, slug):
    opened = attempts.start(learner, Quiz.objects.get(slug=slug))
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["a"])
    attempts.hand_in(learner, opened.ticket)


def place_of(learner, course):
    return here.left_off([recording.progress_of(learner, outline.of(course.translation_key, "en"))])


def test_a_stranger_sees_the_page_as_it_is(client, course):
    page = text(client.get("/en/"))
    assert '<div class="hero">' in page
    assert '<h1 class="big">Safari Salama</h1>' in page
    assert "You were here" not in page
    assert '<section class="card go">' not in page


def test_somebody_not_yet_begun_sees_start(client, amina, course):
    page = text(sign_in(client, amina).get("/en/"))
    assert button(page) == ["/en/courses/red-flags/"] * 2
    assert page.count(">Start</a>") == 2
    assert "You were here" not in page


def test_a_learner_sees_first_of_all_where_they_were_and_carries_on_at_that_card(client, amina, course):
    sign_in(client, amina).get(FIRST + "?card=2")
    LessonProgress.objects.update(finished_at=None)
    page = text(client.get("/en/"))
    assert page.index("You were here") < page.index("Safari Salama</h2>")
    assert button(page) == [FIRST + "?card=2"] * 2
    for words in ("Red flags · Red flags module 1", "Lesson 1.1", "card 2 of 2", "Module 1 of 2", "0 of 6 steps done"):
        assert words in page
    assert page.count("<h1") == 1


def test_in_kiswahili_it_leads_to_the_same_card_in_kiswahili(client, amina, course):
    sign_in(client, amina).get(FIRST + "?card=2")
    LessonProgress.objects.update(finished_at=None)
    assert button(text(client.get("/sw/"))) == [FIRST.replace("/en/", "/sw/") + "?card=2"] * 2


def test_after_the_last_card_it_leads_to_the_next_lesson(client, amina, course):
    sign_in(client, amina).get(FIRST + "?card=2")
    assert button(text(client.get("/en/")))[0] == FIRST.replace("lesson-1", "lesson-2")


def test_after_the_lessons_of_a_module_it_leads_to_the_quiz(client, amina, course):
    sign_in(client, amina)
    for lesson in ("lesson-1", "lesson-2"):
        client.get(f"/en/courses/red-flags/module-1/{lesson}/?card=2")
    page = text(client.get("/en/"))
    assert button(page)[0] == "/en/learn/quiz/red-flags-1/"
    assert "card 1 of" not in page


def test_who_jumped_ahead_carries_on_there_and_not_at_what_was_skipped(client, amina, course):
    sign_in(client, amina)
    client.get(FIRST)
    client.get(OTHER)
    assert place_of(amina, course).url == OTHER


def test_a_module_that_has_been_closed_since_is_not_where_to_carry_on(client, amina, course):
    sign_in(client, amina)
    client.get(FIRST)
    client.get(OTHER)
    CoursePage.objects.update(enforce_order=True)
    page_cache.forget_now()
    assert place_of(amina, course).url == FIRST


def test_a_lesson_that_has_become_shorter_is_carried_on_at_its_last_card(amina, course):
    known = outline.of(course.translation_key, "en")
    LessonProgress.objects.create(learner=amina, course_key=known.key, lesson_key=known.steps[0].key, card=9)
    assert place_of(amina, course).card == 2


def test_of_two_courses_the_one_seen_last_is_carried_on(client, amina, chausiku, course):
    make.make_course("Law", "law", modules=1, lessons=1)
    law = "/en/courses/law/module-1/lesson-1/"
    for learner, first, last in ((amina, law, FIRST), (chausiku, FIRST, law)):
        sign_in(client, learner).get(first)
        client.get(last)
        assert button(text(client.get("/en/")))[0] == last


def test_the_lane_shows_the_modules_done_and_the_one_they_are_in(client, amina, course):
    sign_in(client, amina)
    for lesson in ("lesson-1", "lesson-2"):
        client.get(f"/en/courses/red-flags/module-1/{lesson}/?card=2")
    pass_quiz(amina, "red-flags-1")
    assert place_of(amina, course).lane == ["done", "here"]


def test_who_has_finished_sees_their_certificate_and_the_question_when_it_is_due(client, amina, course):
    complete(amina, course)
    make.make_certificate(amina, course.translation_key)
    page = text(sign_in(client, amina).get("/en/"))
    assert "You have finished the course" in page
    assert "Valid until" in page
    assert 'href="/en/me/certificates/"' in page
    assert page.count('class="button" href="/en/learn/refresh/"') == 2
    weekly.put_off(amina)
    rested = text(client.get("/en/"))
    assert "/en/learn/refresh/" not in rested
    assert 'class="button" href="/en/me/"' in rested.split('class="bar-bottom"')[1]


def test_who_has_finished_six_days_ago_is_asked_nothing_yet(client, amina, course):
    complete(amina, course, timezone.now() - timedelta(days=6))
    assert "/en/learn/refresh/" not in text(sign_in(client, amina).get("/en/"))


def test_who_has_finished_one_course_and_is_in_another_sees_both(client, amina, course):
    complete(amina, course)
    make.make_course("Law", "law", modules=1, lessons=1)
    sign_in(client, amina).get("/en/courses/law/module-1/lesson-1/")
    page = text(client.get("/en/"))
    assert "You were here" in page
    assert 'class="button plain" href="/en/learn/refresh/"' in page


def test_who_has_not_agreed_to_the_notice_yet_sees_the_public_page(client, course):
    sign_in(client, make.make_user(registered_at=None))
    assert '<div class="hero">' in text(client.get("/en/"))


def test_where_no_course_is_published_a_learner_sees_the_public_page(client, amina):
    make.make_site()
    page = text(sign_in(client, amina).get("/en/"))
    assert '<div class="hero">' in page
    assert 'href="/en/me/">My training</a>' in page


def test_a_course_unpublished_since_leaves_nothing_to_carry_on(client, amina, course):
    sign_in(client, amina).get(FIRST)
    LessonPage.objects.update(live=False)
    Quiz.objects.update(live=False)
    page_cache.forget_now()
    assert client.get("/en/").status_code == 200


def test_nobody_between_may_keep_a_learner_s_page(client, amina, course):
    answer = sign_in(client, amina).get("/en/")
    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_what_differs_per_person_costs_few_queries(client, amina, course, django_assert_num_queries):
    client.cookies["known"] = "by this the page is not taken from the early store"
    client.get("/en/")
    with CaptureQueriesContext(connection) as stranger:
        client.get("/en/")
    public = len(stranger)
    sign_in(client, amina).get(FIRST)
    client.get("/en/")
    with django_assert_num_queries(public + 2 + 3):
        client.get("/en/")
    complete(amina, course)
    client.get("/en/")
    with django_assert_num_queries(public + 2 + 3 + 4):
        client.get("/en/")


def test_more_courses_cost_the_home_page_and_my_training_nothing(client, amina, course, django_assert_num_queries):
    complete(amina, course)
    sign_in(client, amina)
    counts = {}
    for address in ("/en/", "/en/me/"):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        counts[address] = len(few)
    for number in range(3):
        complete(amina, make.make_course(f"C{number}", f"c{number}", modules=1, lessons=1))
    for address, count in counts.items():
        client.get(address)
        with django_assert_num_queries(count):
            client.get(address)


def test_my_training_leads_to_the_weekly_question_once_a_course_is_complete(client, amina, course):
    sign_in(client, amina)
    assert "/en/learn/refresh/" not in text(client.get("/en/me/"))
    complete(amina, course)
    assert "/en/learn/refresh/" in text(client.get("/en/me/"))
