from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home import feeds
from home.models import NewsIndexPage, NewsPage, NewsTopic, Person
from tests import make


@pytest.fixture
def index(db):
    return make.make_public(NewsIndexPage, "News", "news")


@pytest.fixture
def piece(index):
    return add(index, "Five saccos & more", "five", lead="Mapped <last> month.")


def add(index, title, slug, day=date(2026, 3, 14), **fields):
    return make.make_public(NewsPage, title, slug, below=reread(index), day=day, **fields)


def reread(index):
    return {language: NewsIndexPage.objects.get(pk=page.pk) for language, page in index.items()}


def channel(client, language="en"):
    answer = client.get(f"/{language}/news/feed.xml")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).find("channel")  # noqa: S314 - our own answer


def titles(channel):
    return [item.findtext("title") for item in channel.findall("item")]


def test_each_language_has_its_news(client, piece):
    assert titles(channel(client)) == ["Five saccos & more"]
    assert titles(channel(client, "sw")) == ["Five saccos & more (sw)"]
    assert channel(client, "sw").findtext("language") == "sw"


def test_addresses_are_whole_and_days_are_full(client, piece, settings):
    item = channel(client).find("item")
    assert item.findtext("link") == f"{settings.BASE_URL}/en/news/five/"
    assert item.findtext("pubDate") == "Sat, 14 Mar 2026 09:00:00 +0300"
    assert item.findtext("description") == "Mapped <last> month."


def test_the_feed_knows_its_own_address_and_the_page_of_news(client, piece, settings):
    found = channel(client)
    assert found.findtext("link") == f"{settings.BASE_URL}/en/news/"
    own = found.find("{http://www.w3.org/2005/Atom}link")
    assert own.get("href") == f"{settings.BASE_URL}/en/news/feed.xml"


def test_the_name_of_a_piece_stays_when_its_address_changes(client, piece):
    before = channel(client).find("item").findtext("guid")
    page = NewsPage.objects.get(pk=piece["en"].pk)
    page.slug = "elsewhere"
    page.save()
    assert channel(client).find("item").findtext("guid") == before
    assert channel(client, "sw").find("item").findtext("guid") != before


def test_the_newest_come_first_and_no_more_than_twenty(client, index):
    for number in range(1, feeds.NEWEST + 2):
        add(index, f"Day {number}", f"day-{number}", date(2026, 1, number))
    assert titles(channel(client)) == [f"Day {number}" for number in range(feeds.NEWEST + 1, 1, -1)]


def test_authors_and_topics_are_named(client, piece):
    page = NewsPage.objects.get(pk=piece["en"].pk)
    page.authors = [Person.objects.create(name="Eshe Mwakio"), Person.objects.create(name="Farida Ali")]
    page.topics = [NewsTopic.objects.create(slug="roads", name_en="Roads", name_sw="Barabara")]
    page.save()
    item = channel(client).find("item")
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Eshe Mwakio, Farida Ali"
    assert item.findtext("category") == "Roads"


def test_what_is_unpublished_or_restricted_is_left_out(client, index, piece):
    hidden = add(index, "Restricted", "restricted")["en"]
    add(index, "Draft", "draft")["en"].unpublish()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    assert titles(channel(client)) == ["Five saccos & more"]


def test_without_any_news_there_is_an_empty_feed(client, db):
    make.make_site()
    assert titles(channel(client)) == []


def test_the_number_of_queries_does_not_grow_with_the_news(client, index, piece, django_assert_num_queries):
    client.get("/en/news/feed.xml")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/news/feed.xml")
    first = len(queries)
    for number in range(5):
        add(index, f"Piece {number}", f"piece-{number}")
    with django_assert_num_queries(first):
        client.get("/en/news/feed.xml")


@pytest.mark.parametrize(
    ("address", "is_named"), [("/en/news/", True), ("/en/news/five/", True), ("/en/helplines/", False)]
)
def test_the_head_of_news_names_the_feed(client, piece, address, is_named):
    page = client.get(address).content.decode()
    assert ('type="application/rss+xml"' in page) is is_named
