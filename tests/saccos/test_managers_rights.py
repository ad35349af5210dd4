from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from saccos.managing import inviting, rights
from saccos.models import Act, Management
from saccos.models.managing import Right
from tests import make
from tests.conftest import sign_in
from tests.saccos.test_joining import race

NOW = timezone.now()


@pytest.fixture
def baraka_s(pwani, baraka):
    return Management.objects.get(operator=pwani, user=baraka)


@pytest.fixture
def chausiku_s(pwani, chausiku):
    return Management.objects.create(operator=pwani, user=chausiku, right=Right.MANAGE)


@pytest.fixture
def zawadi(db):
    return make.make_user("+254712345678", "Zawadi Karisa")


def page(name, *args):
    return reverse(f"saccos:{name}", args=["pwani-shuttle", *args])


def test_who_manages_already_owns(baraka_s):
    assert baraka_s.right == Right.OWN


def test_an_owner_changes_a_right_and_it_is_on_record(baraka, chausiku_s, pwani):
    rights.change(chausiku_s, Right.VIEW, baraka, NOW)
    chausiku_s.refresh_from_db()
    assert chausiku_s.right == Right.VIEW
    act = Act.objects.get(operator=pwani)
    assert (act.kind, act.said) == ("manager-right", {"name": "Chausiku Njeri", "right": "1-view"})


def test_the_same_right_again_is_no_act(baraka, chausiku_s):
    rights.change(chausiku_s, Right.MANAGE, baraka, NOW)
    assert not Act.objects.exists()


def test_the_last_owner_can_neither_become_less_nor_leave(baraka, baraka_s, chausiku_s):
    with pytest.raises(rights.LastOwner):
        rights.change(baraka_s, Right.MANAGE, baraka, NOW)
    with pytest.raises(rights.LastOwner):
        rights.leave(baraka_s, NOW)
    with pytest.raises(rights.LastOwner):
        rights.remove(baraka_s, baraka, NOW)
    assert Management.objects.filter(right=Right.OWN).count() == 1
    assert not Act.objects.exists()


def test_one_of_two_owners_may_leave(baraka_s, chausiku_s):
    Management.objects.filter(pk=chausiku_s.pk).update(right=Right.OWN)
    rights.leave(baraka_s, NOW)
    assert Management.objects.get() == chausiku_s
    assert Act.objects.get().kind == "manager-left"


def test_an_owner_who_can_no_longer_sign_in_does_not_count(baraka_s, chausiku_s, chausiku):
    Management.objects.filter(pk=chausiku_s.pk).update(right=Right.OWN)
    chausiku.is_active = False
    chausiku.save()
    with pytest.raises(rights.LastOwner):
        rights.leave(baraka_s, NOW)


def test_removing_twice_is_once(baraka, chausiku_s):
    for _time in range(2):
        rights.remove(chausiku_s, baraka, NOW)
    assert Act.objects.filter(kind="manager-removed").count() == 1


def test_who_was_removed_by_another_owner_removes_nobody(baraka, baraka_s, chausiku, chausiku_s, daudi, pwani):
    Management.objects.filter(pk=chausiku_s.pk).update(right=Right.OWN)
    Management.objects.create(operator=pwani, user=daudi, right=Right.OWN)
    rights.remove(baraka_s, chausiku, NOW)
    with pytest.raises(rights.NotAnOwner):
        rights.remove(chausiku_s, baraka, NOW)
    assert Management.objects.filter(pk=chausiku_s.pk).exists()


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_owners_removing_each_other_at_one_moment_leave_one():
    first, second = make.make_user(), make.make_user()
    operator = make.make_operator(manager=first)
    theirs = {user: Management.objects.get_or_create(operator=operator, user=user)[0] for user in (first, second)}
    raised = race(lambda: rights.remove(theirs[second], first, NOW), lambda: rights.remove(theirs[first], second, NOW))
    assert Management.objects.filter(right=Right.OWN).count() == 1
    assert [type(error) for error in raised] == [rights.NotAnOwner]


def test_the_list_says_who_may_do_what(as_baraka, chausiku_s):
    text = as_baraka.get(page("managers")).content.decode()
    assert "Chausiku Njeri" in text
    assert "Sees and changes the staff" in text
    assert "(you)" in text
    assert page("manager", chausiku_s.pk) in text


@pytest.mark.parametrize("right", [Right.VIEW, Right.MANAGE])
def test_who_does_not_own_reads_but_decides_nothing(client, pwani, chausiku, chausiku_s, baraka_s, right):
    Management.objects.filter(pk=chausiku_s.pk).update(right=right)
    sign_in(client, chausiku, verified=True)
    text = client.get(page("managers")).content.decode()
    assert "Baraka Mwangi" in text
    assert page("manager", baraka_s.pk) not in text
    assert page("invite_manager") not in text
    for address in (page("manager", baraka_s.pk), page("invite_manager")):
        assert client.post(address, {"do": "remove"}).status_code == 403
    assert Management.objects.count() == 2


