from datetime import datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging import parts
from messaging.models import Message
from saccos.managing import inviting
from saccos.models import Act, Management, ManagerInvitation, Operator
from saccos.models.managing import Right
from tests import make
from tests.conftest import sign_in

NOW = timezone.now()
PHONE = "+254712345678"


@pytest.fixture
def invited(pwani, baraka):
    return inviting.invite(pwani, PHONE, Right.MANAGE, baraka, NOW)


@pytest.fixture
def zawadi(db):
    return make.make_user(PHONE, "Zawadi Karisa")


def page(name, *args):
    return reverse(f"saccos:{name}", args=["pwani-shuttle", *args])


def link(invitation):
    return reverse("saccos:become_manager", args=[invitation.token])


def test_an_invitation_is_an_sms_with_the_link(invited, pwani):
    sms = Message.objects.get(kind=inviting.KIND)
    assert sms.recipient == PHONE
    assert f"https://salama.example/en/manager/{invited.token}/" in sms.body
    assert "Baraka asks you to help manage the staff of Pwani Shuttle Sacco" in sms.body
    act = Act.objects.get(operator=pwani)
    assert (act.kind, act.said) == ("manager-invited", {"phone": "***678", "right": "2-manage"})


def test_the_sms_is_in_the_inviters_language_and_plain_letters(pwani, baraka):
    baraka.full_name, baraka.language = "Mũthoni Kĩmani", "sw"
    inviting.invite(pwani, PHONE, Right.VIEW, baraka, NOW)
    sms = Message.objects.get().body
    assert "/sw/manager/" in sms
    assert parts.is_basic(sms)


def test_by_night_the_sms_waits_for_the_morning(pwani, baraka):
    night = datetime(2026, 3, 3, 23, 30, tzinfo=ZoneInfo("Africa/Nairobi"))
    inviting.invite(pwani, PHONE, Right.VIEW, baraka, night)
    assert timezone.localtime(Message.objects.get().send_after).hour == 7


def test_inviting_twice_is_once_with_the_right_last_chosen(invited, pwani, baraka):
    assert inviting.invite(pwani, PHONE, Right.MANAGE, baraka, NOW) == invited
    assert inviting.invite(pwani, PHONE, Right.OWN, baraka, NOW) == invited
    invited.refresh_from_db()
    assert (invited.right, Message.objects.count(), Act.objects.count()) == (Right.OWN, 1, 2)


def test_a_manager_is_not_invited_again(pwani, baraka):
    with pytest.raises(inviting.ManagesAlready):
        inviting.invite(pwani, str(baraka.phone), Right.VIEW, baraka, NOW)


def test_at_most_twenty_are_invited_in_a_day(pwani, baraka):
    for number in range(20):
        inviting.invite(pwani, f"+2547100000{number:02}", Right.VIEW, baraka, NOW)
    with pytest.raises(inviting.TooMany):
        inviting.invite(pwani, PHONE, Right.VIEW, baraka, NOW + timedelta(hours=23))
    assert inviting.invite(pwani, PHONE, Right.VIEW, baraka, NOW + timedelta(days=1)).pk


def test_an_invitation_holds_for_fourteen_days_and_is_then_made_anew(invited, pwani, baraka, zawadi):
    assert inviting.is_open(invited, NOW + timedelta(days=13, hours=23))
    late = NOW + timedelta(days=14)
    with pytest.raises(inviting.InvitationClosed):
        inviting.accept(invited, zawadi, late)
    again = inviting.invite(pwani, PHONE, Right.MANAGE, baraka, late)
    assert again != invited
    assert Message.objects.filter(kind=inviting.KIND).count() == 2


def test_accepting_gives_the_right_once(invited, zawadi, pwani):
    for _time in range(2):
        assert inviting.accept(invited, zawadi, NOW).right == Right.MANAGE
    assert Management.objects.filter(user=zawadi, operator=pwani).count() == 1
    assert Act.objects.filter(kind="manager-joined").count() == 1


def test_another_phone_does_not_accept(invited, amina):
    with pytest.raises(inviting.AnotherPhone):
        inviting.accept(invited, amina, NOW)
    assert not Management.objects.filter(user=amina).exists()


def test_a_removed_manager_does_not_come_back_by_the_old_link(invited, zawadi):
    inviting.accept(invited, zawadi, NOW).delete()
    with pytest.raises(inviting.InvitationClosed):
        inviting.accept(invited, zawadi, NOW)


