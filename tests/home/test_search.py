import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.models import CoursePage
from home import matching, search
from home.models import (
    ContactPage,
    Helpline,
    NewsIndexPage,
    NewsPage,
    NewsTopic,
    Partner,
    PartnersPage,
    PeoplePage,
    Person,
    StandardPage,
)
from home.plain_words import plain_words_of
from tests import make
from tests.home import site_pages

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    " ",
    '"',
    '"fund',
    "fund'",
    "fund%",
    "%s %d",
    "fund*",
    "(fund",
    "fund) OR (1=1",
    "AND",
    "fund AND",
    "NOT fund",
    "title:fund",
    "^fund",
    "{title} : fund",
    "fund\x00fund",
    "\\",
    "'; DROP TABLE home_newspage; --",
    "<script>alert(1)</script>",
    "-" * 300,
    "fund " * 500,
    "a" * 5000,
    "🚌 🚐",
    "e\u0301tude",
    "___",
    "١١٦",
    "\ud7ff\uffff",
]


@pytest.fixture
def pages(db):
    index = make.make_public(NewsIndexPage, "News", "news")
    return make.make_public(NewsPage, "Assistance fund opens", "fund", below=index, lead="Survivors find a lawyer.")


@pytest.fixture
def look(client, db):
    def look_for(words, language="en", **more):
        call_command("update_index", verbosity=0)
        return client.get(f"/{language}/search/", {"q": words, **more})

    return look_for