def test_the_page_changes_a_right(as_baraka, chausiku_s):
    text = as_baraka.post(page("manager", chausiku_s.pk), {"do": "right", "right": Right.OWN}, follow=True)
    assert "Saved: what Chausiku Njeri may do" in text.content.decode()
    chausiku_s.refresh_from_db()
    assert chausiku_s.right == Right.OWN


@pytest.mark.parametrize("typed", [{}, {"right": "4-all"}])
def test_a_right_that_there_is_not_changes_nothing(as_baraka, chausiku_s, typed):
    response = as_baraka.post(page("manager", chausiku_s.pk), {"do": "right"} | typed)
    assert 'id="right-error"' in response.content.decode()
    chausiku_s.refresh_from_db()
    assert chausiku_s.right == Right.MANAGE


def test_another_operators_manager_is_not_there(as_baraka, other, daudi):
    theirs = Management.objects.get(user=daudi)
    assert as_baraka.post(page("manager", theirs.pk), {"do": "remove"}).status_code == 404
    assert Management.objects.filter(pk=theirs.pk).exists()


def test_who_is_removed_loses_access_at_once(as_baraka, chausiku, chausiku_s):
    theirs = sign_in(Client(), chausiku, verified=True)
    assert theirs.get(page("dashboard")).status_code == 200
    as_baraka.post(page("manager", chausiku_s.pk), {"do": "remove"})
    assert theirs.get(page("dashboard")).status_code == 404
    assert theirs.post(page("invite"), {"token": "x"}).status_code == 404


def test_the_last_owner_is_told_what_to_do_first(as_baraka, baraka_s):
    for address, typed in (
        (page("leave_managing"), {}),
        (page("manager", baraka_s.pk), {"do": "right", "right": Right.VIEW}),
    ):
        text = as_baraka.post(address, typed, follow=True).content.decode()
        assert "first give another manager the right" in text
    baraka_s.refresh_from_db()
    assert baraka_s.right == Right.OWN


def test_a_manager_stops_by_themself_after_a_second_look(client, chausiku, chausiku_s):
    sign_in(client, chausiku, verified=True)
    assert "Stop managing Pwani Shuttle Sacco?" in client.get(page("leave_managing")).content.decode()
    text = client.post(page("leave_managing"), follow=True).content.decode()
    assert "You no longer manage Pwani Shuttle Sacco" in text
    assert not Management.objects.filter(pk=chausiku_s.pk).exists()


def test_the_list_costs_the_same_with_many_managers(as_baraka, pwani, django_assert_num_queries):
    as_baraka.get(page("managers"))
    with django_assert_num_queries(6):
        as_baraka.get(page("managers"))
    for _one in range(10):
        Management.objects.create(operator=pwani, user=make.make_user(), created_at=NOW - timedelta(days=9))
    with django_assert_num_queries(6):
        as_baraka.get(page("managers"))


def asked_to_own(pwani, by, right=Right.OWN, phone="+254712345678"):
    return inviting.invite(pwani, phone, right, by, NOW)


def test_what_a_removed_owner_asked_of_others_is_closed(baraka, chausiku, chausiku_s, pwani, zawadi):
    Management.objects.filter(pk=chausiku_s.pk).update(right=Right.OWN)
    invitation = asked_to_own(pwani, chausiku)
    mine = asked_to_own(pwani, baraka, phone="+254712345679")
    rights.remove(chausiku_s, baraka, NOW)
    with pytest.raises(inviting.InvitationClosed):
        inviting.accept(invitation, zawadi, NOW)
    mine.refresh_from_db()
    assert mine.closed_at is None
    assert Act.objects.get(kind="manager-uninvited").said == {"phone": "***678"}


def test_who_leaves_takes_their_invitations_along(chausiku, chausiku_s, pwani, zawadi):
    Management.objects.filter(pk=chausiku_s.pk).update(right=Right.OWN)
    invitation = asked_to_own(pwani, chausiku)
    rights.leave(chausiku_s, NOW)
    with pytest.raises(inviting.InvitationClosed):
        inviting.accept(invitation, zawadi, NOW)


@pytest.mark.parametrize(("right", "is_closed"), [(Right.OWN, True), (Right.MANAGE, False), (Right.VIEW, False)])
def test_who_becomes_less_gives_no_more_than_they_have(baraka, chausiku, chausiku_s, pwani, right, is_closed):
    Management.objects.filter(pk=chausiku_s.pk).update(right=Right.OWN)
    invitation = asked_to_own(pwani, chausiku, right)
    rights.change(chausiku_s, Right.MANAGE, baraka, NOW)
    invitation.refresh_from_db()
    assert (invitation.closed_at is not None) == is_closed
