"""Who it is that somebody at a workshop names."""

import pytest
from django.utils import timezone

from accounts.models import User
from tests import make
from workshops import people
from workshops.people import Said

pytestmark = pytest.mark.django_db


def find(workshop, *said, by_trainer=False, **more):
    return people.find_or_make(workshop, Said(*said, **more), by_trainer=by_trainer)


def test_a_known_number_with_its_owner_s_name_is_its_owner(workshop, amina):
    assert find(workshop, "Amina Hassan", "+254700000001") == amina
    assert find(workshop, "hassan AMINA Juma", "+254700000001") == amina


def test_a_first_name_is_enough_by_the_trainer_s_word_only(workshop, amina):
    assert find(workshop, "Amina", "+254700000001", by_trainer=True) == amina
    assert find(workshop, "Amina", "+254700000001") != amina
    amina.full_name = "Amina"
    amina.save()
    assert find(workshop, "AMINA", "+254700000001") == amina


@pytest.mark.parametrize("by_trainer", [True, False])
def test_a_name_of_apostrophes_is_nobody_s(workshop, amina, by_trainer):
    assert find(workshop, "ʼʼ", "+254700000001", by_trainer=by_trainer) != amina


@pytest.mark.parametrize(("known", "said"), [("", ""), ("ʼʼ", "ʼʼ"), ("Amina", "ʼʼ"), ("", "Amina")])
def test_an_empty_name_is_the_same_as_none(known, said):
    assert not people.is_same(known, said)
    assert not people.is_surely_same(known, said)


def test_a_known_number_with_another_name_is_a_new_person_who_gets_no_way_in(workshop, amina):
    sister = find(workshop, "Halima Hassan", "+254700000001")
    assert sister != amina
    assert (sister.phone, sister.shared_phone) == (None, "")


def test_a_trainer_s_word_notes_a_shared_number(workshop, amina):
    sister = find(workshop, "Halima Hassan", "+254700000001", by_trainer=True)
    assert sister.phone is None
    assert sister.shared_phone == "+254700000001"
    assert find(workshop, "Halima Hassan", "+254700000001", by_trainer=True) == sister


def test_a_new_number_makes_a_person_who_has_not_registered(workshop, pwani):
    person = find(workshop, "Juma Ali", "+254711111111", pwani, "driver")
    assert person.phone == "+254711111111"
    assert (person.full_name, person.role, person.registered_at) == ("Juma Ali", "driver", None)
    assert not person.employments.exists()


def test_without_a_number_the_one_of_that_name_at_the_operator_is_meant(workshop, pwani, amina):
    make.make_staff(pwani, amina)
    assert find(workshop, "AMINA Hassan", operator=pwani) == amina


def test_without_a_number_two_of_one_name_are_not_guessed_at(workshop, pwani, amina):
    make.make_staff(pwani, amina)
    make.make_staff(pwani, make.make_user(full_name="Amina Hassan"))
    assert find(workshop, "Amina Hassan", operator=pwani) not in User.objects.filter(employments__operator=pwani)


def test_nobody_is_found_on_the_staff_of_an_operator_they_did_not_name(workshop, pwani, other, amina):
    make.make_staff(other, amina)
    assert find(workshop, "Amina Hassan", operator=pwani) != amina
    assert find(workshop, "Amina Hassan") != amina


def test_a_new_number_may_be_of_somebody_on_the_staff_who_had_none_but_is_not_given_to_them(workshop, pwani):
    without = User.objects.create_learner(None, full_name="Mwanaisha Juma")
    make.make_staff(pwani, without)
    assert find(workshop, "Mwanaisha Juma", "+254711111111", pwani) == without
    without.refresh_from_db()
    assert without.phone is None


def test_a_new_number_is_not_of_somebody_who_has_another(workshop, pwani, amina):
    make.make_staff(pwani, amina)
    assert find(workshop, "Amina Hassan", "+254711111111", pwani) != amina


def test_a_number_without_a_name_gets_the_one_that_the_trainer_says(workshop):
    nameless = User.objects.create_learner("+254711111111")
    assert find(workshop, "Juma Ali", "+254711111111", by_trainer=True) == nameless
    nameless.refresh_from_db()
    assert nameless.full_name == "Juma Ali"


def test_on_the_public_page_a_number_without_a_name_gets_none(workshop):
    nameless = User.objects.create_learner("+254711111111")
    person = find(workshop, "Juma Ali", "+254711111111")
    assert person != nameless
    assert person.phone is None
    nameless.refresh_from_db()
    assert nameless.full_name == ""


@pytest.mark.parametrize(
    "used",
    [{"registered_at": timezone.now()}, {"last_login": timezone.now()}, {"username": "juma"}, {"is_staff": True}],
)
def test_who_has_signed_in_once_is_given_no_name(workshop, used):
    nameless = User.objects.create_learner("+254711111111")
    User.objects.filter(pk=nameless.pk).update(**used)
    assert find(workshop, "Juma Ali", "+254711111111", by_trainer=True) != nameless
    nameless.refresh_from_db()
    assert nameless.full_name == ""


def test_a_number_of_somebody_who_was_closed_out_is_taken(workshop, amina):
    amina.is_active = False
    amina.save()
    person = find(workshop, "Amina Hassan", "+254700000001")
    assert person != amina
    assert person.phone is None
