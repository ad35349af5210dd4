import gzip
from datetime import timedelta

import brotli
import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home import page_cache
from home.models import Helpline, Organisation, StandardPage
from lms import early
from tests import make
from tests.conftest import sign_in

HOME, HELPLINES, STANDARD = "/en/", "/en/helplines/", "/en/about/"
ADDRESSES = (HOME, HELPLINES, STANDARD)
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def about(db):
    """A site with one page more than its front page."""
    home = make.make_site()["en"]
    return home.add_child(instance=StandardPage(title="About us", slug="about", lead="Who we are."))


@pytest.fixture
def line(db):
    return Helpline.objects.create(
        key="police",
        name_en="Police",
        name_sw="Polisi",
        need="danger",
        numbers=[("call", "999")],
        status="confirmed",
        source="test",
    )


def ask(address, **headers):
    """Return what a stranger gets who has never been here."""
    return Client().get(address, headers=ENGLISH | {name.replace("_", "-"): value for name, value in headers.items()})


def text(address):
    return ask(address).content.decode()


def queries(address, **headers):
    """Return how many queries a stranger's page takes."""
    with CaptureQueriesContext(connection) as captured:
        ask(address, **headers)
    return len(captured)


def is_stored(address, **headers):
    """Return whether a second visitor's page takes no query."""
    ask(address, **headers)
    return not queries(address, **headers)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_stranger_s_page_costs_no_query(address):
    assert is_stored(address)


def test_another_process_takes_it_from_the_store_that_all_share(rf):
    page = ask(HOME)
    another = early.EarlyMiddleware(lambda request: pytest.fail("made again"))
    assert another(rf.get(HOME)).content == page.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_the_page_that_the_first_one_got(address):
    first, second = ask(address), ask(address)
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_the_page_that_is_served_without_the_store(address):
    """An address with a query goes the long way."""
    ask(address)
    kept, made = ask(address), ask(address + "?by=the-long-way")
    assert kept.content.decode() == made.content.decode().replace("?by=the-long-way", "")
    unlike = {"ETag", "Content-Length"}
    assert {name: value for name, value in kept.items() if name not in unlike} == {
        name: value for name, value in made.items() if name not in unlike
    }
    assert "default-src 'self'" in kept["Content-Security-Policy"]
    assert {"Cookie", "Save-Data", "Accept-Encoding"} <= set(kept["Vary"].split(", "))


def test_a_publish_shows_at_once(about, django_capture_on_commit_callbacks):
    text(STANDARD)
    about.lead = "Put better."
    with django_capture_on_commit_callbacks(execute=True):
        about.save_revision().publish()
    assert "Put better." in text(STANDARD)


@pytest.mark.parametrize("address", [HOME, HELPLINES])
def test_a_changed_helpline_shows_at_once(address, line, django_capture_on_commit_callbacks):
    assert 'href="tel:999"' in text(address)
    line.numbers = [("call", "112")]
    with django_capture_on_commit_callbacks(execute=True):
        line.save()
    assert 'href="tel:112"' in text(address)


def test_a_hidden_helpline_is_gone_at_once(line, django_capture_on_commit_callbacks):
    text(HELPLINES)
    line.status = Helpline.Status.HIDDEN
    with django_capture_on_commit_callbacks(execute=True):
        line.save()
    assert "Police" not in text(HELPLINES).split("<main", 1)[1].split("</main>")[0]


def test_the_organisation_s_new_name_shows_at_once(django_capture_on_commit_callbacks):
    text(HOME)
    organisation = Organisation.objects.get()
    organisation.name = "Salama Trust"
    with django_capture_on_commit_callbacks(execute=True):
        organisation.save()
    assert "Salama Trust" in text(HOME)


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_an_unpublished_page_is_gone_at_once(about, act, django_capture_on_commit_callbacks):
    text(STANDARD)
    with django_capture_on_commit_callbacks(execute=True):
        getattr(about, act)()
    assert ask(STANDARD).status_code == 404


