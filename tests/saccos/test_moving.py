from datetime import timedelta

import pytest
from django.utils import timezone, translation

from messaging.models import Message
from saccos import history, joining, keeping, moving
from saccos.models import Move
from tests import make

NOW = timezone.make_aware(timezone.datetime(2026, 3, 10, 12))
TODAY = NOW.date()
A_DAY = timedelta(days=1)


@pytest.fixture
def before(amina, other):
    """Amina's place at Daudi's operator."""
    return make.make_staff(other, amina, started_on=TODAY - 90 * A_DAY)


@pytest.fixture
def moved(before, amina, pwani, baraka):
    """Amina's place at pwani, by Baraka's word."""
    return moving.move(amina, pwani, "driver", baraka, NOW, staff_number="P-7", stage="Mtwapa")


def said(operator):
    return [history.sentence(act) for act in operator.acts.all()]


def test_the_new_managers_word_moves_a_person(moved, before, amina, pwani, baraka):
    before.refresh_from_db()
    assert (before.ended_on, joining.current_employment(amina)) == (TODAY, moved)
    assert (moved.operator, moved.role, moved.staff_number, moved.stage) == (pwani, "driver", "P-7", "Mtwapa")
    assert (moved.move.came_from, moved.move.by, moved.move.at) == (before, baraka, NOW)
    assert keeping.wrong() == []


def test_both_operators_read_of_it_and_neither_of_the_other(moved, pwani, other):
    assert said(other) == ["Amina Hassan is now on another operator's list."]
    assert said(pwani) == ["Amina Hassan was put on the list."]
    assert other.acts.get().by is None
    assert "Baraka" not in other.acts.get().by_name


def test_moving_twice_is_once(moved, amina, pwani, baraka):
    again = moving.move(amina, pwani, "clerk", baraka, NOW + A_DAY)
    assert (again, again.role) == (moved, "driver")
    assert (Move.objects.count(), Message.objects.count(), pwani.acts.count()) == (1, 1, 1)


def test_the_person_gets_one_message_with_the_way_to_say_no(moved):
    message = Message.objects.get()
    link = f"https://salama.example/en/moved/{moved.move.token}/"
    assert message.recipient == "+254700000001"
    assert message.body == f"Pwani Shuttle Sacco has put you on its staff list. If that is not right: {link}"


def test_on_a_shared_phone_the_message_says_whom_it_is_for(before, amina, chausiku, pwani, baraka):
    amina.phone, amina.shared_phone = None, chausiku.phone
    amina.save()
    moving.move(amina, pwani, "driver", baraka, NOW)
    message = Message.objects.get()
    assert (message.recipient, message.body[:27]) == ("+254700000003", "Amina: Pwani Shuttle Sacco ")


def test_who_has_no_phone_gets_no_message_and_is_moved(before, amina, pwani, baraka):
    amina.phone = None
    amina.save()
    assert moving.move(amina, pwani, "driver", baraka, NOW) == joining.current_employment(amina)
    assert not Message.objects.exists()


def test_nobody_is_woken(before, amina, pwani, baraka):
    moving.move(amina, pwani, "driver", baraka, NOW.replace(hour=23))
    assert timezone.localtime(Message.objects.get().send_after).hour == 7


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_message_is_one_part_however_long_the_name(language, before, amina, pwani, baraka, settings):
    settings.BASE_URL = "https://safarisalama.tracekenya.or.ke"
    amina.language, amina.phone, amina.shared_phone = language, None, "+254700000003"
    amina.full_name = "Wanjikũmũthonikamauwangari Mũthoni"
    amina.save()
    pwani.name = "Ũkũmbi Star Travellers Savings and Credit Co-operative Society Limited of Mombasa"
    pwani.save()
    moving.move(amina, pwani, "driver", baraka, NOW)
    body = Message.objects.get().body
    assert len(body) <= 160
    assert body.isascii()
    assert f"/{language}/moved/" in body


def test_who_is_new_to_the_platform_is_simply_put_on_the_list(pwani, baraka):
    new = make.make_user(registered_at=None)
    moving.move(new, pwani, "driver", baraka, NOW)
    assert joining.current_employment(new).operator == pwani
    assert (Move.objects.count(), Message.objects.count()) == (0, 0)


def test_who_has_learned_already_is_told_though_no_operator_had_them(amina, pwani, baraka):
    moved = moving.move(amina, pwani, "driver", baraka, NOW)
    assert (moved.move.came_from, Message.objects.count()) == (None, 1)


def test_a_no_puts_them_back_where_they_were(moved, before, amina, pwani, other):
    moving.refuse(moved.move, NOW + A_DAY)
    moved.refresh_from_db()
    assert (moved.ended_on, joining.current_employment(amina)) == (TODAY + A_DAY, before)
    assert said(other)[0].startswith("Amina Hassan is on your list again")
    assert said(pwani)[0].startswith("Amina Hassan said that they do not work here")
    assert keeping.wrong() == []


def test_saying_no_twice_is_once(moved, pwani, other):
    moving.refuse(moved.move, NOW + A_DAY)
    moving.refuse(Move.objects.get(), NOW + 2 * A_DAY)
    assert (Move.objects.get().refused_at, pwani.acts.count(), other.acts.count()) == (NOW + A_DAY, 2, 2)


def test_thirty_days_later_one_may_still_say_no(moved, before, amina):
    moving.refuse(moved.move, NOW + 30 * A_DAY)
    assert joining.current_employment(amina) == before


