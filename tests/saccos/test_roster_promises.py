"""What the check promises is what saving does: who is told, who waits for another day, and what came of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from saccos import moving
from saccos.models import Move
from saccos.roster import checking, undoing
from tests import make
from tests.saccos.rosters import check, codes, save, staff, verdicts

AMINA = "Amina Hassan\t0700000001\tdriver"
CHAUSIKU = "Chausiku Mwangi\t0700000003\tdriver"
NJERI = "Njeri Kamau\t0712 345 678\tKondakta"
OTIENO = "Otieno Odhiambo\t0722 111 222\tdereva"


def page(client, roster, **query):
    where = reverse("saccos:roster", args=[roster.operator.slug, roster.token])
    return " ".join(client.get(where, query).content.decode().split())


@pytest.fixture
def two_a_day(monkeypatch):
    monkeypatch.setattr(moving, "MOST_A_DAY", 2)


@pytest.fixture
def holders():
    """Three people with accounts, on nobody's list."""
    names = ["Halima Abdi", "Juma Katana", "Zuhura Mlewa"]
    people = [make.make_user(f"+25471100011{n}", name) for n, name in enumerate(names)]
    return [f"{one.full_name}\t{one.phone}\tdriver" for one in people]


def test_of_who_has_an_account_it_is_said_that_they_are_told(pwani, amina, as_baraka):
    roster = check(pwani, AMINA, NJERI)
    assert verdicts(roster) == {2: "new", 3: "new"}
    assert (codes(roster), codes(roster, 3)) == ([("", "is-told")], [])
    assert "They have an account already: they get an SMS when you save, and can say no." in page(as_baraka, roster)
    assert Move.objects.filter(member__in=pwani.staff.all()).count() == 0
    assert codes(save(roster)) == [("", "is-told")]
    assert Move.objects.count() == 1


def test_of_who_asked_for_a_code_and_went_no_further_nothing_is_said(pwani):
    make.make_user("+254711000111", "Halima Abdi", registered_at=None)
    assert codes(check(pwani, "Halima Abdi\t0711000111\tdriver")) == []


@pytest.mark.usefixtures("two_a_day")
@pytest.mark.parametrize(("number", "waits"), [(2, 0), (3, 1)])
def test_who_waits_for_tomorrow_is_counted_at_the_check(pwani, holders, as_baraka, number, waits):
    roster = check(pwani, *holders[:number], NJERI)
    assert checking.wait(roster, timezone.now()) == waits
    text = page(as_baraka, roster)
    assert f"3 of {number + 1} rows can be saved" in text
    assert ("1 row waits: in one day you can bring 2 people" in text) is bool(waits)
    save(roster)
    assert (len(staff(pwani)), Move.objects.count()) == (3, 2)


@pytest.mark.usefixtures("two_a_day")
def test_who_comes_from_elsewhere_counts_when_the_manager_said_so(pwani, other, amina, holders):
    make.make_staff(other, amina)
    roster = check(pwani, AMINA, *holders[:2])
    assert checking.wait(roster, timezone.now()) == 0
    checking.say_moves(roster, yes=None, no=())
    assert checking.wait(roster, timezone.now()) == 1


@pytest.mark.usefixtures("two_a_day")
def test_whom_an_earlier_list_brought_today_counts_too(pwani, holders, as_baraka):
    save(check(pwani, *holders[:2]))
    roster = check(pwani, holders[2])
    assert moving.left_today(pwani, timezone.now()) == 0
    assert checking.wait(roster, timezone.now()) == 1
    text = page(as_baraka, roster)
    assert "Nothing can be saved yet" in text
    assert 'value="save"' not in text


def test_a_list_of_which_nothing_was_saved_says_so_and_has_no_undo(pwani, other, as_baraka):
    roster = check(pwani, NJERI, OTIENO)
    save(check(other, NJERI, OTIENO))
    save(roster)
    assert (roster.counts["not_saved"], staff(pwani)) == (2, [])
    text = page(as_baraka, roster)
    assert "<h1>Nothing was saved</h1>" in text
    assert "All 2 people came to another list, or changed, after this list was checked." in text
    assert 'value="undo"' not in text
    assert "are new on your list" not in text
    assert not undoing.can_undo(roster, timezone.now())


def test_a_list_of_which_one_was_saved_can_be_undone(pwani, other, as_baraka):
    roster = check(pwani, NJERI, OTIENO)
    save(check(other, NJERI))
    save(roster)
    assert (roster.counts["not_saved"], len(staff(pwani))) == (1, 1)
    text = page(as_baraka, roster)
    assert "The list is saved" in text
    assert 'value="undo"' in text