@pytest.fixture
def indexed_at_once(settings):
    """Index at each save, as the platform does outside of tests."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": settings.WAGTAILSEARCH_BACKENDS["default"] | {"AUTO_UPDATE": True}}


def titles(answer):
    return [hit.title for hit in answer.context["hits"]]


def add_helpline(key, status="confirmed", **fields):
    fields = {"name_en": key, "name_sw": f"{key} sw", "need": "child", "numbers": [("call", "0800 722 203")]} | fields
    return Helpline.objects.create(key=key, status=status, source="test", **fields)


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_a_page_is_found_by_its_title_and_by_its_lead_in_its_language_only(pages, look):
    assert titles(look("fund")) == ["Assistance fund opens"]
    assert titles(look("lawyer")) == ["Assistance fund opens"]
    assert titles(look("fund", "sw")) == ["Assistance fund opens (sw)"]


def test_what_is_found_says_where_it_stands_and_what_it_is_about(pages, look):
    hit = look("fund").context["hits"][0]
    assert (hit.trail, hit.text, hit.address) == (["News"], "Survivors find a lawyer.", "/en/news/fund/")


def test_all_words_count_and_where_no_page_has_them_all_any_does(pages, look):
    make.make_public(StandardPage, "Fund for the road", "road", lead="Another one.")
    assert titles(look("assistance fund")) == ["Assistance fund opens"]
    assert titles(look("assistance bicycle")) == ["Assistance fund opens"]


def test_the_beginning_of_a_title_s_word_is_enough(pages, look):
    assert titles(look("assis")) == ["Assistance fund opens"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Étude sur la route", ["etude", "Étude", "ÉTUDE", "e\u0301tude", "étud", "ETUD"]),
        ("Wanjikũ wa Mũrang’a", ["wanjiku", "WANJIKŨ", "muranga", "murang'a", "MURANG’A", "wanj"]),
        ("Ng'ombe", ["ngombe", "ng'ombe", "NG’OMBE"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_accents_apostrophes_and_case_make_no_difference(pages, look, title, typed, language):
    make.make_public(StandardPage, title, "accented")
    call_command("update_index", verbosity=0)
    for words in typed:
        assert [found.removesuffix(" (sw)") for found in titles(look(words, language))] == [title], words


def test_accents_in_what_stands_below_a_title_make_no_difference_either(look):
    body = [("prose", {"heading": "", "text": "<p>Soma <b>Gĩkũyũ</b> nasi.</p>"})]
    make.make_public(StandardPage, "Languages", "languages", body=body)
    assert titles(look("gikuyu")) == titles(look("GĨKŨYŨ")) == ["Languages"]


def test_a_course_with_accents_is_found_without_them(look):
    make.make_course(title="Señales")
    assert "Señales" in titles(look("senales"))


@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_partner_is_found_by_the_name_in_either_language(client, indexed_at_once, language):
    page = site_pages.add(PartnersPage, "partners")[language]
    Partner.objects.create(name_en="European Union", name_sw="Umoja wa Ulaya")
    for words in ("european union", "umoja wa ulaya"):
        assert titles(client.get(f"/{language}/search/", {"q": words})) == [page.title]


def test_a_person_and_what_he_or_she_wrote_are_found_by_the_name(client, look, indexed_at_once):
    people, news = site_pages.add(PeoplePage, "people")["en"], site_pages.add(NewsPage, "news-one")["en"]
    wanjiku = Person.objects.create(name="Wanjikũ")
    news.authors.add(wanjiku)
    news.topics.add(NewsTopic.objects.create(slug="road", name_en="Roads", name_sw="Barabara"))
    news.save()
    assert set(titles(look("wanjiku"))) == {people.title, news.title}
    assert titles(client.get("/en/search/?q=roads")) == [news.title]
    wanjiku.name = "Otieno"
    wanjiku.save()
    assert titles(client.get("/en/search/?q=wanjiku")) == []
    assert set(titles(client.get("/en/search/?q=otieno"))) == {people.title, news.title}
    wanjiku.delete()
    assert people.title not in titles(client.get("/en/search/?q=otieno"))


def test_whoever_is_not_shown_is_not_found(client, indexed_at_once):
    site_pages.add(PeoplePage, "people")
    Person.objects.create(name="Wanjiku", is_shown=False)
    assert titles(client.get("/en/search/?q=wanjiku")) == []


def test_the_way_to_the_office_and_what_stands_on_the_home_page_are_found(look):
    site_pages.add(ContactPage, "contact", directions=[("step", "Behind the lighthouse.")])
    home = make.make_site()["en"]
    home.about = "<p>Founded by sailors.</p>"
    home.save()
    assert titles(look("lighthouse")) == ["Contact"]
    assert titles(look("sailors")) == [home.title]


def test_a_course_is_found(look):
    make.make_course(title="Red flags")
    assert "Red flags" in titles(look("red flags"))


def test_a_page_that_is_unpublished_is_not_found(pages, look):
    pages["en"].unpublish()
    assert titles(look("fund")) == []


def test_a_page_that_only_some_may_open_is_not_found(pages, look):
    restrict(pages["en"])
    assert titles(look("fund")) == []


def test_a_page_below_one_that_only_some_may_open_is_not_found(pages, look):
    restrict(pages["en"].get_parent())
    assert titles(look("fund")) == []


def test_a_page_below_one_that_is_unpublished_is_not_found(look):
    course = make.make_course(title="Closed course")
    CoursePage.objects.get(pk=course.pk).unpublish()
    assert titles(look("module")) == []


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_whatever_is_typed_gets_a_page(pages, look, words, language):
    answer = look(words, language)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_what_is_no_word_finds_nothing_rather_than_everything(pages, look):
    add_helpline("childline")
    answer = look('"%')
    assert (titles(answer), answer.context["helplines"]) == ([], [])


@pytest.mark.parametrize("page", ["0", "-1", "99", "two", "", "9" * 40])
def test_a_page_number_that_is_none_gets_a_page(pages, look, page):
    assert titles(look("fund", page=page)) == ["Assistance fund opens"]


def test_many_pages_are_parted_into_tens(pages, look):
    for number in range(search.PER_PAGE):
        make.make_public(StandardPage, f"Fund {number}", f"fund-{number}")
    assert len(titles(look("fund"))) == search.PER_PAGE
    second = look("fund", page="2")
    assert len(titles(second)) == 1
    assert "?q=fund&amp;page=1" in second.content.decode()


def test_the_number_of_queries_does_not_grow_with_what_is_found(pages, look, client, django_assert_num_queries):
    look("fund")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/search/?q=fund")
    first = len(queries)
    for number in range(8):
        make.make_public(NewsPage, f"Fund {number}", f"fund-{number}", below=index_of(pages))
    look("fund")
    with django_assert_num_queries(first):
        assert len(titles(client.get("/en/search/?q=fund"))) == 9


def index_of(pages):
    return {language: NewsIndexPage.objects.get(pk=page.get_parent().pk) for language, page in pages.items()}


class TestHelplines:
    def found(self, look, words):
        return [line.key for line in look(words).context["helplines"]]

    def test_only_confirmed_ones_are_found(self, pages, look):
        add_helpline("childline")
        add_helpline("childline-two", status="to_confirm")
        assert self.found(look, "childline") == ["childline"]

    @pytest.mark.parametrize("words", ["722", "0800722203", "0800 722 203", "+254 800 722203", "0800-722-203"])
    def test_a_number_is_found_however_it_is_spaced(self, pages, look, words):
        add_helpline("tip-line")
        add_helpline("other", numbers=[("call", "116")])
        assert self.found(look, words) == ["tip-line"]

    def test_two_digits_are_too_few_to_mean_a_number(self, pages, look):
        add_helpline("tip-line")
        assert self.found(look, "72") == []

    def test_one_is_found_by_what_it_is_for_and_in_either_language(self, pages, look):
        add_helpline("one", need="legal", also=["shelter"], name_sw="Wakili wa bure")
        assert self.found(look, "lawyer") == self.found(look, "safe place") == self.found(look, "wakili") == ["one"]

    def test_they_stand_on_the_first_page_only(self, pages, look):
        for number in range(search.PER_PAGE):
            make.make_public(StandardPage, f"Fund {number}", f"fund-{number}")
        add_helpline("fund line")
        assert look("fund", page="2").context["helplines"] == []


class TestNothingFound:
    def test_it_says_what_to_do(self, pages, look):
        make.make_public(ContactPage, "Contact us", "contact", lead="Our office.")
        answer = look("zebra")
        page = answer.content.decode()
        assert "Nothing found" in page
        for address in ("/en/helplines/", "/en/report/", "/en/contact/"):
            assert f'<li><a href="{address}">' in page

    def test_without_a_question_it_offers_the_ways_and_claims_nothing(self, pages, look):
        page = look("").content.decode()
        assert '<li><a href="/en/helplines/">' in page
        assert "Nothing found" not in page


def test_it_is_left_out_of_search_engines_and_keeps_the_words_in_the_other_language(pages, look):
    page = look("fund").content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="/sw/search/?q=fund"' in page


def test_other_public_addresses_are_found_by_name(pages, look):
    assert [door.name for door in look("offence").context["doors"]] == ["incidents:report"]


def test_only_reading_is_allowed(client, pages):
    assert client.post("/en/search/").status_code == 405


def test_words_are_at_most_eight_of_forty_signs():
    assert matching.words_of("a " * 9 + "b") == ["a"] * 8
    assert matching.words_of("a" * 41) == ["a" * 40]


def test_what_was_asked_is_shown_again_as_one_line():
    assert matching.tidy(" one\n\ttwo\x00 ") == "one two"
    assert len(matching.tidy("a" * 201)) == 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Plain words, 116.", ""),
        ("Wanjikũ na Wanjikũ", "wanjiku"),
        ("MURANG'A, Ng’ombe", "muranga ngombe"),
        ("E\u0301tude", "etude"),
        ("'quoted'", ""),
    ],
)
def test_only_words_that_may_be_typed_otherwise_are_indexed_plainly(text, words):
    assert plain_words_of(text) == words
