import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from saccos import history
from saccos.minute import exporting
from saccos.models import Act, StaffMember
from tests import make


@pytest.fixture
def export(as_baraka):
    """Ask for pwani's list as a file; return its bytes."""

    def get(form, query="", language="en"):
        with translation.override(language):
            address = reverse("saccos:export", args=["pwani-shuttle", form])
        response = as_baraka.get(address + query)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith('attachment; filename="pwani-shuttle-')
        return b"".join(response.streaming_content)

    return get


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def read_xlsx(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_file_for_excel_says_of_each_how_they_stand(export, pwani, member, course):
    member.stage, member.staff_number = "Likoni", "P-17"
    member.save()
    certificate = make.make_certificate(member.person, course.translation_key)
    data = export("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = read_csv(data)
    assert head[:3] == ["Name", "Phone", "Role"]
    ends = timezone.localdate(certificate.expires_at)
    assert row == [
        "Amina Hassan",
        "0700 000001",
        "Conductor",
        "Likoni",
        "P-17",
        str(member.started_on),
        "Trained",
        "",
        str(ends),
        certificate.spelled_code,
    ]


def test_a_workbook_has_dates_as_dates_and_numbers_as_numbers(export, member, course):
    enrolment = make.make_enrolment(member.person, course, completed=False)
    enrolment.module_number = 2
    enrolment.save()
    _head, row = read_xlsx(export("xlsx"))
    assert row[5].date() == member.started_on
    assert row[6:8] == ["In progress", 2]
    assert row[1] == "0700 000001"


NASTY = ["=1+1", "+254 7", "-2", "@SUM(A1)", "\tx", "＝1"]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_run(export, pwani, form, nasty):
    make.make_staff(pwani, make.make_user("+255712345678", "Juma Ali"), stage=nasty, staff_number=nasty)
    if form == "csv":
        _head, row = read_csv(export("csv"))
        assert row[3:5] == [f"'{nasty}"] * 2
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(export("xlsx"))).active
        assert [cell.data_type for cell in sheet[2]][:5] == ["s"] * 5
        assert sheet["D2"].value == nasty


def test_the_words_are_the_manager_s(export, member):
    head, row = read_csv(export("csv", language="sw"))
    assert head[0] == "Jina"
    assert row[6] != "Not started"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_filters_hold_and_taking_the_list_is_noted(export, member, pwani, chausiku, form):
    make.make_staff(pwani, chausiku)
    rows = (read_csv if form == "csv" else read_xlsx)(export(form, "?role=driver"))
    assert [row[0] for row in rows[1:]] == ["Chausiku Njeri"]
    assert history.sentence(Act.objects.get()) == "The list was taken as a file: 1 person."


def test_no_other_form_is_made(as_baraka, member):
    assert as_baraka.get(reverse("saccos:export", args=["pwani-shuttle", "exe"])).status_code == 404
    assert as_baraka.post(reverse("saccos:export", args=["pwani-shuttle", "csv"])).status_code == 405


def test_nobody_of_another_operator_and_nobody_who_left_is_in_it(export, member, other, pwani):
    make.make_staff(other, make.make_user(full_name="Zawadi Ali"))
    make.make_staff(pwani, make.make_user(full_name="Left Long"), ended_on=timezone.localdate() + timedelta(days=1))
    assert [row[0] for row in read_csv(export("csv"))[1:]] == ["Amina Hassan"]


def test_every_row_comes_once_however_few_are_read_at_a_time(pwani, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(exporting, "A_READING", 7)
    for number in range(23):
        make.make_staff(pwani, make.make_user(full_name=f"Same Name {number % 3}"))
    with django_assert_num_queries(5):
        _head, *rows = exporting.table(pwani.staff.current(), timezone.now())
    names = [row[0] for row in rows]
    assert names == sorted(names)
    assert len(names) == 23
    assert len({row[1] for row in rows}) == StaffMember.objects.count() == 23


def test_who_has_no_phone_has_an_empty_cell_and_a_shared_one_is_shown(export, pwani):
    make.make_staff(pwani, make.User.objects.create_user(username=None, full_name="A None"), role="driver")
    shared = make.User.objects.create_user(username=None, full_name="B Shared", shared_phone="+254712345777")
    make.make_staff(pwani, shared, role="driver")
    assert [row[1] for row in read_csv(export("csv"))[1:]] == ["", "0712 345777"]
