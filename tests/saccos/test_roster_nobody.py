"""What stands in a column of names and is nobody: headings over a part of the list, totals, signatures."""

import pytest
from django.utils import timezone

from saccos.roster import values, words
from saccos.roster.fields import Field
from tests.saccos.rosters import check, codes, save, staff, verdicts


def read(name, phone="", role="driver"):
    texts = {Field.NAME.value: name, Field.PHONE.value: phone, Field.ROLE.value: role}
    return values.read(texts, "", timezone.localdate())


def problems(found):
    return [problem["code"] for problem in found.problems]


@pytest.mark.parametrize(
    "name", ["TOTAL", "Total staff", "DRIVERS", "Madereva", "Truck drivers", "Jumla", "Name", "Majina"]
)
def test_a_word_for_a_role_or_a_total_without_a_phone_is_asked_about(name):
    assert problems(read(name)) == ["name-nobody"]
    assert "Is this a person?" in words.say(read(name).problems[0], {})


def test_a_total_beside_the_word_is_no_phone():
    assert "name-nobody" in problems(read("TOTAL", "45"))


@pytest.mark.parametrize("name", ["TOTAL", "DRIVERS", "Fundi"])
def test_with_a_phone_it_is_somebody_s_name(name):
    assert problems(read(name, "0712345678")) == []


@pytest.mark.parametrize(
    "name",
    [
        *("Total staff: 45", "Prepared by: J. Kamau", "Prepared by J. Kamau", "@SUM(1)", "Njeri 2", "Crew: day"),
        "njeri@x.ke",
    ],
)
@pytest.mark.parametrize("phone", ["", "0712345678"])
def test_a_digit_a_colon_or_an_at_sign_in_a_name_is_asked_about(name, phone):
    assert problems(read(name, phone)) == ["name-nobody"]


@pytest.mark.parametrize("name", ["Njeri Kamau", "Driver Kamau", "Mzee", "Preparedness Juma", "Ali Office"])
def test_names_are_names(name):
    assert problems(read(name)) == []


@pytest.mark.parametrize("name", ["1. Njeri Kamau", "12) Njeri Kamau", "003.  Njeri Kamau"])
def test_the_number_before_a_name_is_not_of_it(name):
    assert read(name).name == "Njeri Kamau"


def test_a_sign_in_brackets_is_named(pwani):
    roster = check(pwani, "Njeri (Kamau)\t0712345678\tdriver")
    assert codes(roster) == [("name", "name")]
    assert "“(”" in words.say({"code": "name"}, {"name": "Njeri (Kamau)"})


def test_a_list_with_parts_and_a_total_brings_only_people(pwani):
    lines = [
        "DRIVERS",
        "Njeri Kamau\t0712345678\tdriver",
        "CLERKS",
        "Asha Juma\t\tclerk",
        "TOTAL\t2",
        "Prepared by: J. Kamau",
    ]
    roster = save(check(pwani, *lines, otherwise="driver"))
    assert list(verdicts(roster).values()) == ["wrong", "new", "wrong", "new", "wrong", "wrong"]
    assert [name for name, *_rest in staff(pwani)] == ["Asha Juma", "Njeri Kamau"]
