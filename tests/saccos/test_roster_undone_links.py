"""What a list set going when it is undone: messages that wait are taken back, and links that went out say why."""

import pytest
from django.utils import timezone

from accounts.models import User
from messaging.models import Message
from saccos import joining, keeping
from saccos.inviting import personal, sending
from saccos.minute import reminding
from saccos.models import Invitation, Move, Reminder
from saccos.roster import checking
from tests import make
from tests.saccos.rosters import check, save, staff, undo

AMINA = "Amina Hassan\t0700000001\tdriver"
NJERI = "Njeri Kamau\t0712 345 678\tKondakta"
NIGHT = timezone.localtime().replace(hour=22, minute=0)


@pytest.fixture(autouse=True)
def _figures_stay_right(db):
    yield
    assert keeping.wrong() == []


@pytest.fixture
def at_night(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)


@pytest.fixture
def moved(amina, other, pwani, baraka):
    """A saved list that brought Amina from Daudi's operator."""
    make.make_staff(other, amina)
    roster = check(pwani, AMINA, by=baraka)
    checking.say_moves(roster, yes=None, no=())
    return save(roster)


@pytest.mark.usefixtures("at_night")
def test_who_was_to_be_told_in_the_morning_of_a_list_undone_at_night_is_not(moved, amina, other, baraka):
    assert Message.objects.get().send_after > NIGHT
    undo(moved, baraka)
    assert (Message.objects.count(), Move.objects.count()) == (0, 0)
    assert joining.current_employment(amina).operator == other


def test_what_is_on_its_way_goes_out_and_its_link_says_what_became_of_the_list(moved, baraka, client):
    Message.objects.update(state=Message.State.SENDING)
    link = f"/en/moved/{Move.objects.get().token}/"
    undo(moved, baraka)
    assert Message.objects.exists()
    page = client.get(link)
    assert page.status_code == client.post(link).status_code == 200
    assert "You are not on the staff list of Pwani Shuttle Sacco any more" in page.content.decode()
    assert client.get(link.replace("moved", "join")).status_code == 200


def test_another_list_s_message_to_the_same_phone_stays(moved, amina, baraka):
    make.make_user(None, "Asha Salim", shared_phone=amina.phone)
    Message.objects.create(kind="moved", recipient="+254700000001", body="Asha: https://x/en/moved/abc/")
    undo(moved, baraka)
    assert [message.body[:4] for message in Message.objects.all()] == ["Asha"]


@pytest.mark.usefixtures("at_night")
@pytest.mark.parametrize("send", [sending.send, reminding.send])
def test_an_invitation_or_reminder_that_waits_is_taken_back_with_the_list(pwani, baraka, send):
    roster = save(check(pwani, NJERI))
    send(pwani.staff.current(), pwani, baraka, NIGHT)
    assert (Message.objects.count(), Reminder.objects.count()) == (1, 1)
    undo(roster, baraka)
    assert (Message.objects.count(), Reminder.objects.count(), staff(pwani)) == (0, 0, [])


def test_by_day_too_what_the_outbox_has_not_taken_up_is_taken_back(pwani, baraka, monkeypatch):
    noon = NIGHT.replace(hour=12)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    roster = save(check(pwani, NJERI))
    sending.send(pwani.staff.current(), pwani, baraka, noon)
    assert Message.objects.get().send_after == noon
    undo(roster, baraka)
    assert not Message.objects.exists()


def test_what_waits_for_others_of_the_staff_stays(pwani, amina, baraka):
    make.make_staff(pwani, amina)
    roster = save(check(pwani, NJERI))
    reminding.send(pwani.staff.current(), pwani, baraka, NIGHT)
    undo(roster, baraka)
    assert [message.recipient for message in Message.objects.all()] == ["+254700000001"]
    assert Reminder.objects.get().person == amina


def test_a_personal_link_that_went_out_says_what_became_of_the_list(pwani, baraka, client):
    roster = save(check(pwani, NJERI))
    sending.send(pwani.staff.current(), pwani, baraka, timezone.now())
    Message.objects.update(state=Message.State.SENT)
    token = Invitation.objects.get(member__isnull=False).token
    undo(roster, baraka)
    assert not User.objects.filter(full_name="Njeri Kamau").exists()
    page = client.get(f"/en/join/{token}/")
    assert (page.status_code, "any more" in page.content.decode()) == (200, True)


def test_a_personal_link_that_nobody_got_is_closed_and_the_open_link_stays(pwani, baraka, invitation, client):
    roster = save(check(pwani, NJERI))
    links = personal.give_links(pwani.staff.current(), baraka)
    undo(roster, baraka)
    (link,) = links.values()
    assert client.get(f"/en/join/{link.token}/").status_code == 404
    assert client.get(f"/en/join/{invitation.token}/").status_code == 200
    Invitation.objects.filter(pk=invitation.pk).update(closed_at=timezone.now())
    assert "This invitation is closed" in client.get(f"/en/join/{invitation.token}/").content.decode()
