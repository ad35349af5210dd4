"""The menu at the head of every page, and what stands at its foot."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction

from home import page_cache
from home.models import Organisation, Person, StandardPage
from home.models.people import NewsTopic, Partner
from home.templatetags import page_tags
from tests import make
from tests.home import site_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    return site_pages.add(StandardPage, "about")


def menu_of(client, address="/en/"):
    return client.get(address).content.decode().split('<details class="menu">')[1].split("</details>")[0]


def test_the_menu_has_the_pages_that_are_in_it_and_the_fixed_ways(client, about):
    site_pages.add(StandardPage, "aside", show_in_menus=False)
    menu = menu_of(client)
    for address in (about["en"].url, "/en/courses/", "/en/helplines/", "/en/report/", "/en/newsletter/"):
        assert f'href="{address}"' in menu
    assert "Aside" not in menu


def test_it_speaks_the_page_s_language(client, about):
    menu = menu_of(client, "/sw/")
    assert f'href="{about["sw"].url}">About (sw)</a>' in menu
    assert 'href="/en/' not in menu


def test_the_courses_stand_in_it_once_even_where_an_editor_adds_them(client, course):
    index = course.get_parent().specific
    index.show_in_menus = True
    index.save_revision().publish()
    assert menu_of(client).count('href="/en/courses/"') == 1


def test_a_page_that_is_taken_away_leaves_the_menu_at_once(client, about, django_capture_on_commit_callbacks):
    assert "About" in menu_of(client)
    with django_capture_on_commit_callbacks(execute=True):
        about["en"].unpublish()
    assert "About" not in menu_of(client)


def test_once_made_the_menu_and_the_foot_cost_no_query(about, django_assert_num_queries):
    made = page_tags.site_menu(), page_tags.site_foot()
    with django_assert_num_queries(0):
        assert (page_tags.site_menu(), page_tags.site_foot()) == made


def test_a_lesson_has_its_own_way_back_and_no_menu(client, course):
    text = client.get("/en/courses/red-flags/module-1/lesson-1/").content.decode()
    assert 'class="menu"' not in text


def test_the_foot_says_how_to_reach_the_organisation(client, about):
    organisation = Organisation.objects.get()
    organisation.phone, organisation.address = "+254 712 345 678", "Moi Avenue\nMombasa"
    organisation.social = [("link", {"name": "Facebook", "address": "https://facebook.example/us"})]
    organisation.save()
    foot = page_tags._rendered("includes/site_foot.html", "en")
    for words in ('href="tel:+254712345678"', "Moi Avenue<br>Mombasa", 'href="https://facebook.example/us"'):
        assert words in foot


@pytest.fixture
def forgets(django_capture_on_commit_callbacks):
    """Return a function that tells whether a change makes the stored pages be forgotten."""

    def forgets(change):
        key = str(uuid4())
        page_cache.remember(key, lambda: "old")
        with django_capture_on_commit_callbacks(execute=True):
            change()
        return page_cache.remember(key, lambda: "new") == "new"

    return forgets


@pytest.mark.parametrize(
    "change",
    [
        lambda: Person.objects.create(name="Somebody"),
        lambda: Partner.objects.create(name_en="Somebody"),
        lambda: NewsTopic.objects.create(slug="some", name_en="Some", name_sw="Baadhi"),
    ],
)
def test_a_changed_person_partner_or_topic_forgets_the_pages(change, forgets):
    make.make_site()
    assert forgets(change)
    assert not forgets(lambda: None)


def test_a_changed_picture_or_document_forgets_the_pages_and_so_does_its_end(about, forgets):
    for one in (site_pages.picture(), Document.objects.create(title="Act", file=ContentFile(b"Act", "act.txt"))):
        assert forgets(one.save)
        assert forgets(one.delete)


def test_a_page_that_is_moved_forgets_the_pages(about, forgets):
    other = site_pages.add(StandardPage, "other")["en"]
    assert forgets(lambda: other.move(about["en"], "left"))


def test_what_is_restricted_or_below_a_closed_page_is_not_in_the_menu(client, about):
    PageViewRestriction.objects.create(page=about["sw"], restriction_type=PageViewRestriction.LOGIN)
    assert "About" not in menu_of(client, "/sw/")


@pytest.mark.parametrize("address", ["/en/", "/en/helplines/"])
def test_where_the_helplines_are_the_page_the_foot_keeps_its_ways_and_help_leads_up(client, about, address):
    text = client.get(address).content.decode()
    assert text.count('id="help"') == 1
    main, foot = text.split("</main>")
    assert 'id="help"' in main
    assert "helplines" not in foot.replace("/en/helplines/", "")
    for way in ("/en/report/", "/en/newsletter/", "/en/privacy/"):
        assert f'href="{way}"' in foot


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_home_page_leads_to_the_form_for_reports_from_its_text(client, about, language):
    main = client.get(f"/{language}/").content.decode().split("<main")[1].split("</main>")[0]
    assert f'<a class="button plain" href="/{language}/report/">' in main
