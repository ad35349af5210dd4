"""Undoing a list: what it did becomes what was before, and what somebody changed since stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import merging
from accounts.models import User
from saccos import history, joining, keeping, moving
from saccos.models import Act, Roster, StaffMember
from saccos.roster import bringing, checking, jobs, sheet, undoing
from tests import make
from tests.saccos.rosters import check, codes, save, somebody, staff, undo

NJERI = "Njeri Kamau\t0712 345 678\tKondakta"
OTIENO = "Otieno Odhiambo\t0722 111 222\tdereva"


@pytest.fixture(autouse=True)
def _figures_stay_right(db):
    yield
    assert keeping.wrong() == []


def test_undoing_takes_away_whom_only_the_list_knew(pwani, baraka):
    roster = save(check(pwani, NJERI, OTIENO))
    assert undo(roster, baraka)
    assert (staff(pwani), User.objects.filter(full_name__in=["Njeri Kamau", "Otieno Odhiambo"]).count()) == ([], 0)
    assert roster.phase == Roster.Phase.UNDONE


def test_undoing_twice_does_nothing_more(pwani, baraka):
    roster = save(check(pwani, NJERI))
    undo(roster, baraka)
    save(check(pwani, NJERI))
    assert not undo(roster, baraka)
    assert len(staff(pwani)) == 1


def test_undoing_gives_back_what_was_changed(pwani, amina, baraka):
    member = make.make_staff(pwani, amina, stage="Likoni", started_on=date(2021, 1, 1))
    heading = "Name\tPhone\tRole\tStage\tSince"
    roster = save(check(pwani, "Amina Hassan\t0700000001\tdriver\tUkunda\t2020", heading=heading))
    undo(roster, baraka)
    member.refresh_from_db()
    assert (member.role, member.stage, member.started_on) == ("conductor", "Likoni", date(2021, 1, 1))


def test_undoing_gives_back_name_and_number(pwani, baraka):
    new = make.make_user("+254711000111", "Halima Abdy", registered_at=None)
    make.make_staff(pwani, new)
    roster = check(pwani, "Halima Abdi\t0711000222\tconductor")
    checking.again(roster, [2], choice=sheet.SAME)
    undo(save(roster), baraka)
    assert staff(pwani) == [("Halima Abdy", "+254711000111", "conductor")]


def test_what_was_changed_by_hand_since_stays_and_is_named(pwani, amina, baraka):
    member = make.make_staff(pwani, amina)
    roster = save(check(pwani, "Amina Hassan\t0700000001\tdriver", NJERI))
    StaffMember.objects.filter(pk=member.pk).update(role="clerk")
    StaffMember.objects.filter(person__full_name="Njeri Kamau").update(stage="Likoni")
    undo(roster, baraka)
    assert [name for name, *_rest in staff(pwani)] == ["Amina Hassan", "Njeri Kamau"]
    assert [codes(roster, number)[0][1] for number in (2, 3)] == ["kept-changed", "kept-changed"]


def test_who_signed_in_or_was_trained_since_stays(pwani, course, baraka):
    roster = save(check(pwani, NJERI, OTIENO, "Asha Juma\t\tclerk"))
    User.objects.filter(full_name="Njeri Kamau").update(registered_at=timezone.now())
    make.make_enrolment(User.objects.get(full_name="Otieno Odhiambo"), course)
    undo(roster, baraka)
    assert [name for name, *_rest in staff(pwani)] == ["Njeri Kamau", "Otieno Odhiambo"]
    assert [codes(roster, number)[0][1] for number in (2, 3)] == ["kept-signed-in", "kept-trained"]


def test_who_left_since_or_works_elsewhere_now_stays_on_record(pwani, other, baraka):
    roster = save(check(pwani, NJERI, OTIENO))
    joining.leave(StaffMember.objects.get(person__full_name="Njeri Kamau"), timezone.localdate())
    moving.move(User.objects.get(full_name="Otieno Odhiambo"), other, "driver", None, timezone.now())
    undo(roster, baraka)
    assert User.objects.filter(full_name__in=["Njeri Kamau", "Otieno Odhiambo"]).count() == 2
    assert len(staff(other)) == 1


@pytest.mark.parametrize(("days", "is_done"), [(30, True), (31, False)])
def test_a_list_is_undone_for_thirty_days(pwani, baraka, days, is_done):
    roster = save(check(pwani, NJERI))
    assert undo(roster, baraka, roster.saved_at + timedelta(days=days)) is is_done


def test_history_tells_of_saving_and_undoing(pwani, baraka):
    undo(save(check(pwani, NJERI, by=baraka)), baraka)
    acts = Act.objects.filter(operator=pwani, kind__startswith="list").order_by("pk")
    assert [(act.kind, act.said) for act in acts] == [
        ("list-saved", {"new": 1, "changed": 0}),
        ("list-undone", {"people": 1}),
    ]
    assert {act.by for act in acts} == {baraka}


@pytest.mark.parametrize(("lines", "end"), [([NJERI], "1 person is as before."), ([NJERI, OTIENO], "before.")])
def test_history_counts_one_person_as_one(pwani, baraka, lines, end):
    undo(save(check(pwani, *lines, by=baraka)), baraka)
    said = history.sentence(Act.objects.get(operator=pwani, kind="list-undone"))
    assert said.endswith(end)
    assert ("people are" in said) is (len(lines) == 2)


def test_of_two_people_put_together_since_it_is_said_why_they_stay(pwani, baraka, as_baraka):
    roster = save(check(pwani, NJERI, OTIENO, "Asha Juma\t\tclerk"))
    njeri, otieno = (User.objects.get(full_name=name) for name in ("Njeri Kamau", "Otieno Odhiambo"))
    merging.merge(njeri, otieno, baraka, timezone.now())
    page = f"/en/manage/pwani-shuttle/import/{roster.token}/"
    assert "put together with another entry since" in as_baraka.get(page).content.decode()
    undo(roster, baraka)
    assert [name for name, *_rest in staff(pwani)] == ["Njeri Kamau"]
    assert [codes(roster, number) for number in (2, 3, 4)] == [[("", "kept-merged")], [("", "kept-merged")], []]
    said = as_baraka.get(page).content.decode()
    assert "Njeri Kamau and Otieno Odhiambo were put together as one person since" in said


def test_a_merge_that_was_undone_keeps_nobody(pwani, baraka):
    roster = save(check(pwani, NJERI, OTIENO))
    njeri, otieno = (User.objects.get(full_name=name) for name in ("Njeri Kamau", "Otieno Odhiambo"))
    merge = merging.merge(njeri, otieno, baraka, timezone.now())
    assert undoing.merges(roster).exists()
    merging.undo(merge, baraka, timezone.now())
    assert not undoing.merges(roster).exists()
    undo(roster, baraka)
    assert (staff(pwani), User.objects.filter(pk__in=(njeri.pk, otieno.pk)).exists()) == ([], False)


def test_a_merge_before_the_list_keeps_nobody(pwani, other, amina, baraka):
    merging.merge(amina, make.make_user("+254700000011", "Amina Hasan", registered_at=None), baraka, timezone.now())
    make.make_staff(other, amina)
    roster = check(pwani, "Amina Hassan\t0700000001\tdriver", by=baraka)
    checking.say_moves(roster, yes=None, no=())
    undo(save(roster), baraka)
    assert joining.current_employment(amina).operator == other


def test_of_who_is_gone_again_no_note_of_the_check_stays(pwani, amina, baraka, as_baraka):
    joining.leave(make.make_staff(pwani, amina), timezone.localdate())
    roster = check(pwani, "Amina Hassan\t0700000001\tdriver", by=baraka)
    checking.say_moves(roster, yes=None, no=())
    assert codes(save(roster)) == [("", "worked-here")]
    undo(roster, baraka)
    assert (codes(roster), staff(pwani)) == ([], [])


@pytest.mark.parametrize(("days", "rows"), [(29, 2), (31, 0)])
def test_what_was_written_in_a_saved_list_goes_when_it_cannot_be_undone_any_more(pwani, days, rows):
    roster = save(check(pwani, NJERI))
    bringing.sweep(roster.saved_at + timedelta(days=days))
    assert roster.rows.count() == rows
    assert Roster.objects.filter(pk=roster.pk).exists()


def test_undoing_two_thousand_costs_no_query_each(pwani, baraka, django_assert_max_num_queries):
    lines = [f"{somebody(n)}\t07{10000000 + n}\tdriver" for n in range(2000)]
    roster = save(check(pwani, *lines))
    with django_assert_max_num_queries(140):
        undo(roster, baraka)
    assert (staff(pwani), User.objects.filter(full_name__startswith="Person Number").count()) == ([], 0)


def test_a_number_that_somebody_took_since_does_not_go_back(pwani, baraka):
    make.make_staff(pwani, make.make_user("+254711000111", "Halima Abdi", registered_at=None))
    roster = check(pwani, "Halima Abdi\t0711000222\tconductor")
    checking.again(roster, [2], choice=sheet.SAME)
    save(roster)
    make.make_user("+254711000111", "Somebody Else")
    undo(roster, baraka)
    assert staff(pwani) == [("Halima Abdi", "+254711000222", "conductor")]
    assert codes(roster) == [("", "kept-changed")]


def test_an_undoing_that_was_asked_for_keeps_what_it_needs_when_the_thirty_days_end(pwani, baraka):
    roster = save(check(pwani, NJERI))
    assert jobs.ask_to_undo(roster, baraka, roster.saved_at + timedelta(days=30))
    bringing.sweep(roster.saved_at + timedelta(days=31))
    roster.refresh_from_db()
    assert jobs.work(roster, 60).phase == Roster.Phase.UNDONE
    assert staff(pwani) == []


@pytest.mark.parametrize(("days", "is_being_undone"), [(29, True), (30, False)])
def test_an_undoing_that_nobody_did_is_given_up_after_thirty_days_more(pwani, baraka, days, is_being_undone):
    roster = save(check(pwani, NJERI))
    asked = roster.saved_at + timedelta(days=30)
    jobs.ask_to_undo(roster, baraka, asked)
    bringing.sweep(asked + timedelta(days=days))
    roster.refresh_from_db()
    assert (roster.is_being_undone, roster.rows.exists()) == (is_being_undone, is_being_undone)
    assert len(staff(pwani)) == 1


def test_an_undoing_that_fails_undoes_nothing_and_can_be_taken_up(pwani, baraka, monkeypatch):
    roster = save(check(pwani, NJERI))
    with monkeypatch.context() as broken:
        broken.setattr(undoing, "_change_back", lambda _undoing: 1 / 0)
        assert not undo(roster, baraka)
    assert (roster.error, roster.is_being_undone, len(staff(pwani))) == ("ZeroDivisionError: division by zero", True, 1)
    jobs.retry(roster)
    assert jobs.work(Roster.objects.get(pk=roster.pk), 60).phase == Roster.Phase.UNDONE
    assert staff(pwani) == []
    assert Act.objects.get(kind="list-undone").by == baraka


def test_who_lost_the_lease_while_undoing_undoes_nothing(pwani, baraka, monkeypatch):
    roster, undo_it = save(check(pwani, NJERI)), undoing.undo

    def undo_and_lose(found, now, progress):
        undo_it(found, now, progress)
        Roster.objects.filter(pk=found.pk).update(lease_until=now)

    monkeypatch.setattr(undoing, "undo", undo_and_lose)
    assert not undo(roster, baraka)
    assert (roster.error, len(staff(pwani))) == ("", 1)
