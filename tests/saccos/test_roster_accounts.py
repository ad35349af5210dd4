"""What a list may not do to whom it did not bring: people who have an account, who said no, or share a full number."""

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.sign_in import MOST_SHARING
from saccos import joining, keeping, moving
from saccos.models import Management, Move
from saccos.roster import checking, sheet
from tests import make
from tests.saccos.rosters import check, codes, row, save, staff, undo, verdicts

NJERI = "Njeri Kamau\t0712 345 678\tKondakta"


@pytest.fixture(autouse=True)
def _figures_stay_right(db):
    yield
    assert keeping.wrong() == []


@pytest.fixture
def halima(pwani):
    """Somebody of pwani's staff who never signed in."""
    return make.make_staff(pwani, make.make_user("+254711000111", "Halima Abdi", registered_at=None))


@pytest.mark.parametrize("phone", ["0711000111", ""])
def test_who_left_before_comes_back_as_a_new_time(pwani, halima, phone):
    joining.leave(halima, timezone.localdate())
    roster = check(pwani, f"Halima Abdi\t{phone}\tdriver")
    assert verdicts(roster) == {2: "returns"}
    save(roster)
    assert pwani.staff.filter(person=halima.person).count() == 2
    assert staff(pwani) == [("Halima Abdi", "+254711000111", "driver")]


TOUCHES = [
    {"registered_at": timezone.now()},
    {"last_login": timezone.now()},
    {"username": "eshe"},
    {"is_staff": True},
    "management",
]


def touch(person, how, operator):
    if how == "management":
        Management.objects.create(operator=operator, user=person)
    else:
        User.objects.filter(pk=person.pk).update(**how)


@pytest.mark.parametrize("how", TOUCHES)
@pytest.mark.parametrize("line", ["Halima Abdi\t0711000222\tconductor", "Halimah Abdi\t0711000111\tconductor"])
def test_a_list_changes_neither_name_nor_number_of_who_is_not_untouched(pwani, halima, other, how, line):
    touch(halima.person, how, other)
    roster = check(pwani, line)
    checking.again(roster, [2], choice=sheet.SAME)
    save(roster)
    assert staff(pwani) == [("Halima Abdi", "+254711000111", "conductor")]


@pytest.mark.parametrize("how", TOUCHES)
def test_who_became_more_since_the_check_keeps_name_and_number(pwani, halima, other, how):
    roster = check(pwani, "Halima Abdi\t0711000222\tconductor")
    checking.again(roster, [2], choice=sheet.SAME)
    assert verdicts(roster) == {2: "changes"}
    touch(halima.person, how, other)
    save(roster)
    assert staff(pwani) == [("Halima Abdi", "+254711000111", "conductor")]


@pytest.mark.parametrize("how", TOUCHES)
def test_undoing_gives_no_number_back_to_who_became_more(pwani, halima, other, how):
    roster = check(pwani, "Halima Abdi\t0711000222\tconductor")
    checking.again(roster, [2], choice=sheet.SAME)
    save(roster)
    touch(halima.person, how, other)
    undo(roster)
    assert staff(pwani) == [("Halima Abdi", "+254711000222", "conductor")]


def test_who_left_and_has_an_account_is_not_found_by_name_or_staff_number(pwani, amina):
    joining.leave(make.make_staff(pwani, amina, staff_number="P7"), timezone.localdate())
    heading = "Name\tPhone\tRole\tStaff No"
    roster = save(check(pwani, "Amina Hassan\t\tdriver\t", "Amina Hassan\t\tdriver\tP7", heading=heading))
    assert row(roster).person_id != amina.pk
    assert not pwani.staff.current().filter(person=amina).exists()


def test_with_their_number_it_takes_the_manager_s_word_and_they_are_told(pwani, amina, baraka):
    joining.leave(make.make_staff(pwani, amina), timezone.localdate())
    roster = check(pwani, "Amina Hassan\t0700000001\tdriver", by=baraka)
    assert (verdicts(roster), codes(roster)) == ({2: "moves"}, [("", "worked-here")])
    checking.say_moves(roster, yes=[2], no=[])
    save(roster)
    assert staff(pwani) == [("Amina Hassan", "+254700000001", "driver")]
    assert Move.objects.get().came_from is None


def refused(operator, person, now):
    moving.refuse(moving.move(person, operator, "driver", None, now).move, now)


@pytest.mark.parametrize("phone", ["0700000001", ""])
def test_who_said_no_is_left_out_and_that_is_said(pwani, amina, phone):
    refused(pwani, amina, timezone.now())
    roster = check(pwani, f"Amina Hassan\t{phone}\tdriver")
    assert (verdicts(roster), codes(roster)) == ({2: "wrong"}, [("name", "has-refused")])


def test_who_said_no_since_the_check_is_not_put_back(pwani, amina):
    roster = check(pwani, "Amina Hassan\t0700000001\tdriver", NJERI)
    refused(pwani, amina, timezone.now())
    save(roster)
    assert [name for name, *_rest in staff(pwani)] == ["Njeri Kamau"]
    assert codes(roster)[-1] == ("", "meanwhile")


def test_a_list_brings_no_more_people_who_must_be_told_than_the_day_allows(pwani, amina, chausiku, monkeypatch):
    monkeypatch.setattr(moving, "MOST_A_DAY", 1)
    name = chausiku.full_name
    roster = save(check(pwani, "Amina Hassan\t0700000001\tdriver", f"{name}\t{chausiku.phone}\tdriver", NJERI))
    assert verdicts(roster) == {2: "new", 3: "wrong", 4: "new"}
    assert codes(roster, 3) == [("", "too-many-moves")]
    assert [name for name, *_rest in staff(pwani)] == ["Amina Hassan", "Njeri Kamau"]
    assert roster.counts["new_people"] == 2
    assert undo(roster)


def test_a_number_that_ten_people_share_takes_no_more(pwani):
    for number in range(MOST_SHARING - 1):
        User.objects.create_learner(None, full_name=f"Sharer {number}", shared_phone="+254712345678")
    roster = check(pwani, NJERI, "Musa Ali\t0712345678\tdriver", "Fatma Ali\t0712345678\tdriver")
    checking.again(roster, [3, 4], choice=sheet.OTHER)
    assert verdicts(roster) == {2: "new", 3: "new", 4: "wrong"}
    assert codes(roster, 4) == [("phone", "phone-full")]
