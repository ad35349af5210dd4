from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from saccos.models import StaffMember
from tests import make


@pytest.fixture
def address(member):
    return reverse("saccos:person", args=["pwani-shuttle", member.pk])


@pytest.fixture
def do(as_baraka, address):
    """Press a button on Amina's page; return the page that follows."""

    def post(what, **fields):
        return as_baraka.post(address, {"do": what, **fields}, follow=True).content.decode()

    return post


def test_the_page_says_how_far_the_person_is(as_baraka, address, member, course):
    make.make_enrolment(member.person, course, completed=False)
    text = as_baraka.get(address).content.decode()
    assert "Red flags" in text
    assert "2 of 6 steps done" in text
    assert 'href="tel:+254700000001"' in text
    assert "https://wa.me/254700000001" in text


def test_the_page_shows_the_certificate(as_baraka, address, member, course):
    make.make_enrolment(member.person, course)
    certificate = make.make_certificate(member.person, course.translation_key)
    text = as_baraka.get(address).content.decode()
    assert certificate.spelled_code in text
    assert "Certificate valid until" in text


def test_a_certificate_that_ran_out_is_not_called_valid(as_baraka, address, member, course):
    ended = timezone.now() - timedelta(days=2)
    make.make_certificate(member.person, course.translation_key, expires_at=ended)
    assert "Certificate ran out" in as_baraka.get(address).content.decode()


def test_a_revoked_certificate_is_not_shown(as_baraka, address, member, course):
    certificate = make.make_certificate(member.person, course.translation_key, revoked_at=timezone.now())
    assert certificate.spelled_code not in as_baraka.get(address).content.decode()


def test_a_course_that_is_gone_keeps_its_certificate(as_baraka, address, member):
    make.make_certificate(member.person, uuid4())
    assert "Red flags on the road" in as_baraka.get(address).content.decode()


def test_the_page_costs_the_same_with_many_courses(as_baraka, address, member, course, django_assert_max_num_queries):
    make.make_enrolment(member.person, course)
    make.make_certificate(member.person, course.translation_key)
    make.make_enrolment(member.person, make.make_course(title="Refresher", slug="refresher"))
    as_baraka.get(address)
    with django_assert_max_num_queries(8):
        as_baraka.get(address)


def test_who_has_left_is_off_the_list_and_can_be_put_back(do, member):
    text = do("left")
    assert "Amina Hassan is no longer on your staff" in text
    assert "Undo" in text
    assert not StaffMember.objects.current().exists()
    assert "Amina Hassan is on your staff" in do("back")
    assert StaffMember.objects.current().get() == member


def test_saying_it_twice_changes_nothing(do, member):
    do("left")
    do("left")
    assert member.person.employments.count() == 1


def test_of_who_has_left_the_manager_sees_no_training_and_no_phone(as_baraka, do, address, member, course):
    certificate = make.make_certificate(member.person, course.translation_key)
    do("left")
    text = as_baraka.get(address).content.decode()
    assert certificate.spelled_code not in text
    assert "+254700000001" not in text


def test_who_joined_elsewhere_is_not_put_back_and_nobody_says_where(do, member, other):
    do("left")
    make.make_staff(other, member.person)
    text = do("back")
    assert "Send Amina Hassan your invitation link" in text
    assert other.name not in text


def test_a_role_can_be_changed(do, member):
    assert "Saved: Amina Hassan, driver." in do("role", role="driver")
    member.refresh_from_db()
    assert member.role == "driver"


def test_a_role_that_does_not_exist_is_refused_beside_the_field(do, member):
    text = do("role", role="pilot")
    assert 'id="role-error"' in text
    member.refresh_from_db()
    assert member.role == "conductor"


def test_a_button_that_does_not_exist_does_nothing(do, member):
    do("dismiss")
    assert StaffMember.objects.current().get() == member


def test_the_role_of_who_has_left_stays_on_record(do, member):
    do("left")
    do("role", role="driver")
    member.refresh_from_db()
    assert member.role == "conductor"
