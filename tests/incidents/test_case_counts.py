"""The programme sees how many reports came, by county and month, and nothing of so few that they would show."""

import csv
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Permission

from incidents.casework import counting
from incidents.casework.counting import TOTAL
from incidents.models import ReceivedCount
from tests import make
from tests.conftest import sign_in

TODAY = date(2026, 11, 28)
OCTOBER, SEPTEMBER, NOVEMBER = date(2026, 10, 1), date(2026, 9, 1), date(2026, 11, 1)


def count(**numbers):
    """Count reports, as `m001_10=7` for seven in Mombasa in October."""
    for name, number in numbers.items():
        county, month = name[1:].split("_")
        ReceivedCount.objects.create(county=county, month=date(2026, int(month), 1), number=number)


@pytest.mark.parametrize(("number", "shown"), [(5, 5), (4, None)])
def test_five_are_shown_and_four_are_not(db, number, shown):
    count(m001_10=number)
    found = counting.counts_of(TODAY)
    assert found.shown("001", OCTOBER) == shown
    assert found.shown(TOTAL, TOTAL) == shown
    assert found.shown("001", SEPTEMBER) == 0


def test_what_would_follow_from_a_total_is_hidden_too(db):
    count(m001_10=3, m001_9=9, m047_10=20, m047_9=30)
    found = counting.counts_of(TODAY)
    # 12 in Mombasa less 9 would tell of the 3; so would October's total less Nairobi's 20.
    assert [found.shown("001", month) for month in (SEPTEMBER, OCTOBER, TOTAL)] == [None, None, 12]
    assert [found.shown("047", month) for month in (SEPTEMBER, OCTOBER, TOTAL)] == [None, None, 50]
    assert [found.shown(TOTAL, month) for month in (SEPTEMBER, OCTOBER, TOTAL)] == [39, 23, 62]


def test_a_county_with_few_is_hidden_with_its_total(db):
    count(m001_10=2, m047_10=20, m012_10=6)
    found = counting.counts_of(TODAY)
    assert found.shown("001", TOTAL) is None
    assert found.shown("012", TOTAL) is None
    assert found.shown("047", TOTAL) == 20


def test_no_hidden_cell_follows_from_the_line_it_stands_in(db):
    numbers = [3, 9, 0, 1, 6, 2, 14, 5, 4, 8, 7, 1]
    cells = {f"m00{county}_{month}": numbers[(county * month) % 12] for county in range(1, 7) for month in range(1, 10)}
    count(**cells)
    found = counting.counts_of(TODAY)
    rows = [[(county, month) for month in [*found.months, TOTAL]] for county in [*found.counties, TOTAL]]
    for line in (*rows, *(list(column) for column in zip(*rows, strict=True))):
        *parts, total = [cell for cell in line if found.cells[cell]] or [None]
        shut = [cell for cell in parts if cell in found.hidden]
        if total is not None and total not in found.hidden:
            assert not shut or (len(shut) > 1 and sum(found.cells[cell] for cell in shut) >= 5)
        elif total is not None:
            assert shut


def test_a_part_alone_in_its_line_takes_the_total_with_it():
    cells = Counter({("001", OCTOBER): 7, ("001", TOTAL): 7})
    line = [("001", OCTOBER), ("001", TOTAL)]
    assert counting._more(line, cells, {("001", OCTOBER)}) == [("001", TOTAL)]


def test_the_month_that_is_not_over_is_left_out(db):
    count(m001_11=9, m001_10=6)
    assert NOVEMBER not in counting.counts_of(TODAY).months
    assert counting.counts_of(TODAY).shown(TOTAL, TOTAL) == 6
    assert counting.counts_of(date(2026, 12, 1)).shown(TOTAL, TOTAL) == 15


@pytest.fixture
def officer(db):
    person = make.make_user(full_name="Programme Officer", username="officer")
    for codename in ("view_receivedcount", "access_admin"):
        person.user_permissions.add(Permission.objects.get(codename=codename))
    return person


def test_the_page_and_the_file_say_the_same(client, officer):
    last = counting.counts_of(date.today()).months[-1]
    ReceivedCount.objects.create(county="001", month=last, number=12)
    ReceivedCount.objects.create(county="", month=last, number=7)
    sign_in(client, officer, verified=True)
    html = client.get("/en/cases/counts/", follow=True).content.decode()
    assert "Mombasa" in html
    rows = list(csv.reader(StringIO(client.get("/admin/reports/offences/counts.csv").content.decode("utf-8-sig"))))
    assert [(row[0], row[-1]) for row in rows] == [
        ("County", "All"), ("not known", "7"), ("Mombasa", "12"), ("All", "19"),
    ]  # fmt: skip


def test_who_may_not_count_sees_no_page(client, amina):
    sign_in(client, amina, verified=True)
    assert client.get("/admin/reports/offences/").status_code == 302
