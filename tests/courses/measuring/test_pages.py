from datetime import timedelta

import pytest
from django.utils import timezone

from courses import attempts
from courses.measuring import forms
from courses.models import Attempt, OpenAttempt, Sitting
from tests.conftest import sign_in
from tests.courses.measuring.conftest import complete, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina_s(client, amina):
    return sign_in(client, amina)


@pytest.fixture
def address(course):
    return f"/en/learn/test/{course.translation_key}/"


def test_the_page_says_why_and_how_long_and_that_nobody_fails(amina_s, test, address):
    page = amina_s.get(address).content.decode()
    for words in ("What do you know already?", "3 questions", "about 2 minutes", "Nobody passes or fails", "Skip"):
        assert words in page
    assert not Sitting.objects.exists(), "looking begins nothing"


def test_starting_leads_to_the_ordinary_questions(amina_s, test, address):
    first = amina_s.post(address)
    ticket = Sitting.objects.get().ticket
    assert first.url == f"/en/learn/paper/{ticket}/1/"
    assert amina_s.post(address).url == first.url
    assert amina_s.get(first.url).status_code == 200
    assert OpenAttempt.objects.count() == 1


def test_it_can_be_handed_in_once_and_is_then_over(amina_s, amina, test, address):
    amina_s.post(address)
    ticket = Sitting.objects.get().ticket
    amina_s.post(f"/en/learn/paper/{ticket}/review/")
    assert Attempt.objects.get().ticket == ticket
    assert amina_s.get(f"/en/learn/result/{ticket}/").status_code == 200
    again = amina_s.post(address)
    assert "Nothing to do here now" in again.content.decode()
    assert (Sitting.objects.count(), OpenAttempt.objects.count()) == (1, 0)


def test_the_result_shows_no_answers(amina_s, amina, course, test):
    ticket = take(amina, course, 1, timezone.now()).ticket
    page = amina_s.get(f"/en/learn/result/{ticket}/").content.decode()
    assert "Because of" not in page
    assert "You passed" not in page
    assert "Not passed yet" not in page


def test_a_form_does_not_open_by_its_quiz_page(amina_s, amina, course, test):
    for quiz in (test.form_a, test.form_b, test.follow_up):
        page = f"/en/learn/quiz/{quiz.slug}/"
        assert amina_s.get(page).status_code == 404
        assert amina_s.post(page).status_code == 404
    take(amina, course, 1, timezone.now())
    assert {amina_s.post(f"/en/learn/quiz/{quiz.slug}/").status_code for quiz in (test.form_a, test.form_b)} == {404}


def test_the_way_back_from_a_question_leads_somewhere(amina_s, amina, test, address):
    question = amina_s.post(address).url
    page = amina_s.get(question).content.decode()
    back = page.split('<header class="top">')[1].split('href="')[1].split('"')[0]
    assert amina_s.get(back, follow=True).status_code == 200


def test_a_closed_test_and_an_unknown_course_are_not_there(amina_s, test, address):
    forms.set_open(test, False)
    assert amina_s.get(address).status_code == 404
    assert amina_s.get("/en/learn/test/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert amina_s.get("/en/learn/test/none/").status_code == 404


def test_it_is_offered_on_the_course_page_and_among_my_training(amina_s, amina, course, test, address):
    assert f'href="{address}"' in amina_s.get("/en/courses/red-flags/").content.decode()
    complete(amina, course, timezone.now())
    page = amina_s.get("/en/me/").content.decode()
    assert f'href="{address}"' in page
    assert "What do you know now?" in page


def test_in_kiswahili_the_same_test_is_offered(amina_s, course, test):
    sw = course.get_translations().get()
    assert f"/sw/learn/test/{course.translation_key}/" in amina_s.get(sw.url).content.decode()


def test_visitors_are_offered_nothing(client, course, test, address):
    assert address not in client.get("/en/courses/red-flags/").content.decode()


def test_after_60_days_the_page_asks_for_the_follow_up(amina_s, amina, course, test, address):
    complete(amina, course, timezone.now() - timedelta(days=61))
    assert "What do you still know?" in amina_s.get(address).content.decode()
    amina_s.post(address)
    assert Sitting.objects.get().occasion == "follow_up"


def test_a_post_test_waits_for_the_one_who_completed(amina_s, amina, course, test, address):
    complete(amina, course, timezone.now())
    assert "What do you know now?" in amina_s.get(address).content.decode()


def test_answers_in_the_test_pass_no_quiz_of_the_course(amina, course, test):
    attempt = take(amina, course, 3, timezone.now())
    assert attempt.is_pass
    assert not amina.enrolments.exists()
    assert attempts.mark_of(attempt).right == 3
