"""Undoing a list: what it did becomes what was before, and what somebody changed since stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from saccos import joining, keeping, moving
from saccos.models import Act, Roster, StaffMember
from saccos.roster import bringing, checking, sheet, undoing
from tests import make
from tests.saccos.rosters import check, codes, save, staff

NJERI = "Njeri Kamau\t0712 345 678\tKondakta"
OTIENO = "Otieno Odhiambo\t0722 111 222\tdereva"


@pytest.fixture(autouse=True)
def _figures_stay_right(db):
    yield
    assert keeping.wrong() == []


def test_undoing_takes_away_whom_only_the_list_knew(pwani, baraka):
    roster = save(check(pwani, NJERI, OTIENO))
    assert undoing.undo(roster, baraka, timezone.now())
    assert (staff(pwani), User.objects.filter(full_name__in=["Njeri Kamau", "Otieno Odhiambo"]).count()) == ([], 0)
    assert roster.phase == Roster.Phase.UNDONE


def test_undoing_twice_does_nothing_more(pwani, baraka):
    roster = save(check(pwani, NJERI))
    undoing.undo(roster, baraka, timezone.now())
    save(check(pwani, NJERI))
    assert not undoing.undo(roster, baraka, timezone.now())
    assert len(staff(pwani)) == 1


def test_undoing_gives_back_what_was_changed(pwani, amina, baraka):
    member = make.make_staff(pwani, amina, stage="Likoni", started_on=date(2021, 1, 1))
    heading = "Name\tPhone\tRole\tStage\tSince"
    roster = save(check(pwani, "Amina Hassan\t0700000001\tdriver\tUkunda\t2020", heading=heading))
    undoing.undo(roster, baraka, timezone.now())
    member.refresh_from_db()
    assert (member.role, member.stage, member.started_on) == ("conductor", "Likoni", date(2021, 1, 1))


def test_undoing_gives_back_name_and_number(pwani, baraka):
    new = make.make_user("+254711000111", "Halima Abdy", registered_at=None)
    make.make_staff(pwani, new)
    roster = check(pwani, "Halima Abdi\t0711000222\tconductor")
    checking.again(roster, [2], choice=sheet.SAME)
    undoing.undo(save(roster), baraka, timezone.now())
    assert staff(pwani) == [("Halima Abdy", "+254711000111", "conductor")]


def test_what_was_changed_by_hand_since_stays_and_is_named(pwani, amina, baraka):
    member = make.make_staff(pwani, amina)
    roster = save(check(pwani, "Amina Hassan\t0700000001\tdriver", NJERI))
    StaffMember.objects.filter(pk=member.pk).update(role="clerk")
    StaffMember.objects.filter(person__full_name="Njeri Kamau").update(stage="Likoni")
    undoing.undo(roster, baraka, timezone.now())
    assert [name for name, *_rest in staff(pwani)] == ["Amina Hassan", "Njeri Kamau"]
    assert [codes(roster, number)[0][1] for number in (2, 3)] == ["kept-changed", "kept-changed"]


def test_who_signed_in_or_was_trained_since_stays(pwani, course, baraka):
    roster = save(check(pwani, NJERI, OTIENO, "Asha Juma\t\tclerk"))
    User.objects.filter(full_name="Njeri Kamau").update(registered_at=timezone.now())
    make.make_enrolment(User.objects.get(full_name="Otieno Odhiambo"), course)
    undoing.undo(roster, baraka, timezone.now())
    assert [name for name, *_rest in staff(pwani)] == ["Njeri Kamau", "Otieno Odhiambo"]
    assert [codes(roster, number)[0][1] for number in (2, 3)] == ["kept-signed-in", "kept-trained"]


def test_who_left_since_or_works_elsewhere_now_stays_on_record(pwani, other, baraka):
    roster = save(check(pwani, NJERI, OTIENO))
    joining.leave(StaffMember.objects.get(person__full_name="Njeri Kamau"), timezone.localdate())
    moving.move(User.objects.get(full_name="Otieno Odhiambo"), other, "driver", None, timezone.now())
    undoing.undo(roster, baraka, timezone.now())
    assert User.objects.filter(full_name__in=["Njeri Kamau", "Otieno Odhiambo"]).count() == 2
    assert len(staff(other)) == 1


@pytest.mark.parametrize(("days", "is_done"), [(30, True), (31, False)])
def test_a_list_is_undone_for_thirty_days(pwani, baraka, days, is_done):
    roster = save(check(pwani, NJERI))
    assert undoing.undo(roster, baraka, roster.saved_at + timedelta(days=days)) is is_done


def test_history_tells_of_saving_and_undoing(pwani, baraka):
    undoing.undo(save(check(pwani, NJERI, by=baraka)), baraka, timezone.now())
    acts = Act.objects.filter(operator=pwani, kind__startswith="list").order_by("pk")
    assert [(act.kind, act.said) for act in acts] == [
        ("list-saved", {"new": 1, "changed": 0}),
        ("list-undone", {"people": 1}),
    ]
    assert {act.by for act in acts} == {baraka}


@pytest.mark.parametrize(("days", "rows"), [(29, 2), (31, 0)])
def test_what_was_written_in_a_saved_list_goes_when_it_cannot_be_undone_any_more(pwani, days, rows):
    roster = save(check(pwani, NJERI))
    bringing.sweep(roster.saved_at + timedelta(days=days))
    assert roster.rows.count() == rows
    assert Roster.objects.filter(pk=roster.pk).exists()


def test_undoing_two_thousand_costs_no_query_each(pwani, baraka, django_assert_max_num_queries):
    lines = [f"Person Number{n:04}x\t07{10000000 + n}\tdriver" for n in range(2000)]
    roster = save(check(pwani, *lines))
    with django_assert_max_num_queries(110):
        undoing.undo(roster, baraka, timezone.now())
    assert (staff(pwani), User.objects.filter(full_name__startswith="Person Number").count()) == ([], 0)


def test_a_number_that_somebody_took_since_does_not_go_back(pwani, baraka):
    make.make_staff(pwani, make.make_user("+254711000111", "Halima Abdi", registered_at=None))
    roster = check(pwani, "Halima Abdi\t0711000222\tconductor")
    checking.again(roster, [2], choice=sheet.SAME)
    save(roster)
    make.make_user("+254711000111", "Somebody Else")
    undoing.undo(roster, baraka, timezone.now())
    assert staff(pwani) == [("Halima Abdi", "+254711000222", "conductor")]
    assert codes(roster) == [("", "kept-changed")]
