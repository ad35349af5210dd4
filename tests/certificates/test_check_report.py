"""The programme's report of checks: by month, course and county, with small figures hidden."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from certificates import check_report
from certificates.models import CheckCount, CourseNumber
from tests import make
from tests.conftest import sign_in

TODAY = date(2026, 3, 9)
PAGE = "/admin/reports/checks/"


@pytest.fixture
def farida(client, db):
    farida = make.make_user(full_name="Farida Ali", username="farida", is_superuser=True)
    return sign_in(client, farida, verified=True)


def count(checks, result="valid", day=TODAY, course=0, county=""):
    CheckCount.objects.create(day=day, result=result, course=course, county=county, checks=checks)


def cells(slug):
    """Return a table's rows as they are shown, by the first cell."""
    return {row.shown[0]: row.shown[1:] for row in check_report.tables_of(TODAY)[slug].rows}


def test_days_of_a_month_are_added_up_for_each_result(db):
    count(30, day=date(2026, 2, 1))
    count(7, day=date(2026, 2, 28))
    count(9, "not_found", day=date(2026, 3, 1))
    assert cells("month") == {
        "February 2026": ["37", "0", "0", "0", "0", "0"],
        "March 2026": ["0", "0", "0", "0", "9", "0"],
    }


def test_what_is_older_than_twelve_months_is_left_out(db):
    count(30, day=date(2025, 4, 1))
    count(30, day=date(2025, 3, 31))
    assert list(cells("month")) == ["April 2025"]


def test_five_are_shown_and_four_are_hidden(db):
    count(5, county="001")
    count(4, "revoked", county="001")
    assert cells("county") == {"Mombasa": ["5", "0", "under 5", "0"]}


def test_what_could_be_had_by_subtraction_is_hidden_too(db):
    for county, checks in (("001", 4), ("002", 9), ("003", 50)):
        count(checks, county=county)
    assert [row[0] for row in cells("county").values()] == ["under 5", "hidden", "50"]


def test_counties_and_courses_speak_of_certificates_only(db):
    count(10, "not_found")
    count(10, "too_many")
    assert cells("county") == cells("course") == {}
    assert cells("month")["March 2026"] == ["0", "0", "0", "0", "10", "10"]


def test_courses_have_their_titles_in_the_reader_s_language(db):
    number = CourseNumber.objects.create(course_key=uuid4(), title_en="Red flags", title_sw="Dalili").number
    count(8, course=number)
    count(6, course=0)
    assert cells("course") == {"not known": ["6", "0", "0", "0"], "Red flags": ["8", "0", "0", "0"]}
    with override("sw"):
        assert "Dalili" in cells("course")


def test_the_page_shows_all_three_and_links_their_files(farida):
    count(12, day=timezone.localdate(), county="047")
    text = farida.get(PAGE).content.decode()
    for shown in ("By month", "By course", "By county", "Nairobi", f"{PAGE}county.csv", "<td>12</td>"):
        assert shown in text


def test_the_page_costs_as_many_queries_for_a_year_as_for_a_day(farida, django_assert_num_queries):
    farida.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        farida.get(PAGE)
    assert len(first) <= 11
    for month in range(1, 13):
        for county in ("001", "047", "030"):
            count(month, day=date(timezone.localdate().year, month, 1), course=month, county=county)
    with django_assert_num_queries(len(first)):
        farida.get(PAGE)


def test_the_file_holds_what_the_page_shows(farida):
    count(12, day=timezone.localdate(), county="047")
    count(3, "expired", day=timezone.localdate(), county="047")
    response = farida.get(f"{PAGE}county.csv")
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert response.headers["Content-Disposition"] == 'attachment; filename="checks-county.csv"'
    assert lines == ["County,Valid,Expired,Revoked,Replaced,Remark", "Nairobi,12,under 5,0,0,"]


@pytest.mark.parametrize("file", ["county.txt", "people.csv"])
def test_there_is_no_other_file(farida, file):
    assert farida.get(f"{PAGE}{file}").status_code == 404
