"""A list is saved whole, as the manager saw it, and can be undone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from saccos import keeping
from saccos.models import Move, OperatorFigures, Roster, StaffMember
from saccos.roster import bringing, checking, jobs, saving, sheet
from tests import make
from tests.saccos.rosters import bring, check, codes, confirm, row, save, somebody, staff, undo, verdicts

NJERI = "Njeri Kamau\t0712 345 678\tKondakta"
OTIENO = "Otieno Odhiambo\t0722 111 222\tdereva"


@pytest.fixture(autouse=True)
def _figures_stay_right(db):
    yield
    assert keeping.wrong() == []


def test_new_people_are_put_on_the_list(pwani, baraka):
    roster = save(check(pwani, NJERI, OTIENO, by=baraka))
    assert roster.phase == Roster.Phase.SAVED
    assert staff(pwani) == [
        ("Njeri Kamau", "+254712345678", "conductor"),
        ("Otieno Odhiambo", "+254722111222", "driver"),
    ]
    assert OperatorFigures.objects.get(operator=pwani).total == 2


def test_nothing_is_saved_before_the_manager_says_so(pwani):
    check(pwani, NJERI)
    assert staff(pwani) == []
    assert not User.objects.filter(full_name="Njeri Kamau").exists()


def test_a_new_person_is_found_signs_in_by_code_and_has_no_password(pwani):
    save(check(pwani, "Wanjikũ Mũthoni\t0712345678\tclerk"))
    person = User.objects.found_by("wanjiku muthoni").get()
    assert (person.has_usable_password(), person.registered_at, person.role) == (False, None, "clerk")


def test_the_same_list_twice_changes_nothing(pwani):
    lines = (NJERI, "Asha Juma\t\tclerk", "Musa Ali\t0712345678\tclerk")
    first = check(pwani, *lines)
    checking.again(first, [4], choice=sheet.OTHER)
    save(first)
    before = staff(pwani)
    again = check(pwani, *lines)
    assert set(verdicts(again).values()) == {"here"}
    assert staff(pwani) == before
    assert save(again).counts["new_people"] == 0


def test_what_is_said_otherwise_changes(pwani, amina):
    member = make.make_staff(pwani, amina, stage="Likoni")
    line = "Amina Hassan\t0700000001\tdriver\tP7\tUkunda\t3/2/2020"
    roster = check(pwani, line, heading="Name\tPhone\tRole\tStaff No\tStage\tSince")
    assert verdicts(roster) == {2: "changes"}
    save(roster)
    member.refresh_from_db()
    found = (member.role, member.staff_number, member.stage, member.started_on)
    assert found == ("driver", "P7", "Ukunda", date(2020, 2, 3))


def test_what_a_list_leaves_empty_stays(pwani, amina):
    make.make_staff(pwani, amina, stage="Likoni", staff_number="P1", role="clerk")
    roster = check(pwani, "Amina Hassan\t0700000001\t", otherwise="driver")
    assert verdicts(roster) == {2: "here"}


def test_only_who_never_signed_in_is_renamed(pwani, amina):
    new = make.make_user("+254711000111", "Halima Abdy", registered_at=None)
    make.make_staff(pwani, amina)
    make.make_staff(pwani, new)
    roster = check(pwani, "Halima Abdi\t0711000111\tconductor", "Aminah Hassan\t0700000001\tconductor")
    assert verdicts(roster) == {2: "changes", 3: "here"}
    assert codes(roster, 3) == [("name", "own-name")]
    save(roster)
    assert [name for name, *_rest in staff(pwani)] == ["Amina Hassan", "Halima Abdi"]
    assert User.objects.get(pk=new.pk).search_name == "halima abdi"
    assert StaffMember.objects.get(person=new).sort_name == "halima abdi"


def test_a_person_without_a_phone_is_found_again_by_staff_number_or_name(pwani):
    heading = "Name\tPhone\tRole\tStaff No"
    save(check(pwani, "Asha Juma\t\tclerk\tP1", "Musa Ali\t\tclerk\t", heading=heading))
    again = check(pwani, "Asha Juma Said\t-\tclerk\tp1", "MUSA ALI\t\tclerk\t", heading=heading)
    assert verdicts(again) == {2: "changes", 3: "here"}


def test_two_without_a_phone_who_have_one_name_stay_two(pwani):
    lines = ("Asha Juma\t\tclerk", "Asha Juma\t\tdriver")
    roster = check(pwani, *lines)
    assert verdicts(roster) == {2: "new", 3: "twice"}
    checking.again(roster, [3], choice=sheet.OTHER)
    save(roster)
    assert [role for *_who, role in staff(pwani)] == ["clerk", "driver"]
    assert set(verdicts(check(pwani, *lines)).values()) == {"here"}


def test_somebody_on_a_shared_phone_has_none_of_their_own(pwani):
    roster = check(pwani, NJERI, "Musa Ali\t0712345678\tdriver")
    assert codes(roster, 3) == [("phone", "phone-twice")]
    checking.again(roster, [3], choice=sheet.OTHER)
    save(roster)
    musa = User.objects.get(full_name="Musa Ali")
    assert (musa.phone, str(musa.shared_phone)) == (None, "+254712345678")


def test_a_new_number_is_taken_for_who_never_signed_in_alone(pwani, amina):
    new = make.make_user("+254711000111", "Halima Abdi", registered_at=None)
    make.make_staff(pwani, new)
    make.make_staff(pwani, amina)
    roster = check(pwani, "Halima Abdi\t0711000222\tconductor", "Amina Hassan\t0711000333\tconductor")
    assert verdicts(roster) == {2: "looks-like", 3: "looks-like"}
    checking.again(roster, [2, 3], choice=sheet.SAME)
    assert verdicts(roster) == {2: "changes", 3: "here"}
    assert codes(roster, 3) == [("phone", "own-phone")]
    save(roster)
    assert {phone for _name, phone, _role in staff(pwani)} == {"+254711000222", "+254700000001"}


# Moving


def test_a_move_needs_the_manager_s_explicit_word(pwani, other, amina):
    make.make_staff(other, amina)
    roster = save(check(pwani, "Amina Hassan\t0700000001\tconductor"))
    assert verdicts(roster) == {2: "moves"}
    assert (staff(pwani), len(staff(other))) == ([], 1)


def test_with_the_word_the_person_moves_and_is_told(pwani, other, amina, baraka):
    make.make_staff(other, amina)
    roster = check(pwani, "Amina Hassan\t0700000001\tconductor", by=baraka)
    checking.say_moves(roster, yes=[2], no=[])
    save(roster)
    assert (len(staff(pwani)), staff(other)) == (1, [])
    assert Move.objects.get().by == baraka


def test_undoing_a_move_reopens_the_place_before(pwani, other, amina, baraka):
    before = make.make_staff(other, amina)
    roster = check(pwani, "Amina Hassan\t0700000001\tconductor", by=baraka)
    checking.say_moves(roster, yes=None, no=[])
    assert undo(save(roster), baraka)
    before.refresh_from_db()
    assert (before.ended_on, pwani.staff.count()) == (None, 0)
    assert before.counted_as


def test_a_known_person_on_nobody_s_staff_is_told_too(pwani, amina, baraka):
    save(check(pwani, "Amina Hassan\t0700000001\tconductor", by=baraka))
    assert Move.objects.get().came_from is None


# What changed since the check


def test_somebody_who_joined_elsewhere_meanwhile_is_not_moved(pwani, other, amina):
    roster = check(pwani, "Amina Hassan\t0700000001\tconductor", NJERI)
    make.make_staff(other, amina)
    save(roster)
    assert [name for name, *_rest in staff(pwani)] == ["Njeri Kamau"]
    assert ("", "meanwhile") in codes(roster, 2)


def test_a_number_that_was_taken_meanwhile_is_not_given_to_another(pwani):
    roster = check(pwani, NJERI)
    make.make_user("+254712345678", "Somebody Else")
    save(roster)
    assert staff(pwani) == []
    assert codes(roster) == [("phone", "other-name"), ("", "meanwhile")]


def test_a_number_that_became_the_person_s_own_meanwhile_is_looked_at_again(pwani):
    roster = check(pwani, NJERI)
    make.make_user("+254712345678", "Njeri Kamau")
    save(roster)
    assert (staff(pwani), codes(roster)) == ([], [("", "meanwhile")])


def test_what_was_changed_by_hand_meanwhile_is_not_overwritten(pwani, amina):
    member = make.make_staff(pwani, amina)
    roster = check(pwani, "Amina Hassan\t0700000001\tdriver")
    StaffMember.objects.filter(pk=member.pk).update(role="clerk")
    save(roster)
    assert [role for *_who, role in staff(pwani)] == ["clerk"]
    assert codes(roster) == [("", "meanwhile")]


def test_two_lists_with_one_person_put_them_there_once(pwani):
    first, second = check(pwani, NJERI), check(pwani, NJERI, OTIENO)
    save(first)
    save(second)
    assert len(staff(pwani)) == 2
    assert verdicts(second)[2] == "here"


def test_a_second_press_on_save_does_nothing(pwani):
    roster = check(pwani, NJERI)
    assert jobs.ask_to_save(roster)
    assert not jobs.ask_to_save(roster)
    roster.refresh_from_db()
    jobs.work(roster, 60)
    assert not jobs.ask_to_save(roster)
    assert len(staff(pwani)) == 1


def test_a_failure_in_the_middle_saves_nothing(pwani, monkeypatch):
    roster = check(pwani, NJERI, OTIENO)
    monkeypatch.setattr(saving, "_change", lambda items: 1 / 0)
    save(roster)
    assert "ZeroDivisionError" in roster.error
    assert (staff(pwani), User.objects.filter(full_name="Njeri Kamau").count()) == ([], 0)
    monkeypatch.undo()
    jobs.retry(roster)
    roster.refresh_from_db()
    assert save(roster).phase == Roster.Phase.SAVED
    assert len(staff(pwani)) == 2


def test_a_list_being_saved_by_another_process_is_left_alone(pwani):
    roster = check(pwani, NJERI)
    jobs.ask_to_save(roster)
    roster.refresh_from_db()
    assert jobs.claim(roster, timezone.now())
    assert jobs.work(Roster.objects.get(pk=roster.pk), 60).phase == Roster.Phase.SAVING
    later = roster.lease_until + timedelta(microseconds=1)
    assert jobs.claim(Roster.objects.get(pk=roster.pk), later)


def test_one_s_lease_lost_saves_nothing(pwani, monkeypatch):
    roster = check(pwani, NJERI)
    jobs.ask_to_save(roster)
    roster.refresh_from_db()
    save_it = saving.save

    def save_and_lose(found, now, progress):
        counts = save_it(found, now, progress)
        Roster.objects.filter(pk=found.pk).update(lease_until=now)
        return counts

    monkeypatch.setattr(saving, "save", save_and_lose)
    jobs.work(roster, 60)
    assert staff(pwani) == []


def test_saving_costs_the_same_however_long_the_list(pwani, django_assert_max_num_queries):
    many = [f"{somebody(n)}\t07{10000000 + n}\tdriver" for n in range(900)]
    roster = check(pwani, *many)
    jobs.ask_to_save(roster)
    roster.refresh_from_db()
    with django_assert_max_num_queries(85):
        jobs.work(roster, 60)
    assert pwani.staff.current().count() == 900


def test_rows_left_out_or_wrong_are_not_saved(pwani):
    roster = check(pwani, NJERI, OTIENO, "Asha Juma\t07\tclerk")
    checking.again(roster, [3], choice=sheet.OUT)
    save(roster)
    assert [name for name, *_rest in staff(pwani)] == ["Njeri Kamau"]


def test_the_list_can_be_left_in_the_middle_of_the_check(pwani, monkeypatch):
    monkeypatch.setattr(checking, "PART", 2)
    roster = confirm(bring(pwani, *(f"{somebody(n)}\t071234567{n}\tdriver" for n in range(5))))
    done = []
    while roster.phase == Roster.Phase.CHECKING:
        done.append(jobs.work(Roster.objects.get(pk=roster.pk), 0).done)
        roster.refresh_from_db()
    assert done == [2, 4, 5]
    assert roster.counts["new"] == 5


def test_a_check_whose_process_was_killed_goes_on_when_its_lease_is_over(pwani):
    roster = confirm(bring(pwani, NJERI))
    assert jobs.claim(roster, timezone.now())
    assert jobs.work(Roster.objects.get(pk=roster.pk), 60).phase == Roster.Phase.CHECKING
    Roster.objects.update(lease_until=timezone.now() - timedelta(microseconds=1))
    assert jobs.work(Roster.objects.get(pk=roster.pk), 60).phase == Roster.Phase.READY


def test_a_row_knows_whom_it_became(pwani):
    roster = save(check(pwani, NJERI))
    assert row(roster).person.full_name == "Njeri Kamau"
    assert row(roster).member.operator == pwani


@pytest.mark.parametrize(("days", "is_there"), [(29, True), (30, False)])
def test_a_list_never_saved_goes_after_thirty_days(pwani, days, is_there):
    roster = check(pwani, NJERI)
    bringing.sweep(roster.made_at + timedelta(days=days))
    assert Roster.objects.filter(pk=roster.pk).exists() is is_there
