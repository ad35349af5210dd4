"""Typing in the paper list."""

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from tests import make
from workshops import attending, paper
from workshops.models import Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(workshop):
    return reverse("workshops:paper", args=[workshop.pk])


def typed(*rows, do="keep", **more):
    given = {"do": do, "mark": "paper-1", **more}
    return given | paper.rows_as_data([{"operator": "other", **row} for row in rows], 20)


def page_of(response):
    return " ".join(response.content.decode().split())


# Reading what was pasted


def test_a_column_of_names_is_a_name_a_line():
    assert paper.read("Juma Ali\n\n  Wanjikũ  Mũthoni \r\n", []) == [
        {"full_name": "Juma Ali"},
        {"full_name": "Wanjikũ Mũthoni"},
    ]


def test_each_cell_is_known_by_what_it_holds(pwani):
    (row,) = paper.read("12.\tJuma Ali\tpwani shuttle SACCO\t+254 711 111 111\tDereva", [pwani])
    expected = {"number": "12", "full_name": "Juma Ali", "operator": str(pwani.pk), "phone": "0711 111111"}
    assert row.items() >= expected.items()


def test_the_work_is_known_in_english():
    assert paper.read("Juma Ali; Driver", [])[0]["role"] == "driver"


def test_a_number_that_is_no_phone_is_left_for_the_form_to_point_at():
    assert paper.read("Juma Ali, 12345678901234", [])[0]["phone"] == "12345678901234"


@pytest.mark.parametrize("pasted", ["", "\n\n", "12\n", ",,,", "0711 111 111"])
def test_a_line_without_a_name_is_left_out(pasted):
    assert paper.read(pasted, []) == []


def test_a_hundred_lines_are_read_and_the_others_wait():
    lines = [f"Person {'x' * n}" for n in range(101)]
    assert paper.split("\n\n".join(lines), 100) == ("\n".join(lines[:100]), lines[100])
    assert paper.split("\n".join(lines[:100]), 100)[1] == ""


# The page


def test_ticks_and_rows_are_kept_as_present_from_the_beginning(as_eshe, workshop, address, amina, pwani, eshe):
    attending.expect(workshop, [(amina, pwani)])
    expected = workshop.participants.get()
    given = typed({"full_name": "Juma Ali", "operator": str(pwani.pk), "role": "driver"}, signed=[expected.pk])
    response = as_eshe.post(address, given, follow=True)
    assert "2 people kept as present" in page_of(response)
    rows = list(workshop.participants.all())
    assert [str(row.person) for row in rows] == ["Amina Hassan", "Juma Ali"]
    assert {(row.way, row.came_at, row.noted_by) for row in rows} == {(Participant.Way.PAPER, workshop.starts_at, eshe)}
    assert rows[1].operator == pwani


def test_keeping_twice_makes_nobody_twice(as_eshe, workshop, address):
    for _time in range(2):
        as_eshe.post(address, typed({"full_name": "Juma Ali"}, {"full_name": "Ali Omar"}))
    assert workshop.participants.count() == 2
    assert User.objects.filter(full_name="Juma Ali").count() == 1


def test_one_wrong_row_keeps_nothing_and_loses_nothing(as_eshe, workshop, address, amina, pwani):
    attending.expect(workshop, [(amina, pwani)])
    given = typed({"full_name": "Juma Ali"}, {"full_name": "Ali Omar", "phone": "071"}, signed=[1])
    given["signed"] = [workshop.participants.get().pk]
    page = page_of(as_eshe.post(address, given))
    assert "Nothing is kept yet" in page
    assert 'value="Juma Ali"' in page
    assert "Type a mobile number" in page
    assert " checked" in page
    assert not workshop.participants.came().exists()


def test_a_row_with_a_phone_and_no_name_asks_for_the_name(as_eshe, workshop, address):
    page = page_of(as_eshe.post(address, typed({"phone": "0711 111 111"})))
    assert "Write the full name as on the paper." in page
    assert "your ID" not in page
    assert not workshop.participants.exists()


