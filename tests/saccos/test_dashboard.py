import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import make


@pytest.fixture
def page(as_baraka):
    """Ask for a page of pwani's by its name; return its text."""

    def get(name, *args, query=""):
        response = as_baraka.get(reverse(f"saccos:{name}", args=["pwani-shuttle", *args]) + query)
        assert response.status_code == 200
        return response.content.decode(errors="replace")

    return get


def add(operator, course, number, days=None):
    """Add staff, certified until so many days from now, or not at all."""
    for _place in range(number):
        member = make.make_staff(operator)
        if days:
            ends = timezone.now() + timedelta(days=days)
            make.make_certificate(member.person, course.translation_key, expires_at=ends)


def test_an_empty_dashboard_offers_the_first_step(page):
    text = page("dashboard")
    assert "Nobody is on your staff list yet" in text
    assert reverse("saccos:invite", args=["pwani-shuttle"]) in text


def test_the_dashboard_says_how_many_are_trained(page, pwani, course):
    add(pwani, course, 2, days=90)
    add(pwani, course, 1)
    text = page("dashboard")
    assert "2 of 3 staff are trained" in text
    for state in ("trained", "lapsing", "not-yet", "in-progress", "not-started"):
        assert f"/staff/?state={state}" in text


def test_the_dashboard_says_so_when_all_are_trained(page, pwani, course):
    add(pwani, course, 2, days=90)
    text = page("dashboard")
    assert "All 2 staff are trained" in text
    assert "Nothing today" in text


def test_eight_people_to_act_on_and_the_way_to_the_rest(page, pwani, course):
    add(pwani, course, 8)
    assert "people to act on" not in page("dashboard")
    add(pwani, course, 1)
    text = page("dashboard")
    assert text.count('class="call"') == 8
    assert "All 9 people to act on" in text


def test_each_person_can_be_called(page, member):
    assert 'href="tel:+254700000001"' in page("dashboard")


COSTS = {"dashboard": 9, "staff": 8, "print_list": 6, "remind": 5, "cards": 7, "board": 10}


@pytest.mark.parametrize("name", COSTS)
def test_a_page_costs_the_same_with_many_staff(page, pwani, course, name, django_assert_num_queries):
    add(pwani, course, 2)
    add(pwani, course, 1, days=90)
    page(name)
    with django_assert_num_queries(COSTS[name]):
        page(name)
    add(pwani, course, 30, days=5)
    add(pwani, course, 27, days=90)
    with django_assert_num_queries(COSTS[name]):
        page(name)


def test_the_list_shows_the_state_that_the_address_asks_for(page, pwani, course, member):
    add(pwani, course, 1, days=90)
    assert "Amina Hassan" in page("staff", query="?state=not-started")
    assert "Amina Hassan" not in page("staff", query="?state=trained")
    assert "Nobody is on this list now" in page("staff", query="?state=lapsing")


def test_an_unknown_state_shows_everybody(page, member):
    assert "Amina Hassan" in page("staff", query="?state=retired")


def test_fifty_people_a_page_and_the_filters_stay_in_the_address(page, pwani, course):
    add(pwani, course, 51)
    text = page("staff", query="?state=not-started&q=Staff")
    assert text.count('class="who"') == 50
    assert "?state=not-started&amp;q=Staff&amp;page=2" in text
    assert page("staff", query="?state=not-started&q=Staff&page=2").count('class="who"') == 1


def test_a_page_number_from_nowhere_shows_the_nearest_page(page, member):
    assert "Amina Hassan" in page("staff", query="?page=99")
    assert "Amina Hassan" in page("staff", query="?page=x")


@pytest.mark.parametrize(
    "typed", ["kimani", "KĨMANI", "Ngang'a", "ng’ang’a kim", "777", "0712345777", "+254 712 345 777", "254712345777"]
)
def test_a_person_is_found_however_it_is_typed(as_baraka, pwani, member, typed):
    make.make_staff(pwani, make.make_user("+254712345777", "Ng'ang'a Kĩmani"))
    response = as_baraka.get(reverse("saccos:staff", args=["pwani-shuttle"]), {"q": typed})
    assert [str(found.person) for found in response.context["people"]] == ["Ng'ang'a Kĩmani"]


@pytest.mark.parametrize("typed", ["Njeri", "778", "%", "_", "\0Kĩmanix", "345"])
def test_what_fits_nobody_finds_nobody(as_baraka, pwani, typed):
    make.make_staff(pwani, make.make_user("+254712345777", "Ng'ang'a Kĩmani"))
    response = as_baraka.get(reverse("saccos:staff", args=["pwani-shuttle"]), {"q": typed})
    assert list(response.context["people"]) == []
    assert response.status_code == 200


def test_a_name_can_break_nothing(page, pwani):
    make.make_staff(pwani, make.make_user(full_name="<script>alert(1)</script>"))
    assert "<script>" not in page("staff")


def test_the_language_link_keeps_the_filters(page):
    assert "/sw/manage/pwani-shuttle/staff/?state=trained" in page("staff", query="?state=trained")


def test_the_dashboard_leads_to_all_that_can_be_done(page, member):
    text = page("dashboard")
    for name in "staff rosters invited duplicates cards print seal history digest managers".split():
        assert f'href="{reverse(f"saccos:{name}", args=["pwani-shuttle"])}"' in text
    for name in ("board", "remind"):
        assert reverse(f"saccos:{name}", args=["pwani-shuttle"]) in text


def test_who_ran_out_is_a_list_of_its_own(page, pwani, course, member):
    add(pwani, course, 1, days=-3)
    assert "?state=ran-out" in page("dashboard")
    assert "1 ran out" in page("dashboard")
    text = page("staff", query="?state=ran-out")
    assert "Ran out: 1</h1>" in text
    assert "Amina Hassan" not in text
    assert "?state=ran-out" in page("staff")


def test_nobody_ran_out_is_not_said(page, member):
    assert "ran-out" not in page("dashboard")


@pytest.mark.parametrize("state", ["trained", "ran-out", "not-yet", "to-act-on"])
def test_the_list_that_is_shown_is_marked(page, member, state):
    marked = re.findall(r'href="([^"]*)" aria-current="true"', page("staff", query=f"?state={state}"))
    assert marked == [f"?state={state}"]
