"""The pre-test and post-test on phones, as the page that says "you are on the list" leads to them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Enrolment
from tests import make
from tests.conftest import sign_in
from tests.workshops import papers
from workshops.testing import choosing

FORM = {"full_name": "Juma Ali", "phone": "", "operator": "other", "role": "driver", "mark": "m1"}


@pytest.fixture
def measured(course):
    measured = papers.make_measured(course)
    measured.is_open = True
    measured.save()
    return measured


@pytest.fixture
def asked(workshop, measured):
    choosing.choose(workshop, {"pre": "phones", "post": "phones"})
    return workshop


def page(client, workshop, **posted):
    address = reverse("workshops:attend", args=[workshop.token])
    response = client.post(address, posted, follow=True) if posted else client.get(address)
    return " ".join(response.content.decode().split())


def test_who_has_just_said_that_they_are_here_is_led_to_the_pre_test(client, asked, course, amina):
    text = page(sign_in(client, amina), asked, do="me")
    assert "Take the pre-test" in text
    assert f'href="/en/learn/test/{course.translation_key}/"' in text
    assert "You need do nothing more now." not in text
    assert "Start the questions" in client.get(f"/en/learn/test/{course.translation_key}/").content.decode()


def test_without_sign_in_it_leads_through_it(client, asked, course):
    text = page(client, asked, **FORM)
    assert "Take the pre-test" in text
    assert "You sign in with your own phone number first." in text
    assert "/sign-in/?next=" in client.get(f"/en/learn/test/{course.translation_key}/").url


def test_who_has_learned_from_a_quiz_already_needs_none(client, asked, course, amina):
    enrolment = make.make_enrolment(amina, course)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=timezone.now() - timedelta(days=365))
    assert "You need do nothing more now." in page(sign_in(client, amina), asked, do="me")


def test_who_has_finished_the_course_is_led_to_the_post_test(client, asked, course, amina):
    make.make_enrolment(amina, course)
    assert "Take the post-test" in page(sign_in(client, amina), asked, do="me")


def test_a_test_on_paper_or_none_leads_nowhere(client, workshop, measured, amina):
    choosing.choose(workshop, {"pre": "paper", "post": "paper"})
    assert "You need do nothing more now." in page(sign_in(client, amina), workshop, do="me")
    client.logout()
    assert "You need do nothing more now." in page(client, workshop, **FORM)


def test_a_test_that_was_closed_since_leads_nowhere(client, asked, measured):
    measured.is_open = False
    measured.save()
    assert "You need do nothing more now." in page(client, asked, **FORM)


def test_whoever_puts_somebody_else_on_the_list_is_not_asked(client, asked, amina):
    assert "You need do nothing more now." in page(sign_in(client, amina), asked, **FORM)
