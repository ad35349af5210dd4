from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home import sitemap
from home.models import StandardPage
from tests import make

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def about(db):
    return make.make_public(StandardPage, "About", "about")


@pytest.fixture
def read(client, settings):
    def read_sitemap():
        answer = client.get("/sitemap.xml")
        assert answer["Content-Type"] == "application/xml; charset=utf-8"
        found = ElementTree.fromstring(answer.content).findall("s:url", NAMES)  # noqa: S314 - our own answer
        return {url.findtext("s:loc", None, NAMES).removeprefix(settings.BASE_URL): url for url in found}

    return read_sitemap


def languages_of(url):
    return {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}


def test_public_pages_stand_in_it_in_both_languages(about, read):
    found = read()
    assert {"/en/", "/sw/", "/en/about/", "/sw/about/"} <= set(found)


def test_so_do_helplines_and_courses(read, course):
    found = read()
    assert {"/en/helplines/", "/sw/helplines/", "/sw/verify/", "/en/courses/red-flags/"} <= set(found)


def test_each_names_itself_in_every_language(about, read, settings):
    expected = {"en": f"{settings.BASE_URL}/en/about/", "sw": f"{settings.BASE_URL}/sw/about/"}
    expected["x-default"] = expected["en"]
    found = read()
    assert languages_of(found["/en/about/"]) == languages_of(found["/sw/about/"]) == expected


def test_strangers_to_both_languages_are_led_to_the_root(about, read, settings):
    assert languages_of(read()["/sw/"])["x-default"] == f"{settings.BASE_URL}/"


def test_a_page_in_one_language_only_names_no_other(about, read):
    about["sw"].delete()
    found = read()
    assert languages_of(found["/en/about/"]) == {}
    assert "/sw/about/" not in found


def test_it_says_when_a_page_last_changed(about, read):
    page = StandardPage.objects.get(pk=about["en"].pk)
    page.save_revision().publish()
    page.refresh_from_db()
    changed = read()["/en/about/"].findtext("s:lastmod", None, NAMES)
    assert changed.startswith(page.last_published_at.astimezone().strftime("%Y-%m-%dT"))


def test_what_is_unpublished_restricted_or_somebody_s_own_is_left_out(about, read):
    about["en"].unpublish()
    PageViewRestriction.objects.create(page=about["sw"], restriction_type=PageViewRestriction.LOGIN)
    found = "".join(read())
    assert not [part for part in ("about", "/me/", "/search/", "/report/") if part in found]


def test_a_new_page_stands_in_it_at_once(about, read, django_capture_on_commit_callbacks):
    read()
    with django_capture_on_commit_callbacks(execute=True):
        make.make_public(StandardPage, "More", "more")["en"].save_revision().publish()
    assert "/en/more/" in read()


def test_the_number_of_queries_does_not_grow_with_the_pages(about):
    def queries():
        with CaptureQueriesContext(connection) as made:
            sitemap.entries()
        return len(made)

    sitemap.entries()
    before = queries()
    for number in range(5):
        make.make_public(StandardPage, f"Page {number}", f"page-{number}")
    assert queries() == before


def test_robots_are_shown_the_sitemap_and_kept_from_what_is_somebody_s_own(client, db, settings):
    answer = client.get("/robots.txt")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
    for path in ("/admin/", "/en/manage/", "/sw/me/", "/en/report/follow/", "/sw/cases/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines
    assert "Disallow: /en/report/" not in lines