def test_a_page_s_old_address_leads_to_its_new_one_at_once(about, django_capture_on_commit_callbacks):
    text(STANDARD)
    with django_capture_on_commit_callbacks(execute=True):
        about.slug = "who-we-are"
        about.save_revision().publish()
    assert ask(STANDARD).url == "/en/who-we-are/"
    assert "Who we are." in text("/en/who-we-are/")


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_a_page_that_is_restricted_is_nobody_s_at_once(about, kind, django_capture_on_commit_callbacks):
    assert "Who we are." in text(STANDARD)
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=about, restriction_type=kind, password="safari")
    assert "Who we are." not in text(STANDARD)
    assert not is_stored(STANDARD)


def test_what_who_may_open_a_restricted_page_sees_is_not_shown_to_others(about, amina, client):
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    page_cache.forget_now()
    assert "Who we are." in sign_in(client, amina).get(STANDARD).content.decode()
    assert ask(STANDARD).status_code == 302


def test_what_was_published_while_a_page_was_made_is_not_hidden_by_it(about, monkeypatch):
    serve = StandardPage.serve

    def publish_meanwhile(page, request, *args, **kwargs):
        response = serve(page, request, *args, **kwargs).render()
        StandardPage.objects.update(lead="Put better.")
        page_cache.forget_now()
        return response

    monkeypatch.setattr(StandardPage, "serve", publish_meanwhile)
    assert "Who we are." in text(STANDARD)
    monkeypatch.setattr(StandardPage, "serve", serve)
    assert "Put better." in text(STANDARD)


def test_a_publish_that_is_rolled_back_changes_nothing(about):
    text(STANDARD)
    try:
        with transaction.atomic():
            about.lead = "Put better."
            about.save_revision().publish()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert is_stored(STANDARD)
    assert "Who we are." in text(STANDARD)


def test_a_draft_is_shown_in_its_preview_and_not_stored(about):
    text(STANDARD)
    about.lead = "Half a thought."
    about.save_revision()
    assert "Half a thought." in about.make_preview_request().content.decode()
    assert "Half a thought." not in text(STANDARD)
    page_cache.forget_now()
    about.make_preview_request()
    assert "Half a thought." not in text(STANDARD)


class TestWhoIsKnown:
    def test_a_learner_gets_their_own_page_and_leaves_nothing_of_it(self, client, course, amina):
        hers = sign_in(client, amina)
        alone = text(HOME)
        page_cache.forget_now()
        seen = hers.get(HOME, headers=ENGLISH).content.decode()
        assert text(HOME) == alone
        assert hers.get(HOME, headers=ENGLISH).content.decode() == seen
        assert "Amina" not in text(HOME)

    def test_the_welcome_of_somebody_who_comes_back_is_theirs_alone(self, client, course, amina):
        hers = sign_in(client, amina)
        lesson = "/en/courses/red-flags/module-1/lesson-1/"
        hers.get(lesson)
        hers.get(f"{lesson}?card=2")
        stranger = text(HOME)
        seen = hers.get(HOME, headers=ENGLISH).content.decode()
        assert seen != stranger
        assert lesson.rsplit("/", 2)[0] in seen
        assert text(HOME) == stranger

    def test_who_signed_out_is_a_stranger_again(self, client, amina):
        sign_in(client, amina).get(HOME, headers=ENGLISH)
        client.logout()
        assert client.get(HOME, headers=ENGLISH).content.decode() == text(HOME)


def test_who_brings_a_form_s_cookie_reads_what_others_stored(rf):
    ask(HELPLINES)
    another = early.EarlyMiddleware(lambda request: pytest.fail("made again"))
    request = rf.get(HELPLINES)
    request.COOKIES["csrftoken"] = "a" * 32
    assert another(request).status_code == 200


def test_addresses_with_a_query_take_no_room_in_the_store():
    ask(HELPLINES)
    before = len(caches["pages"]._cache)
    for number in range(9):
        assert ask(f"{HELPLINES}?page={number}").status_code == 200
    assert len(caches["pages"]._cache) <= before + 1


def test_a_new_day_makes_pages_anew(monkeypatch):
    assert is_stored(HOME)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    monkeypatch.setattr(early.time, "time", tomorrow.timestamp)
    assert queries(HOME)