def test_a_name_without_letters_is_asked_for_as_of_somebody_else(as_eshe, workshop, address):
    page = page_of(as_eshe.post(address, typed({"full_name": "12"})))
    assert "Write the full name as on the paper." in page


def test_pasted_names_are_shown_first_after_those_typed(as_eshe, workshop, address):
    given = typed({"full_name": "Juma Ali"}, do="paste", names="Ali Omar\nWanjikũ Mũthoni")
    page = page_of(as_eshe.post(address, given))
    assert "2 names read" in page
    assert page.index("Juma Ali") < page.index("Ali Omar") < page.index("Wanjikũ Mũthoni")
    assert not workshop.participants.exists()


def test_a_row_that_somebody_else_has_is_told(as_eshe, workshop, address, amina, pwani):
    attending.expect(workshop, [(amina, pwani)])
    page = page_of(as_eshe.post(address, typed({"full_name": "Juma Ali", "number": "1"}), follow=True))
    assert "Juma Ali has number 2, for another person has 1" in page


@pytest.mark.parametrize("number", ["0", "x", "1000", "-1", "1.5"])
def test_a_row_number_that_is_none_is_said(as_eshe, workshop, address, number):
    page = page_of(as_eshe.post(address, typed({"full_name": "Juma Ali", "number": number})))
    assert "error-text" in page
    assert not workshop.participants.exists()


@pytest.mark.parametrize(
    "change", [{"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "100000"}, {"signed": ["x", "9" * 40]}]
)
def test_a_form_that_was_tampered_with_does_no_harm(as_eshe, address, change):
    assert as_eshe.post(address, typed() | change).status_code in (200, 302)


def test_a_workshop_to_come_may_be_typed_in_before(as_eshe, workshop, address):
    assert as_eshe.get(address).status_code == 200


def test_the_page_costs_the_same_however_many_are_expected(as_eshe, workshop, address, django_assert_max_num_queries):
    attending.expect(workshop, [(make.make_user(full_name=f"Person {n}"), None) for n in range(60)])
    as_eshe.get(address)
    with django_assert_max_num_queries(8):
        as_eshe.get(address)


def test_names_beyond_the_most_at_a_time_stay_in_the_box_and_the_page_can_be_sent(as_eshe, workshop, address):
    names = [f"Juma {chr(65 + n // 26)}{chr(97 + n % 26)} Ali" for n in range(130)]
    response = as_eshe.post(address, typed(do="paste", names="\n".join(names)))
    page = page_of(response)
    assert "100 names read" in page
    assert "100 rows are the most at a time" in page
    assert page.count("Juma Dv Ali") == page.count("Juma Dw Ali") == 1
    assert page.index("Juma Dv Ali") < page.index('name="names"') < page.index("Juma Dw Ali")
    assert page.count(" name=") <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 2 + 50


def test_keeping_leaves_what_still_waits_in_the_box(as_eshe, workshop, address):
    response = as_eshe.post(address, typed({"full_name": "Juma Ali"}, names="Ali Omar"))
    page = page_of(response)
    assert "1 person kept as present" in page
    assert "Ali Omar" in page
    assert 'value="paper-1"' not in page
    assert 'value="Juma Ali"' not in page
    assert workshop.participants.get().person.full_name == "Juma Ali"


def test_a_mark_that_can_t_be_kept_is_cleaned(as_eshe, workshop, address):
    as_eshe.post(address, typed({"full_name": "Juma Ali"}, mark="pa\0per"))
    assert workshop.participants.get().mark == "paper-0"


def test_where_no_operator_is_invited_none_is_asked_for(as_eshe, workshop, address):
    workshop.invited.all().delete()
    assert "Another operator" not in page_of(as_eshe.get(address))
    as_eshe.post(address, typed({"full_name": "Juma Ali"}))
    assert workshop.participants.get().operator is None
