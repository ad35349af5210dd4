import pytest
from django.urls import reverse
from django.utils import timezone

from saccos import invitations, joining
from saccos.models import StaffMember
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def address(invitation):
    return reverse("saccos:join", args=[invitation.token])


def test_a_visitor_learns_what_joining_means_and_signs_in_first(client, address):
    text = client.get(address).content.decode()
    assert "Join the staff of Pwani Shuttle Sacco" in text
    assert "Matatu sacco" in text
    assert "What your manager will see" in text
    assert f"{reverse('accounts:sign_in')}?next={address}" in text


def test_a_visitor_who_posts_joins_nobody(client, address):
    assert client.post(address, {"role": "driver"}).status_code == 200
    assert not StaffMember.objects.exists()


def test_who_has_not_finished_signing_in_finishes_first(client, address):
    person = make.make_user(registered_at=None)
    response = sign_in(client, person).post(address, {"role": "driver"})
    assert response.url == f"{reverse('accounts:welcome')}?next={address}"
    assert not StaffMember.objects.exists()


def test_the_role_is_filled_in(client, address, chausiku):
    text = sign_in(client, chausiku).get(address).content.decode()
    assert 'value="driver" required checked' in text


def test_joining_says_what_happens_next(client, address, chausiku, pwani):
    text = sign_in(client, chausiku).post(address, {"role": "clerk"}, follow=True).content.decode()
    assert "You are on the staff of Pwani Shuttle Sacco" in text
    assert reverse("courses:me") in text
    assert pwani.staff.get().role == "clerk"


def test_joining_twice_is_harmless(client, address, chausiku):
    sign_in(client, chausiku)
    for _time in range(2):
        client.post(address, {"role": "driver"})
    assert StaffMember.objects.count() == 1
    assert "You are on the staff of" in client.get(address).content.decode()


@pytest.mark.parametrize("typed", [{}, {"role": "pilot"}])
def test_without_a_role_nobody_joins_and_the_page_says_why(client, address, chausiku, typed):
    response = sign_in(client, chausiku).post(address, typed)
    assert 'id="role-error"' in response.content.decode()
    assert not StaffMember.objects.exists()


def test_who_works_elsewhere_is_told_that_it_ends(client, address, chausiku, other):
    make.make_staff(other, chausiku)
    sign_in(client, chausiku)
    assert "You are on the staff of Mawimbi Link Sacco now" in client.get(address).content.decode()
    client.post(address, {"role": "driver"})
    assert joining.current_employment(chausiku).operator.name == "Pwani Shuttle Sacco"
    assert chausiku.employments.count() == 2


def test_the_new_manager_does_not_learn_where_they_came_from(client, as_baraka, invitation, chausiku, other):
    make.make_staff(other, chausiku)
    member = joining.join(chausiku, invitation, "driver", timezone.now())
    text = as_baraka.get(reverse("saccos:person", args=["pwani-shuttle", member.pk])).content.decode()
    assert other.name not in text


@pytest.mark.parametrize("is_in", [True, False])
def test_a_closed_link_says_whom_to_ask(client, address, invitation, pwani, baraka, chausiku, is_in):
    invitations.replace(pwani, invitation.token, baraka, timezone.now())
    if is_in:
        sign_in(client, chausiku)
    response = client.post(address, {"role": "driver"})
    assert response.status_code == 404
    assert "Ask your manager for the new link" in response.content.decode()
    assert pwani.name not in response.content.decode()


def test_an_unknown_link_gets_the_same_page(client, db):
    response = client.get(reverse("saccos:join", args=["no-such-token"]))
    assert response.status_code == 404
    assert "Ask your manager for the new link" in response.content.decode()


def test_a_link_closed_between_look_and_tap_says_so(client, address, chausiku, monkeypatch):
    def closed(*args):
        raise joining.LinkClosed

    monkeypatch.setattr(joining, "join", closed)
    assert sign_in(client, chausiku).post(address, {"role": "driver"}).status_code == 404


def test_the_poster_of_an_operator_merged_into_another_leads_to_that_one(client, address, pwani, other, chausiku):
    pwani.merged_into = other
    pwani.save()
    assert "Join the staff of Mawimbi Link Sacco" in client.get(address).content.decode()
    text = sign_in(client, chausiku).post(address, {"role": "driver"}, follow=True).content.decode()
    assert "You are on the staff of Mawimbi Link Sacco" in text
    assert joining.current_employment(chausiku).operator == other