def test_plain_http_is_led_on_to_https_whatever_is_stored(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(HOME, headers=ENGLISH, secure=True).status_code == 200
    assert ask(HOME).status_code == 301


class TestTheLanguage:
    @pytest.mark.parametrize("visit", ["first", "second"])
    def test_is_remembered_where_the_browser_asks_for_another(self, visit):
        if visit == "second":
            Client().get("/sw/", headers={"Accept-Language": "sw"})
        answer = ask("/sw/")
        assert answer.cookies["django_language"].value == "sw"
        assert answer.cookies["django_language"]["max-age"]
        assert 'lang="sw"' in answer.content.decode()

    def test_is_not_where_the_browser_asks_for_it(self):
        ask("/sw/")
        assert not Client().get("/sw/", headers={"Accept-Language": "sw,en;q=0.5"}).cookies

    def test_is_not_where_the_cookie_says_it_already(self):
        client = Client()
        client.cookies["django_language"] = "sw"
        ask("/sw/")
        with CaptureQueriesContext(connection) as captured:
            assert not client.get("/sw/", headers=ENGLISH).cookies
        assert not len(captured)

    def test_is_changed_by_the_page_of_the_other_one(self):
        client = Client()
        for address in ("/sw/", HOME, "/sw/"):
            Client().get(address, headers=ENGLISH)
        client.cookies["django_language"] = "sw"
        client.get(HOME, headers={"Accept-Language": "sw"})
        assert client.cookies["django_language"].value == "en"
        assert client.get("/", headers={"Accept-Language": "sw"}).url == "/en/"

    def test_of_a_page_is_its_address_s(self):
        for address, language in ((HOME, "en"), ("/sw/", "sw"), (HOME, "en")):
            assert f'<html lang="{language}"' in text(address)
            assert ask(address)["Content-Language"] == language


class TestTheWire:
    def test_who_has_the_page_is_told_so(self):
        etag = ask(HOME)["ETag"]
        answer = ask(HOME, If_None_Match=etag)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == etag
        assert answer["Cache-Control"] == "private, no-cache"

    def test_who_has_it_is_told_so_by_a_fresh_store_too_and_leaves_the_whole_page_there(self):
        etag = ask(HOME)["ETag"]
        page_cache.forget_now()
        assert ask(HOME, If_None_Match=etag).status_code == 304
        assert ask(HOME).status_code == 200

    def test_who_has_it_from_before_a_publish_gets_the_new_one(self, about, django_capture_on_commit_callbacks):
        etag = ask(STANDARD)["ETag"]
        about.lead = "Put better."
        with django_capture_on_commit_callbacks(execute=True):
            about.save_revision().publish()
        assert ask(STANDARD, If_None_Match=etag).status_code == 200

    def test_a_304_remembers_the_language_too(self):
        etag = ask("/sw/")["ETag"]
        answer = ask("/sw/", If_None_Match=etag)
        assert (answer.status_code, answer.cookies["django_language"].value) == (304, "sw")

    @pytest.mark.parametrize(
        ("accepts", "gets"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None)]
    )
    def test_each_browser_gets_what_it_can_read(self, accepts, gets):
        plain = ask(HOME).content
        answer = ask(HOME, Accept_Encoding=accepts)
        assert answer.get("Content-Encoding") == gets
        assert int(answer["Content-Length"]) == len(answer.content)
        assert {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[gets](answer.content) == plain

    def test_a_phone_that_saves_data_has_pages_of_its_own(self):
        ask(HOME)
        assert queries(HOME, Save_Data="on")
        assert is_stored(HOME, Save_Data="on")

    def test_a_head_has_the_headers_of_the_page(self):
        got, asked = ask(HOME), Client().head(HOME, headers=ENGLISH)
        assert dict(asked.items()) == dict(got.items())
        assert not asked.content


def test_the_host_that_somebody_names_is_on_nobody_s_page(settings):
    settings.ALLOWED_HOSTS = ["*"]
    for address in ADDRESSES:
        Client(headers={"host": "evil.example"}).get(address, headers=ENGLISH)
        page = ask(address)
        assert "evil.example" not in page.content.decode()
        assert "evil.example" not in str(page.headers)
