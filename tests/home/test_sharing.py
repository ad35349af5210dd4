import json
import re
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_svg

from home import page_cache, sharing
from home.models import HomePage, NewsIndexPage, NewsPage, Organisation, Person, ProjectIndexPage, ProjectPage
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def news(db):
    index = make.make_public(NewsIndexPage, "News", "news", lead="What is new.")
    return make.make_public(
        NewsPage, 'Fund "opens" </script>', "fund", below=index, day=date(2026, 3, 14), lead="A lawyer."
    )


def head_of(client, address):
    return client.get(address).content.decode().split("</head>")[0]


def graph_of(client, address):
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', head_of(client, address))[1]
    return {thing["@type"]: thing for thing in json.loads(data)["@graph"]}


def links(head, rel):
    return re.findall(rf'<link rel="{rel}" (?:hreflang="([\w-]+)" )?href="([^"]*)"', head)


def meta(head, name):
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)"', head)
    return found and found[1]


def make_image(title="A bus at dusk", size=(1600, 900), **fields):
    return Image.objects.create(title=title, file=get_test_image_file(size=size), **fields)


class TestItsAddress:
    @pytest.mark.parametrize(
        ("query", "kept"),
        [
            ("", ""),
            ("utm_source=x&fbclid=y&from=poster", ""),
            ("page=2&utm_source=x", "?page=2"),
            ("page=1", ""),
            ("page=0", ""),
            ("page=two", ""),
            ("page=2%22%3E%3Cscript%3E", ""),
            ("page=9999999", ""),
            ("topic=roads&page=3", "?topic=roads&page=3"),
            ("need=child&county=001&words=x", "?county=001&need=child"),
            ("topic=%22%3E", "?topic=%22%3E"),
        ],
    )
    def test_keeps_what_a_list_shows_and_drops_who_sent_the_visitor(self, settings, query, kept):
        assert sharing.canonical("/en/news/", QueryDict(query)) == f"{settings.BASE_URL}/en/news/{kept}"

    def test_is_named_once_with_all_its_languages(self, client, news, settings):
        base = settings.BASE_URL
        for language in ("en", "sw"):
            head = head_of(client, f"/{language}/news/fund/?utm_source=x")
            assert links(head, "canonical") == [("", f"{base}/{language}/news/fund/")]
            assert sorted(links(head, "alternate")) == [
                ("en", f"{base}/en/news/fund/"),
                ("sw", f"{base}/sw/news/fund/"),
                ("x-default", f"{base}/en/news/fund/"),
            ]

    def test_of_the_home_page_is_the_root_for_all_other_languages(self, client, news, settings):
        assert ("x-default", f"{settings.BASE_URL}/") in links(head_of(client, "/sw/"), "alternate")

    def test_of_a_page_in_one_language_names_no_other(self, client, news):
        news["sw"].delete()
        head = head_of(client, "/en/news/fund/")
        assert links(head, "alternate") == []
        assert len(links(head, "canonical")) == 1

    def test_of_a_later_page_of_a_list_stands_for_itself_in_both_languages(self, client, news, settings):
        head = head_of(client, "/en/news/?page=2&fbclid=1")
        assert links(head, "canonical") == [("", f"{settings.BASE_URL}/en/news/?page=2")]
        assert ("sw", f"{settings.BASE_URL}/sw/news/?page=2") in links(head, "alternate")


class TestWhatIsLeftOut:
    @pytest.mark.parametrize("path", ["/en/me/", "/sw/me/data/", "/en/report/", "/sw/search/", "/en/cases/7/"])
    def test_somebody_s_own_pages_are(self, path):
        assert sharing.is_unlisted(path)

    @pytest.mark.parametrize(
        "path", ["/", "/en/", "/en/reports/", "/en/helplines/", "/en/news/me/", "/en/menu/", "/v/ABC"]
    )
    def test_public_ones_are_not(self, path):
        assert not sharing.is_unlisted(path)

    def test_a_person_s_own_page_says_so_and_names_no_other_language(self, client, amina):
        head = head_of(sign_in(client, amina), "/en/me/")
        assert meta(head, "robots") == "noindex"
        assert links(head, "alternate") == []

    def test_a_lesson_carries_nothing_of_this(self, client, course):
        head = head_of(client, "/en/courses/red-flags/module-1/lesson-1/")
        assert "og:" not in head
        assert "ld+json" not in head


