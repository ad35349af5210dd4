"""How a case officer finds the cases: from "My training", and from Wagtail's menu and front page."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone

from incidents.casework import appointing, ways
from incidents.models import Case
from tests import make
from tests.conftest import sign_in
from tests.incidents.conftest import reported

CASES = "/en/cases/"
ADMIN = "/admin/"


def page(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def staff_officer(gathoni):
    """Return Gathoni as one who may use Wagtail's admin."""
    make.make_root()
    gathoni.user.is_superuser = gathoni.user.is_staff = True
    gathoni.user.save()
    return gathoni


def test_an_officer_finds_the_cases_from_my_training(client, gathoni):
    sign_in(client, gathoni.user)
    assert f'href="{CASES}"' in page(client, "/en/me/")


def test_nobody_else_does_nor_who_has_left(client, gathoni, hamisi, amina):
    sign_in(client, amina)
    assert CASES not in page(client, "/en/me/")
    appointing.remove(hamisi, None, timezone.now())
    sign_in(client, hamisi.user)
    assert CASES not in page(client, "/en/me/")


def test_an_officer_finds_them_in_wagtail_and_how_many_are_new(client, staff_officer):
    sign_in(client, staff_officer.user, verified=True)
    assert "No report is new" in page(client, ADMIN)
    for number in range(2):
        reported(token=f"t{number}")
    text = page(client, ADMIN)
    assert text.replace(f"{CASES}team/", "").count(CASES) == 2
    assert "2 reports are new" in text
    Case.objects.update(state=Case.State.OPEN)
    assert "No report is new" in page(client, ADMIN)


def test_an_administrator_who_is_no_officer_is_shown_neither(client, staff_officer):
    reported()
    farida = make.make_user(full_name="Farida Ali", is_superuser=True, is_staff=True)
    sign_in(client, farida, verified=True)
    text = page(client, ADMIN)
    assert CASES not in text.replace(f"{CASES}team/", "")
    assert "is new" not in text


def test_an_officer_who_waits_for_the_key_is_told_so(client, gathoni, juma, hamisi):
    juma.public_key, juma.locked_key = b"k" * 32, b"l"
    juma.save()
    sign_in(client, juma.user, verified=True)
    assert "You wait for the team&#x27;s key" in page(client, CASES).replace("team's", "team&#x27;s")
    sign_in(client, hamisi.user, verified=True)
    assert "You wait for the team" not in page(client, CASES)


def test_the_team_sees_whom_no_message_can_reach(client, gathoni, hamisi):
    sign_in(client, gathoni.user, verified=True)
    assert "gets no message" not in page(client, f"{CASES}team/")
    hamisi.user.phone, hamisi.user.username = None, "hamisi"
    hamisi.user.save()
    assert page(client, f"{CASES}team/").count("gets no message") == 1
    hamisi.user.email = "hamisi@team.example"
    hamisi.user.save()
    assert "gets no message" not in page(client, f"{CASES}team/")


def test_who_is_an_officer_costs_no_query_once_it_is_known(gathoni, amina, django_assert_num_queries):
    assert ways.is_officer(gathoni.user)
    with django_assert_num_queries(0):
        assert ways.is_officer(gathoni.user)
        assert not ways.is_officer(amina)
        assert not ways.is_officer(AnonymousUser())


def test_a_team_of_nobody_is_known_too(amina, django_assert_num_queries):
    assert not ways.is_officer(amina)
    with django_assert_num_queries(0):
        assert not ways.is_officer(amina)


def test_who_is_appointed_removed_or_deleted_is_known_at_once(gathoni, hamisi, amina):
    assert not ways.is_officer(amina)
    officer = appointing.appoint(amina, None, timezone.now())
    assert ways.is_officer(amina)
    appointing.remove(officer, None, timezone.now())
    assert not ways.is_officer(amina)
    hamisi_user = hamisi.user
    assert ways.is_officer(hamisi_user)
    hamisi.delete()
    assert not ways.is_officer(hamisi_user)


def test_what_was_read_before_a_change_was_written_through_is_forgotten_then(
    gathoni, amina, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        appointing.appoint(amina, None, timezone.now())
        cache.set("case-officers", frozenset())  # another process, which does not see it yet
    assert ways.is_officer(amina)


def test_another_process_learns_of_a_change_within_a_minute(gathoni):
    ways.is_officer(gathoni.user)
    (expires,) = (at for key, at in cache._expire_info.items() if "case-officers" in key)
    assert expires - time.time() <= 60


def test_a_way_that_is_still_shown_leads_nowhere(client, hamisi, gathoni):
    appointing.remove(hamisi, None, timezone.now())
    cache.set("case-officers", frozenset({hamisi.user.pk}))
    sign_in(client, hamisi.user, verified=True)
    assert client.get(CASES).status_code == 404
