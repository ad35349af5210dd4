"""What managers read on their first page about workshops to come."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.conftest import sign_in
from workshops import coming

NOON = datetime(2026, 6, 10, 12, tzinfo=ZoneInfo("Africa/Nairobi"))


def titles(operator, now=NOON):
    return [line.title for line in coming.lines(operator, now)]


def test_a_line_says_when_and_where(pwani, course):
    make.make_workshop(course, [pwani], NOON)
    [line] = coming.lines(pwani, NOON)
    assert (line.title, line.says) == ("Likoni stage", "Wednesday 10 June 2026, 12:00–18:00 · Likoni Hall, Mombasa")


def test_one_is_there_until_it_ends(pwani, course):
    ends = make.make_workshop(course, [pwani], NOON).ends_at
    assert titles(pwani, ends) == ["Likoni stage"]
    assert titles(pwani, ends + timedelta(seconds=1)) == []


def test_the_next_three_come_in_turn_and_a_closed_one_does_not(pwani, course):
    for day in (4, 3, 2, 1):
        make.make_workshop(course, [pwani], NOON + timedelta(days=day), title=f"Day {day}")
    make.make_workshop(course, [pwani], NOON, closed_at=NOON)
    assert titles(pwani) == ["Day 1", "Day 2", "Day 3"]


def test_another_operators_workshop_is_not_there(pwani, other, course):
    make.make_workshop(course, [other], NOON)
    assert titles(pwani) == []


def test_it_costs_one_query(pwani, course, django_assert_num_queries):
    for day in range(3):
        make.make_workshop(course, [pwani], NOON + timedelta(days=day))
    with django_assert_num_queries(1):
        assert len(titles(pwani)) == 3


def test_a_manager_finds_it_on_the_first_page(client, pwani, baraka, course):
    address = reverse("saccos:dashboard", args=["pwani-shuttle"])
    sign_in(client, baraka, verified=True)
    assert "<h2>Workshops</h2>" not in client.get(address).content.decode()
    make.make_workshop(course, [pwani], timezone.now() + timedelta(days=5))
    text = client.get(address).content.decode()
    assert "<h2>Workshops</h2>" in text
    assert "Likoni Hall" in text
