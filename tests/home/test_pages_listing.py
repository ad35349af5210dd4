"""What lists of pages hold, by what the address asks for, and what they cost."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import (
    NewsIndexPage,
    NewsPage,
    NewsTopic,
    Partner,
    PartnersPage,
    PeoplePage,
    Person,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
)
from home.models.listing import NEWS_A_PAGE
from tests.home import site_pages

pytestmark = pytest.mark.django_db


def write(slug, day, topic=None, **fields):
    page = site_pages.add(NewsPage, slug, day=day, **fields)["en"]
    if topic:
        page.topics.add(NewsTopic.objects.get_or_create(slug=topic, defaults={"name_en": topic, "name_sw": topic})[0])
        page.save()
    return page


def listed(client, query=""):
    answer = client.get(site_pages.index(NewsIndexPage)["en"].url + query)
    assert answer.status_code == 200
    return [page.slug for page in answer.context["news"]]


@pytest.fixture
def three():
    write("first", date(2024, 5, 1), "training")
    write("second", date(2025, 5, 1), "survivors")
    write("third", date(2025, 6, 1), "training")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["third", "second", "first"]),
        ("?topic=training", ["third", "first"]),
        ("?year=2025", ["third", "second"]),
        ("?topic=training&year=2025", ["third"]),
        ("?topic=survivors&year=2024", []),
        ("?topic=nothing", ["third", "second", "first"]),
        ("?topic=%00'&year=x", ["third", "second", "first"]),
        ("?year=2023", ["third", "second", "first"]),
        ("?year=99999999999999999999", ["third", "second", "first"]),
        ("?page=9", ["third", "second", "first"]),
        ("?page=-1", ["third", "second", "first"]),
        ("?page=x", ["third", "second", "first"]),
    ],
)
def test_news_is_chosen_by_the_address_and_what_makes_no_sense_chooses_nothing(client, three, query, found):
    assert listed(client, query) == found


def test_a_topic_and_a_year_are_offered_only_where_there_is_news(client, three):
    NewsTopic.objects.create(slug="empty", name_en="Empty topic", name_sw="Tupu")
    text = client.get(site_pages.index(NewsIndexPage)["en"].url).content.decode()
    assert "?topic=training" in text
    assert "?year=2024" in text
    assert "Empty topic" not in text


def test_nothing_found_offers_the_way_back(client, three):
    address = site_pages.index(NewsIndexPage)["en"].url
    assert 'href="?">All news' in client.get(f"{address}?topic=survivors&year=2024").content.decode()


def test_ten_pieces_of_news_stand_on_a_page_and_the_eleventh_on_the_next(client):
    for number in range(NEWS_A_PAGE):
        write(f"n{number}", date(2025, 1, 1 + number), "training")
    address = site_pages.index(NewsIndexPage)["en"].url
    assert "?page=2" not in client.get(address).content.decode()
    write("eleventh", date(2024, 12, 31), "training")
    assert "?topic=training&amp;page=2" in client.get(f"{address}?topic=training").content.decode()
    assert listed(client, "?page=2") == ["eleventh"]


def test_of_two_pieces_of_one_day_each_leads_to_the_other(client):
    first, second = write("first", date(2025, 5, 1)), write("second", date(2025, 5, 1))
    assert listed(client) == ["second", "first"]
    context = client.get(first.url).context
    assert (context["newer"], context["older"]) == (second, None)
    context = client.get(second.url).context
    assert (context["newer"], context["older"]) == (None, first)


def test_what_is_not_published_is_neither_listed_nor_led_to(client):
    first, second = write("first", date(2025, 5, 1)), write("second", date(2025, 5, 2))
    second.unpublish()
    assert listed(client) == ["first"]
    assert client.get(first.url).context["newer"] is None


def test_what_stands_below_a_closed_page_is_neither_listed_nor_named_on_the_home_page(client):
    write("first", date(2025, 5, 1))
    project = site_pages.add(ProjectPage, "house")["en"]
    for model in (NewsIndexPage, ProjectIndexPage):
        site_pages.index(model)["en"].unpublish()
    home = project.get_parent().get_parent().specific
    home.body = [("latest_news", None), ("projects", None)]
    home.save_revision().publish()
    text = client.get(home.url).content.decode()
    assert "First" not in text
    assert "House" not in text


def onward(page):
    return ("read_more", {"title": f"To {page.title}", "text": "", "page": page, "address": ""})


def test_reading_on_leads_only_where_everybody_may_go(client):
    draft, restricted, closed, shown = (site_pages.add(StandardPage, f"s{n}")["en"] for n in range(4))
    below = site_pages.add(StandardPage, "below", parents={"en": closed})["en"]
    draft.unpublish()
    closed.unpublish()
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    body = [onward(page) for page in (draft, restricted, closed, below, shown)]
    text = client.get(site_pages.add(StandardPage, "reader", body=body)["en"].url).content.decode()
    assert text.count('class="onward"') == 1
    assert f'<p class="onward"><a href="{shown.url}">' in text


def test_reading_on_costs_the_same_however_often(client, queries):
    pages = [site_pages.add(StandardPage, f"s{n}")["en"] for n in range(4)]
    few = site_pages.add(StandardPage, "few", body=[onward(pages[0])])["en"]
    many = site_pages.add(StandardPage, "many", body=[onward(page) for page in pages])["en"]
    assert cost(client, few.url, queries) == cost(client, many.url, queries)


def test_projects_stand_in_the_order_of_the_tree(client):
    first, second = (site_pages.add(ProjectPage, slug)["en"] for slug in ("first", "second"))
    second.move(first, "left")
    address = site_pages.index(ProjectIndexPage)["en"].url
    assert [page.slug for page in client.get(address).context["projects"]] == ["second", "first"]


def cost(client, address, queries):
    """Return how many queries the page needs once its pictures are made, with nothing else kept."""
    for _once_made in range(2):
        for name in ("default", "pages"):
            caches[name].clear()
        with queries() as counted:
            assert client.get(address).status_code == 200
    return len(counted)


def more_of(model, number):
    if model is NewsIndexPage:
        write(f"n{number}", date(2025, 1, number), f"topic-{number}", picture=site_pages.picture())
    elif model is ProjectIndexPage:
        site_pages.add(ProjectPage, f"p{number}", picture=site_pages.picture())
    elif model is PeoplePage:
        Person.objects.create(name=f"Person {number}", photo=site_pages.picture())
    else:
        Partner.objects.create(name_en=f"Partner {number}", logo=site_pages.picture())


@pytest.mark.parametrize("model", [NewsIndexPage, ProjectIndexPage, PeoplePage, PartnersPage])
def test_a_list_costs_the_same_however_long_it_is(client, model, queries):
    address = site_pages.index(model)["en"].url
    more_of(model, 1)
    more_of(model, 2)
    few = cost(client, address, queries)
    for number in (3, 4, 5, 6):
        more_of(model, number)
    assert cost(client, address, queries) == few


@pytest.mark.parametrize("name", ["gallery", "partners"])
def test_a_block_of_many_pictures_costs_the_same_however_many_they_are(client, name, queries):
    partners = [Partner.objects.create(name_en=f"P{n}", logo=site_pages.picture(title=f"logo {n}")) for n in range(6)]
    pictures = [{"picture": site_pages.picture(title=f"{n}"), "caption": ""} for n in range(6)]

    def page(most):
        value = {"pictures": pictures[:most]} if name == "gallery" else {"partners": partners[:most]}
        return site_pages.add(ProjectPage, f"of-{most}", body=[(name, {"heading": ""} | value)])["en"]

    few, many = page(2), page(6)
    assert cost(client, few.url, queries) == cost(client, many.url, queries)


@pytest.fixture
def queries():
    return lambda: CaptureQueriesContext(connection)
