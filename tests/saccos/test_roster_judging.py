"""What will happen to each row, and what is said beside the cell where something is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import names
from saccos import joining
from saccos.roster import alike, checking, sheet, values, words
from tests import make
from tests.saccos.rosters import check, codes, row, somebody, verdicts

TODAY = timezone.localdate()


def read(otherwise="", **texts):
    return values.read({"name": "Njeri Kamau", "role": "driver"} | texts, otherwise, TODAY)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("phone", "7.12E+11", "phone-digits-lost"),
        ("phone", "2,54712E+11", "phone-digits-lost"),
        ("phone", "0712345678 / 0722345678", "phone-two"),
        ("phone", "0800 722 203", "phone-not-a-persons"),
        ("phone", "116", "phone-not-a-persons"),
        ("phone", "020 2345678", "phone-not-a-persons"),
        ("phone", "071234567", "phone"),
        ("phone", "=A2", "formula"),
        ("name", "#REF!", "formula"),
        ("name", "", "name-missing"),
        ("name", "N/A", "name-missing"),
        ("name", "0712345678", "name-number"),
        ("name", "王小明", "name"),
        ("name", "Njeri " * 20, "name"),
        ("role", "pilot", "role"),
        ("role", "", "role-missing"),
        ("stage", "0712345678", "phone-here"),
        ("stage", "x" * 61, "too-long"),
        ("staff_number", "x" * 31, "too-long"),
        ("since", "31/2/2020", "since"),
        ("since", f"{TODAY + timedelta(days=1):%d/%m/%Y}", "since-odd"),
        ("since", "31/12/1949", "since-odd"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(field, text, code):
    problems = read(**{field: text}).problems
    assert [(one["field"], one["code"]) for one in problems] == [(field, code)]
    assert words.say(problems[0], {field: text})


def test_a_number_in_another_cell_of_the_row_is_noticed():
    found = read(phone="Likoni", stage="0712345678").problems
    assert "one under “Stage”" in words.say(found[0], {})


@pytest.mark.parametrize(
    ("field", "text", "attribute", "value"),
    [
        ("phone", "712345678", "phone", "+254712345678"),
        ("phone", "'0712-345-678", "phone", "+254712345678"),
        ("phone", "hana", "phone", ""),
        ("name", "NG'ANG'A KĨMANI", "name", "Ng'ang'a Kĩmani"),
        ("name", "van der Berg", "name", "van der Berg"),
        ("role", "Makanga", "role", "conductor"),
        ("role", "TOUT", "role", "conductor"),
        ("role", "Lorry driver", "role", "truck_driver"),
        ("role", "karani wa tiketi", "role", "clerk"),
        ("role", "steji", "role", "stage"),
        ("since", f"{TODAY:%d/%m/%Y}", "since", TODAY),
        ("stage", "x" * 60, "stage", "x" * 60),
    ],
)
def test_what_is_meant_is_understood(field, text, attribute, value):
    found = read(**{field: text})
    assert (getattr(found, attribute), found.problems) == (value, [])


def test_the_role_for_the_rest_is_taken_where_none_is_said():
    assert read(role="", otherwise="clerk").role == "clerk"


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("Amina Hassan", "Hassan Amina", True),
        ("Amina Hassan", "Amina Hassan Ali", True),
        ("Mohamed Ali", "Mohammed Aly", True),
        ("Wanjiku M. Kamau", "Wanjikũ Mũthoni Kamau", True),
        ("Aminah Hasan", "Amina Hassan", True),
        ("Amina Hassan", "Amina Juma", False),
        ("John Kamau", "John Kimani", False),
        ("Amina", "Aminah", False),
        ("Wanjiku Njeri Kamau", "Wanjiku Otieno Kamau", False),
    ],
)
def test_names_are_near_when_they_may_be_one_person_s(one, other, is_near):
    one, other = names.fold(one), names.fold(other)
    assert alike.near(one, other) is alike.near(other, one) is is_near
    if is_near:
        assert alike.keys(one) & alike.keys(other)


# Compared with the staff and with the rest of the list


def test_a_name_already_on_the_list_with_another_number_is_asked_about(pwani, amina):
    make.make_staff(pwani, amina)
    roster = check(pwani, "Aminah Hassan\t0711222333\tconductor")
    assert (verdicts(roster), codes(roster)) == ({2: "looks-like"}, [("name", "same-name")])
    assert words.say(row(roster).problems[0], {}).endswith("Amina Hassan, 0700 000001.")


def test_a_namesake_whose_own_number_is_in_the_list_too_is_somebody_else(pwani, amina):
    make.make_staff(pwani, amina)
    roster = check(pwani, "Amina Hassan\t0711222333\tconductor", "Amina Hassan\t0700000001\tconductor")
    assert verdicts(roster) == {2: "new", 3: "here"}


def test_a_number_of_somebody_on_the_list_under_another_name_is_asked_about(pwani, amina):
    make.make_staff(pwani, amina)
    roster = check(pwani, "Musa Juma\t0700000001\tdriver")
    assert codes(roster) == [("phone", "phone-of")]
    checking.again(roster, [2], choice=sheet.OTHER)
    assert verdicts(roster) == {2: "new"}


def test_the_same_person_twice_in_the_list_is_there_once(pwani):
    roster = check(pwani, "Njeri Kamau\t0712345678\tdriver", "KAMAU NJERI\t+254 712 345 678\tdriver")
    assert verdicts(roster) == {2: "new", 3: "twice"}


def test_one_staff_number_for_two_people_is_wrong(pwani):
    heading = "Name\tPhone\tRole\tStaff No"
    roster = check(pwani, "Njeri Kamau\t\tdriver\tP1", "Musa Ali\t\tdriver\tP1", heading=heading)
    assert codes(roster, 3) == [("staff_number", "number-twice")]


def test_the_same_name_with_and_without_a_number_is_asked_about(pwani):
    roster = check(pwani, "Njeri Kamau\t0712345678\tdriver", "Njeri Kamau\t\tdriver")
    assert codes(roster, 3) == [("name", "row-name")]


def test_somebody_on_nobody_s_staff_is_new(pwani, amina):
    assert verdicts(check(pwani, "Amina Hassan\t0700000001\tconductor")) == {2: "new"}


def test_who_is_on_another_staff_moves_whatever_the_order_of_the_name(pwani, other, amina):
    make.make_staff(other, amina)
    assert verdicts(check(pwani, "HASSAN Amina\t0700000001\tconductor")) == {2: "moves"}


def test_who_left_and_works_elsewhere_now_moves(pwani, other, amina):
    joining.leave(make.make_staff(pwani, amina), TODAY)
    make.make_staff(other, amina)
    assert verdicts(check(pwani, "Amina Hassan\t0700000001\tconductor")) == {2: "moves"}


def test_a_name_elsewhere_that_is_near_but_not_the_same_shows_nothing(pwani, other, amina):
    make.make_staff(other, amina)
    roster = check(pwani, "Aminah Hasan\t0700000001\tconductor")
    assert codes(roster) == [("phone", "other-name")]
    assert "Amina Hassan" not in words.say(row(roster).problems[0], {})


def test_names_of_another_operator_s_staff_are_never_compared(pwani, other):
    make.make_staff(other, make.make_user(full_name="Njeri Kamau"))
    assert verdicts(check(pwani, "Njeri Kamau\t0712345678\tdriver", "Njeri Kamau\t\tdriver"))[2] == "new"


def test_checking_a_part_costs_the_same_however_large_the_staff(pwani, django_assert_num_queries):
    for number in (5, 60):
        for _one in range(number):
            make.make_staff(pwani)
        roster = check(pwani, *(f"{somebody(n)}\t07{10000000 + n + number}\tdriver" for n in range(number)))
        found = checking.Check(roster, TODAY)
        with django_assert_num_queries(3):  # the numbers, the rows, the writing
            found.write(found.judged(found.part(0)))


def test_a_row_left_out_stays_out_when_others_change(pwani):
    roster = check(pwani, "Njeri Kamau\t0712345678\tdriver", "Musa Ali\t0712345678\tdriver")
    checking.again(roster, [2], choice=sheet.OUT)
    assert verdicts(roster) == {2: "left-out", 3: "new"}