class TestItsCard:
    def test_says_title_and_lead(self, client, news):
        head = head_of(client, "/en/news/fund/")
        assert meta(head, "og:title") == "Fund &quot;opens&quot; &lt;/script&gt;"
        assert meta(head, "og:description") == meta(head, "description") == "A lawyer."
        assert meta(head, "og:type") == "article"
        assert meta(head, "article:published_time") == "2026-03-14"

    def test_words_for_search_engines_come_first_and_are_cut_at_two_hundred_signs(self):
        assert sharing.description(NewsPage(lead="Lead.", search_description="Other.")) == "Other."
        assert len(sharing.description(NewsPage(lead="word " * 60))) == sharing.LONGEST

    def test_is_in_the_page_s_language(self, client, news):
        assert meta(head_of(client, "/sw/news/fund/"), "og:locale") == "sw_KE"

    def test_without_any_picture_shows_our_sign(self, client, news, settings):
        head = head_of(client, "/en/news/fund/")
        assert meta(head, "og:image") == f"{settings.BASE_URL}/static/img/icon-512.png"
        assert meta(head, "twitter:card") == "summary"

    def test_shows_the_page_s_picture_for_that_else_its_picture_else_the_organisation_s(self, client, news):
        def alt():
            page_cache.forget_now()
            return meta(head_of(client, "/en/news/fund/"), "og:image:alt")

        Organisation.objects.update(share_picture=make_image("Ours"))
        assert alt() == "Ours"
        NewsPage.objects.update(picture=make_image("Its picture"))
        assert alt() == "Its picture"
        NewsPage.objects.update(share_picture=make_image("For sharing", description="A bus & a road"))
        assert alt() == "A bus &amp; a road"

    def test_a_picture_is_cut_to_what_others_show(self, client, news):
        NewsPage.objects.update(picture=make_image())
        head = head_of(client, "/en/news/fund/")
        assert (meta(head, "og:image:width"), meta(head, "og:image:height")) == ("1200", "630")
        assert meta(head, "og:image").endswith(".jpg")
        assert meta(head, "twitter:card") == "summary_large_image"

    def test_a_drawing_or_a_lost_file_is_no_picture(self, client, news):
        drawing = Image.objects.create(title="Drawing", file=get_test_image_file_svg())
        lost = make_image("Lost")
        lost.file.storage.delete(lost.file.name)
        for image in (drawing, lost):
            NewsPage.objects.update(picture=image)
            assert meta(head_of(client, "/en/news/fund/"), "twitter:card") == "summary"

    def test_a_page_outside_the_tree_says_what_it_is_told(self, client, news):
        head = head_of(client, "/en/helplines/")
        assert meta(head, "og:title") == "Helplines"
        assert meta(head, "description")


class TestItsFacts:
    def test_home_tells_who_runs_this(self, client, news):
        Organisation.objects.update(email="info@salama.example", address="Line 1\nMombasa")
        facts = graph_of(client, "/en/")["NGO"]
        assert (facts["name"], facts["email"], facts["address"]) == (
            "Trace Kenya",
            "info@salama.example",
            "Line 1 Mombasa",
        )
        assert "telephone" not in facts

    def test_news_tells_day_and_authors(self, client, news):
        page = NewsPage.objects.get(pk=news["en"].pk)
        page.authors = [Person.objects.create(name="Eshe Mwakio")]
        page.save()
        facts = graph_of(client, "/en/news/fund/")["NewsArticle"]
        assert (facts["datePublished"], facts["inLanguage"]) == ("2026-03-14", "en")
        assert facts["author"] == [{"@type": "Person", "name": "Eshe Mwakio"}]
        assert facts["headline"] == 'Fund "opens" </script>'

    def test_the_way_down_to_a_page_is_whole(self, client, news, settings):
        steps = graph_of(client, "/sw/news/fund/")["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == [1, 2, 3]
        assert [step["item"].removeprefix(settings.BASE_URL) for step in steps] == [
            "/sw/",
            "/sw/news/",
            "/sw/news/fund/",
        ]

    def test_a_title_can_not_end_the_script(self, client, news):
        assert "</script>" not in head_of(client, "/en/news/fund/").split("ld+json")[1].split("</script>")[0]
        assert "\\u003c/script\\u003e" in head_of(client, "/en/news/fund/")


def test_what_the_head_costs_is_the_same_for_every_project(client, db, django_assert_max_num_queries):
    index = make.make_public(ProjectIndexPage, "Projects", "projects")
    make.make_public(ProjectPage, "Fund", "fund", below=index, picture=make_image())
    client.get("/en/projects/fund/")
    page, whose = ProjectPage.objects.get(slug="fund", locale__language_code="en"), Organisation.objects.get()
    with translation.override("en"), django_assert_max_num_queries(0):
        assert sharing.picture(page, whose).width == 1200


def test_the_kinds_of_pages_are_known():
    assert sharing.kind(NewsPage()) == "article"
    assert sharing.kind(HomePage()) == sharing.kind(None) == "website"


def test_a_page_that_is_not_saved_yet_has_a_preview(news):
    parent = news["en"].get_parent()
    page = NewsPage(title="New", slug="new", locale=parent.locale, depth=parent.depth + 1, path=f"{parent.path}0099")
    answer = page.make_preview_request()
    assert answer.status_code == 200
    assert "NewsArticle" in answer.content.decode()