def test_a_closed_invitation_is_not_accepted(invited, baraka, zawadi):
    for _time in range(2):
        inviting.close(invited, baraka, NOW)
    with pytest.raises(inviting.InvitationClosed):
        inviting.accept(invited, zawadi, NOW)
    assert Act.objects.filter(kind="manager-uninvited").count() == 1


def test_the_page_invites_by_any_habit_of_typing(as_baraka, pwani):
    response = as_baraka.post(page("invite_manager"), {"phone": "0712 345 678", "right": Right.VIEW})
    made = ManagerInvitation.objects.get()
    assert str(made.phone) == PHONE
    text = as_baraka.get(response.url).content.decode()
    assert "0712 345 678 is invited" in text.replace("0712 345678", "0712 345 678")
    assert f"/manager/{made.token}/" in text


def test_whatsapp_opens_at_the_invited_number(as_baraka, invited):
    sent = as_baraka.get(page("manager_invitation", invited.pk)).context["whatsapp"]
    assert sent.startswith("https://wa.me/254712345678?text=")
    assert f"/manager/{invited.token}/" in unquote(sent)


@pytest.mark.parametrize("typed", ["", "999", "07123", "nobody"])
def test_what_is_no_phone_is_said_beside_it_and_kept(as_baraka, pwani, typed):
    response = as_baraka.post(page("invite_manager"), {"phone": typed, "right": Right.OWN})
    text = response.content.decode()
    assert 'id="phone-error"' in text
    assert f'value="{typed}"' in text
    assert 'value="3-own" required checked' in text
    assert not ManagerInvitation.objects.exists()


def test_a_managers_own_number_is_said_beside_the_field(as_baraka, baraka):
    response = as_baraka.post(page("invite_manager"), {"phone": str(baraka.phone), "right": Right.OWN})
    assert "manages here already" in response.content.decode()


def test_the_page_closes_an_invitation(as_baraka, invited, client):
    text = as_baraka.post(page("manager_invitation", invited.pk), follow=True).content.decode()
    assert "its link no longer works" in text
    assert Client().get(link(invited)).status_code == 404


def test_another_operators_invitation_is_not_there(as_baraka, other, daudi):
    theirs = inviting.invite(other, PHONE, Right.VIEW, daudi, NOW)
    assert as_baraka.post(page("manager_invitation", theirs.pk)).status_code == 404
    assert PHONE[-6:] not in as_baraka.get(page("managers")).content.decode()


def test_a_visitor_signs_in_first(client, invited):
    text = client.get(link(invited)).content.decode()
    assert "Help manage the staff of Pwani Shuttle Sacco" in text
    assert f"{reverse('accounts:sign_in')}?next={link(invited)}" in text
    assert "712" not in text


def test_who_was_invited_accepts_and_sets_up_the_second_step(client, invited, zawadi):
    sign_in(client, zawadi)
    assert "Baraka Mwangi invites you" in client.get(link(invited)).content.decode()
    assert not Management.objects.filter(user=zawadi).exists()
    response = client.post(link(invited))
    assert response.url == page("dashboard")
    assert reverse("accounts:second_factor") in client.get(response.url).url


def test_accepting_again_leads_to_the_list(client, invited, zawadi):
    sign_in(client, zawadi)
    for _time in range(2):
        assert client.post(link(invited)).url == page("dashboard")
    assert client.get(link(invited)).url == page("dashboard")


def test_who_has_another_phone_is_told_and_sees_three_digits_only(client, invited, amina):
    sign_in(client, amina)
    for text in (client.get(link(invited)).content.decode(), client.post(link(invited)).content.decode()):
        assert "ends in ***678" in text
        assert "712" not in text
    assert not Management.objects.filter(user=amina).exists()


def test_who_has_not_finished_signing_in_finishes_first(client, invited):
    person = make.make_user(PHONE, registered_at=None)
    response = sign_in(client, person).post(link(invited))
    assert response.url.startswith(reverse("accounts:welcome"))
    assert not Management.objects.filter(user=person).exists()


def test_an_unknown_link_says_whom_to_ask(client, db):
    response = client.get(reverse("saccos:become_manager", args=["no-such-token"]))
    assert response.status_code == 404
    assert "Ask who invited you for a new one" in response.content.decode()


def test_an_invitation_of_a_merged_operator_leads_to_the_one_that_is_kept(client, invited, zawadi, pwani, other):
    Operator.objects.filter(pk=pwani.pk).update(merged_into=other)
    sign_in(client, zawadi)
    assert "Mawimbi Link Sacco" in client.get(link(invited)).content.decode()
    assert client.post(link(invited)).url == reverse("saccos:dashboard", args=["mawimbi-link"])
    assert Management.objects.get(user=zawadi).operator == other
