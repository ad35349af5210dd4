"""The public page of the directory: what it shows, and how its filters stand in the address."""

from datetime import date

import pytest

from tests import make
from tests.home.directory_rows import add


@pytest.fixture
def site(db):
    return make.make_site()


def page_of(client, query=""):
    return client.get(f"/en/helplines/{query}").content.decode()


def test_a_service_says_all_that_somebody_needs_to_choose_it(client, site):
    add(
        "Safe house", need="shelter", county="001", about_en="A bed for the night", hours_en="Day and night",
        languages=["en", "sign"], website="https://shelter.example/", is_free=True, last_verified=date(2026, 6, 1),
    )  # fmt: skip
    page = page_of(client)
    for said in ("A bed for the night", "Free · Day and night · English, Sign language · Mombasa", "1 June 2026"):
        assert said in page
    assert 'href="https://shelter.example/"' in page


def looked_for(client, **asked):
    return client.post("/en/helplines/", asked)


def test_need_and_county_stand_in_the_address_to_come_back_to(client, site):
    add("police")
    add("clinic", need="medical", county="001")
    answer = looked_for(client, need="medical", county="001", words="")
    assert answer["Location"] == "/en/helplines/?need=medical&county=001"
    assert looked_for(client, need="", county="x")["Location"] == "/en/helplines/"
    page = page_of(client, "?need=medical&county=001")
    assert "<h3>clinic</h3>" in page
    assert "<h3>police</h3>" not in page


def test_words_stand_in_no_address_and_none_there_are_looked_at(client, site):
    add("police")
    page = page_of(client, "?words=beaten+zebra").partition("<main")[2]
    assert "beaten" not in page
    assert "The one confirmed service is shown." in page
    assert '<form method="post"' in page


def test_what_is_looked_for_stands_in_the_form(client, site):
    add("police")
    add("clinic", need="medical", county="001")
    page = looked_for(client, need="medical", county="001", words="clin").content.decode()
    assert "<h3>clinic</h3>" in page
    assert "<h3>police</h3>" not in page
    assert '<option value="medical" selected>' in page
    assert '<option value="001" selected>' in page
    assert 'value="clin"' in page
    assert "<details" in page
    assert "helplines/card.pdf?county=001" in page


def test_where_nothing_fits_the_page_says_so_and_shows_who_helps_everywhere(client, site):
    add("police")
    add("clinic", need="medical", county="001")
    page = looked_for(client, words="zebra").content.decode()
    assert "No confirmed service fits" in page
    assert "<h3>police</h3>" in page
    assert "<h3>clinic</h3>" not in page


@pytest.mark.parametrize("query", ["?need=zebra", "?county=999", "?words=%00", "?need=&county=&words=", "?x=1"])
def test_what_is_no_choice_counts_as_not_chosen(client, site, query):
    add("police")
    page = page_of(client, query)
    assert "<h3>police</h3>" in page
    assert "No confirmed service fits" not in page


def test_the_whole_page_says_that_all_are_shown(client, site):
    add("police")
    add("child", need="child")
    assert "All 2 confirmed services are shown." in page_of(client)


def test_the_page_takes_one_query_for_all_services(client, site, django_assert_max_num_queries):
    page_of(client)
    for number in range(8):
        add(f"line-{number}", county="001")
    page_of(client)
    with django_assert_max_num_queries(1):
        page_of(client)


def test_a_website_alone_is_enough_to_be_shown(client, site):
    add("lawyers", need="legal", numbers=[], website="https://law.example/help/")
    assert "law.example/help</a>" in page_of(client)


def test_a_lesson_and_the_foot_of_a_page_read_the_same_directory(client, site):
    add("police", number="999")
    page = client.get("/en/").content.decode()
    assert "<b>999</b>" in page
    assert 'href="tel:999"' in page


def test_the_foot_of_a_page_shows_the_first_services_only(client, site):
    for number in range(8):
        add(f"line-{number}", number=f"070000000{number}", order=number)
    page = client.get("/en/offline/").content.decode()
    assert "tel:0700000005" in page
    assert "tel:0700000006" not in page
