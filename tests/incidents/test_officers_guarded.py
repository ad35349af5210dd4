"""An administrator can't become a case officer by putting a phone or a second factor of their own on the account."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import guarded, merging, numbers, untouched
from accounts.models import PersonMerge, User
from tests import make
from tests.conftest import make_authenticator, sign_in

PEOPLE = "/admin/users/"
WHY = str(guarded.WHY)


@pytest.fixture
def farida(client, db):
    farida = make.make_user(full_name="Farida Noor", username="farida", is_superuser=True)
    return sign_in(client, farida, verified=True)


def edit(client, person, **changes):
    person.refresh_from_db()
    given = {"full_name": person.full_name, "language": "en", "phone": "0700 000 051", "is_active": "on"}
    return client.post(f"{PEOPLE}edit/{person.pk}/", given | {"username": person.username or ""} | changes)


def leave(officer):
    officer.left_at = timezone.now()
    officer.save()


def reset(client, person):
    return client.post(f"{PEOPLE}second-factor/{person.pk}/", {"reason": "She lost her phone, she says"})


CHANGES = {
    "phone": {"phone": "0700 000 666"},
    "shared_phone": {"shared_phone": "0700 000 666"},
    "is_active": {"is_active": ""},
    "username": {"username": "gathoni", "password1": "matatu-tano-za-usiku", "password2": "matatu-tano-za-usiku"},
    "password1": {"username": "gathoni", "password1": "matatu-tano-za-usiku", "password2": "matatu-tano-za-usiku"},
}


@pytest.mark.parametrize("field", CHANGES)
def test_nothing_that_an_officer_signs_in_with_is_changed_until_they_have_left(farida, gathoni, field):
    before = User.objects.values().get(pk=gathoni.user.pk)
    page = edit(farida, gathoni.user, **CHANGES[field])
    assert WHY in page.context["form"].errors[field]
    assert User.objects.values().get(pk=gathoni.user.pk) == before
    leave(gathoni)
    assert edit(farida, gathoni.user, **CHANGES[field]).status_code == 302


def test_whatever_else_is_known_of_an_officer_is_put_right(farida, gathoni):
    assert edit(farida, gathoni.user, full_name="Gathoni Maina", email="g@example.org").status_code == 302
    gathoni.user.refresh_from_db()
    assert (gathoni.user.full_name, str(gathoni.user.phone)) == ("Gathoni Maina", "+254700000051")


def test_an_officer_whose_account_is_closed_stays_guarded(farida, gathoni):
    User.objects.filter(pk=gathoni.user.pk).update(is_active=False)
    page = edit(farida, gathoni.user, phone="0700 000 666")
    assert {"phone", "is_active"} <= set(page.context["form"].errors)


def test_an_officer_s_second_factor_is_reset_by_nobody_until_they_have_left(farida, gathoni):
    make_authenticator(gathoni.user)
    page = farida.get(f"{PEOPLE}second-factor/{gathoni.user.pk}/").content.decode()
    assert WHY in page
    assert "Reset second factor" not in page
    reset(farida, gathoni.user)
    assert TOTPDevice.objects.filter(user=gathoni.user).exists()
    leave(gathoni)
    reset(farida, gathoni.user)
    assert not TOTPDevice.objects.filter(user=gathoni.user).exists()


def test_who_runs_the_server_may_still_reset_it(gathoni):
    make_authenticator(gathoni.user)
    call_command("reset_second_factor", "0700 000 051", reason="The last officer, met in person")
    assert not TOTPDevice.objects.filter(user=gathoni.user).exists()


@pytest.mark.parametrize("stays", ["officer", "other"])
def test_an_officer_is_put_together_with_nobody(farida, gathoni, stays):
    other = make.make_user("+254700000666", "Gathoni C.")
    kept = {"officer": gathoni.user, "other": other}[stays]
    address = f"{PEOPLE}merge/{gathoni.user.pk}/?with={other.pk}"
    assert WHY in farida.post(address, {"kept": kept.pk}, follow=True).content.decode()
    assert not PersonMerge.objects.exists()


def test_what_was_put_together_before_somebody_became_an_officer_stays_so(farida, juma):
    other = make.make_user("+254700000666", "Juma C.")
    officers = type(juma).objects.filter(pk=juma.pk)
    officers.update(left_at=timezone.now())
    done = merging.merge(juma.user, other, None, timezone.now())
    officers.update(left_at=None)
    assert WHY in farida.post(f"{PEOPLE}merges/", {"undo": done.pk}, follow=True).content.decode()
    done.refresh_from_db()
    assert done.undone_at is None


def test_who_was_appointed_and_never_signed_in_is_no_manager_s_to_change(juma):
    User.objects.filter(pk=juma.user.pk).update(registered_at=None, last_login=None)
    assert not untouched.is_untouched(juma.user)
    with pytest.raises(numbers.HasSignedIn):
        numbers.give_number(juma.user, "+254700000666")
