import io
import subprocess
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from saccos.minute import board, board_sheet
from tests import make

NAIROBI = ZoneInfo("Africa/Nairobi")
NOW = datetime(2026, 6, 10, 12, tzinfo=NAIROBI)


def certify(person, course, days, issued_at=NOW - timedelta(days=30)):
    return make.make_certificate(
        person, course.translation_key, issued_at=issued_at, expires_at=NOW + timedelta(days=days)
    )


@pytest.fixture
def crew(pwani, course):
    """Two conductors, one of them lapsing in 10 days; a driver who is not trained; somebody who left trained."""
    trained, lapsing = make.make_staff(pwani), make.make_staff(pwani, make.make_user(full_name="Halima Abdi"))
    certify(trained.person, course, 300)
    certify(lapsing.person, course, 10, NOW - timedelta(days=400))
    make.make_staff(pwani, make.make_user(full_name="Juma Ali", role="driver"))
    gone = make.make_staff(pwani, make.make_user(full_name="Gone Long"), ended_on=timezone.localdate())
    certify(gone.person, course, 5)


def text_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_the_report_counts_current_staff_by_role_and_course(pwani, crew):
    report = board.report(pwani, "en", NOW)
    assert report.roles == [board.Share("Conductor", 2, 2), board.Share("Driver", 0, 1)]
    assert report.courses == [board.Share("Red flags", 2, 3)]
    assert str(report.next_to_lapse[0].person) == "Halima Abdi"


def test_the_trend_has_twelve_months_and_this_one_is_the_last(pwani, crew):
    months = board.report(pwani, "en", NOW).months
    assert (months[0].first.isoformat(), months[-1].first.isoformat()) == ("2025-07-01", "2026-06-01")
    assert [month.issued for month in months] == [0] * 10 + [1, 0]


@pytest.mark.parametrize(
    ("issued_at", "counted"),
    [
        (datetime(2025, 7, 1, 0, 0, tzinfo=NAIROBI), 1),
        (datetime(2025, 6, 30, 23, 59, 59, tzinfo=NAIROBI), 0),
    ],
)
def test_the_first_month_begins_at_midnight_of_its_first_day(pwani, member, course, issued_at, counted):
    certify(member.person, course, 30, issued_at)
    assert sum(month.issued for month in board.report(pwani, "en", NOW).months) == counted


def test_the_page_says_it_all_on_one_sheet(pwani, crew):
    pdf = board_sheet.draw(pwani, board.report(pwani, "en", NOW), NOW)
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 1
    text = text_of(pdf)
    for words in ("Pwani Shuttle Sacco", "10 June 2026", "2 of 3 staff are trained", "Halima Abdi", "20 Jun 2026"):
        assert words in text
    for words in ("Trained, by role", "Red flags", "What we ask of the board", "month by month"):
        assert words in text
    assert "Gone Long" not in text


def test_the_page_is_in_the_manager_s_language(pwani, crew):
    with translation.override("sw"):
        assert "10 Juni 2026" in text_of(board_sheet.draw(pwani, board.report(pwani, "sw", NOW), NOW))


def test_an_operator_without_staff_gets_a_page_that_says_so(as_baraka):
    response = as_baraka.get(reverse("saccos:board", args=["pwani-shuttle"]))
    assert response["Content-Type"] == "application/pdf"
    assert "Nobody is on the staff list yet" in text_of(response.content)


@pytest.mark.parametrize(("trained", "asked"), [(0, "Give the 3 people"), (3, "Keep it so")])
def test_the_board_is_asked_for_one_thing(pwani, course, trained, asked):
    for number in range(3):
        member = make.make_staff(pwani)
        if number < trained:
            certify(member.person, course, 300)
    text = " ".join(text_of(board_sheet.draw(pwani, board.report(pwani, "en", NOW), NOW)).split())
    assert asked in text


def test_long_names_stay_on_the_sheet(pwani, course):
    type(pwani).objects.filter(pk=pwani.pk).update(name="Ng'ang'a Kĩmani na Wenzake " * 3)
    pwani.refresh_from_db()
    for _number in range(10):
        certify(make.make_staff(pwani, make.make_user(full_name="Wanjikũ " * 6)).person, course, 10)
    pdf = board_sheet.draw(pwani, board.report(pwani, "en", NOW), NOW)
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 1