def test_a_second_after_thirty_days_it_is_too_late(moved, amina):
    with pytest.raises(moving.TooLate):
        moving.refuse(moved.move, NOW + 30 * A_DAY + timedelta(seconds=1))
    assert joining.current_employment(amina) == moved


def test_who_went_elsewhere_since_stays_there(moved, amina, baraka):
    third = make.make_operator("Ukunda Express", "ukunda-express")
    now_there = joining.employ(amina, third, "driver", NOW + A_DAY)
    moving.refuse(moved.move, NOW + 2 * A_DAY)
    assert joining.current_employment(amina) == now_there


def test_who_went_elsewhere_and_left_is_not_put_back(moved, amina):
    third = make.make_operator("Ukunda Express", "ukunda-express")
    joining.leave(joining.employ(amina, third, "driver", NOW + A_DAY), TODAY + A_DAY)
    moving.refuse(moved.move, NOW + 2 * A_DAY)
    assert joining.current_employment(amina) is None


def test_where_nobody_had_them_a_no_leaves_them_free(amina, pwani, baraka):
    moving.refuse(moving.move(amina, pwani, "driver", baraka, NOW).move, NOW)
    assert joining.current_employment(amina) is None


def test_after_a_no_nobody_is_put_on_that_list_again_for_thirty_days(moved, amina, pwani, baraka):
    moving.refuse(moved.move, NOW)
    with pytest.raises(joining.HasRefused):
        moving.move(amina, pwani, "driver", baraka, NOW + 30 * A_DAY)
    assert (Move.objects.count(), Message.objects.count()) == (1, 1)
    assert moving.move(amina, pwani, "driver", baraka, NOW + 31 * A_DAY).operator == pwani


def test_a_no_to_one_operator_is_none_to_another(moved, amina, baraka):
    moving.refuse(moved.move, NOW)
    third = make.make_operator("Ukunda Express", "ukunda-express")
    assert moving.move(amina, third, "driver", baraka, NOW).operator == third


def test_an_operator_brings_so_many_people_a_day(amina, chausiku, pwani, baraka, monkeypatch):
    monkeypatch.setattr(moving, "MOST_A_DAY", 1)
    moving.move(amina, pwani, "driver", baraka, NOW)
    with pytest.raises(moving.TooManyMoves):
        moving.move(chausiku, pwani, "driver", baraka, NOW + A_DAY - timedelta(seconds=1))
    new = make.make_user(registered_at=None)
    assert moving.move(new, pwani, "driver", baraka, NOW).operator == pwani
    assert moving.move(chausiku, pwani, "driver", baraka, NOW + A_DAY).operator == pwani


def test_who_said_no_is_not_put_back_by_the_manager(moved, pwani):
    moving.refuse(moved.move, NOW)
    moved.refresh_from_db()
    assert not joining.can_come_back(moved, TODAY)
    with pytest.raises(joining.HasRefused):
        joining.come_back(moved, TODAY)
    assert not pwani.staff.current().exists()


def test_nor_by_a_time_there_that_ended_before_the_no(amina, pwani, baraka):
    before = make.make_staff(pwani, amina, started_on=TODAY - 90 * A_DAY)
    joining.leave(before, TODAY)
    moving.refuse(moving.move(amina, pwani, "driver", baraka, NOW).move, NOW)
    with pytest.raises(joining.HasRefused):
        joining.come_back(before, TODAY)


def test_who_joined_by_themselves_after_a_no_may_be_put_back(moved, amina, pwani):
    moving.refuse(moved.move, NOW)
    again = joining.employ(amina, pwani, "driver", NOW + A_DAY)
    joining.leave(again, TODAY + 2 * A_DAY)
    joining.come_back(again, TODAY + 2 * A_DAY)
    assert joining.current_employment(amina) == again


def test_the_page_of_who_said_no_has_no_undo(as_baraka, link, pwani):
    moving.refuse(Move.objects.get(), timezone.now())
    address = f"/en/manage/pwani-shuttle/staff/{pwani.staff.get().pk}/"
    assert 'value="back"' not in as_baraka.get(address).content.decode()
    assert "invitation link" in as_baraka.post(address, {"do": "back"}, follow=True).content.decode()
    assert not pwani.staff.current().exists()


@pytest.fixture
def link(before, amina, pwani, baraka):
    member = moving.move(amina, pwani, "driver", baraka, timezone.now())
    return f"/en/moved/{member.move.token}/"


def test_the_page_shows_and_only_its_button_does(client, link, amina, before):
    page = client.get(link)
    assert "Pwani Shuttle Sacco has put you on its staff list" in page.content.decode()
    assert "Mawimbi" not in page.content.decode()
    assert joining.current_employment(amina) != before
    assert client.post(link).status_code == 302
    assert joining.current_employment(amina) == before
    assert "You are not on the staff list of Pwani Shuttle Sacco" in client.get(link).content.decode()


def test_pressing_the_button_twice_is_once(client, link, pwani):
    client.post(link)
    assert client.post(link).status_code == 200
    assert pwani.acts.count() == 2


def test_after_thirty_days_the_page_says_what_to_do_instead(client, link, amina, pwani):
    Move.objects.update(at=timezone.now() - 31 * A_DAY)
    page = client.post(link).content.decode()
    assert "More than 30 days have gone by" in page
    assert joining.current_employment(amina).operator == pwani


def test_an_invented_link_is_no_page(client, db):
    assert client.get("/en/moved/abc/").status_code == 404


def test_the_page_speaks_kiswahili(client, link):
    with translation.override("sw"):
        assert client.get(link.replace("/en/", "/sw/")).status_code == 200
