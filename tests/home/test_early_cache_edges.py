from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from lms import early

HOME, HELPLINES = "/en/", "/en/helplines/"


@pytest.fixture(autouse=True)
def _database(db):
    """Nothing is asked of it but to be there."""


class _Found:
    def __init__(self, name):
        self.view_name = name


def _times_made(rf, respond, address=HELPLINES, view="home:helplines", methods=("get", "get"), cookies=()):
    """Return how often the page was made for two strangers."""
    made = []

    def get_response(request):
        request.resolver_match = _Found(view)
        made.append(1)
        return respond()

    middleware = early.EarlyMiddleware(get_response)
    for method in methods:
        request = getattr(rf, method)(address)
        request.COOKIES.update(cookies)
        middleware(request)
    return len(made)


@pytest.mark.parametrize("headers", [{}, {"csrftoken": "a" * 32}])
def test_a_page_with_a_form_s_token_is_made_for_each(rf, settings, headers):
    made = []

    def form(request):
        request.resolver_match = _Found("home:helplines")
        made.append(1)
        return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')

    middleware = early.EarlyMiddleware(form)
    for _visitor in range(2):
        request = rf.get(HELPLINES)
        request.COOKIES.update(headers)
        middleware(request)
    assert len(made) == 2


@pytest.mark.parametrize(
    ("change", "times"),
    [
        ({}, 1),
        ({"status": 404}, 2),
        ({"status": 302}, 2),
        ({"headers": {"Cache-Control": "no-store"}}, 2),
        ({"headers": {"Cache-Control": "private, no-store"}}, 2),
        ({"content_type": "application/pdf"}, 2),
        ({"content": b"a" * (256 * 1024)}, 1),
        ({"content": b"a" * (256 * 1024 + 1)}, 2),
    ],
)
def test_only_a_whole_page_for_everybody_is_stored(rf, change, times):
    assert _times_made(rf, lambda: HttpResponse(**{"content": b"Words. " * 100} | change)) == times


@pytest.mark.parametrize(("cookie", "times"), [("django_language", 1), ("csrftoken", 2), ("other", 2)])
def test_an_answer_that_sets_a_cookie_is_one_visitor_s(rf, cookie, times):
    def respond():
        response = HttpResponse(b"Words.")
        response.set_cookie(cookie, "en")
        return response

    assert _times_made(rf, respond) == times


@pytest.mark.parametrize(
    ("cookie", "times"),
    [("django_language", 1), ("csrftoken", 2), ("sessionid", 2), ("learner", 2), ("messages", 2), ("new", 2)],
)
def test_who_brings_a_cookie_that_may_say_more_than_a_language_gets_a_page_of_their_own(rf, cookie, times):
    assert _times_made(rf, lambda: HttpResponse(b"Words."), cookies={cookie: "x"}) == times


@pytest.mark.parametrize(
    ("view", "times"),
    [("home", 1), ("wagtail_serve", 1), ("home:helplines", 1), ("incidents:report", 2), ("accounts:sign_in", 2)],
)
def test_only_the_views_that_are_named_are_stored(rf, view, times):
    assert _times_made(rf, lambda: HttpResponse(b"Words."), view=view) == times


@pytest.mark.parametrize(
    ("address", "times"),
    [
        ("/en/helplines/", 1),
        ("/en/helplines/?need=child", 1),
        ("/en/helplines/?need=&county=001", 1),
        ("/en/helplines/?from=poster", 2),
        ("/en/helplines/?need=child&from=poster", 2),
        ("/en/helplines/?need=%C3%A9", 2),
        ("/en/helplines/?need=child&county=001&words=", 1),
        ("/en/helplines/?need=child&county=001&words=a", 2),
        ("/en/helplines/?need=" + "a" * 13, 2),
        ("/en/news/?page=999", 1),
        ("/en/news/?page=1000", 2),
        ("/en/news/?topic=law-2&year=2026", 1),
        ("/en/helplines/?need=a&need=b&need=c&need=d&need=e", 2),
        ("/admin/pages/", 2),
        ("/documents/1/", 2),
        ("/en/" + "a" * 200, 1),
        ("/en/" + "a" * 201, 2),
    ],
)
def test_only_addresses_that_pages_know_are_stored(rf, address, times):
    assert _times_made(rf, lambda: HttpResponse(b"Words."), address=address) == times


@pytest.mark.parametrize(("first", "second", "times"), [("get", "get", 1), ("get", "head", 1), ("head", "get", 2)])
def test_a_head_takes_what_is_stored_and_stores_nothing(rf, first, second, times):
    assert _times_made(rf, lambda: HttpResponse(b"Words."), methods=(first, second)) == times


def test_a_post_is_never_answered_from_the_store(rf):
    assert _times_made(rf, lambda: HttpResponse(b"Words."), methods=("get", "post")) == 2


@pytest.mark.parametrize(("address", "room"), [("/en/{}/", "MOST_KEPT"), ("/en/?page={}", "MOST_ASKED_KEPT")])
def test_memory_holds_only_so_many(rf, monkeypatch, address, room):
    monkeypatch.setattr(early, room, 3)

    def get_response(request):
        request.resolver_match = _Found("home")
        return HttpResponse(b"Words.")

    middleware = early.EarlyMiddleware(get_response)
    for number in range(9):
        middleware(rf.get(address.format(number)))
        assert max(map(len, middleware._near[1:])) <= 3


def test_addresses_with_a_query_do_not_crowd_out_the_pages_themselves(rf, monkeypatch):
    monkeypatch.setattr(early, "MOST_ASKED_KEPT", 3)
    made = []

    def get_response(request):
        request.resolver_match = _Found("home")
        made.append(request.get_full_path())
        return HttpResponse(b"Words.")

    middleware = early.EarlyMiddleware(get_response)
    for address in (HOME, *(f"/en/?page={number}" for number in range(9)), HOME):
        middleware(rf.get(address))
    monkeypatch.setattr(early.page_cache, "remember", lambda key, make: pytest.fail("not in memory"))
    middleware(rf.get(HOME))
    assert made.count(HOME) == 1


@pytest.mark.parametrize(("seconds_before", "seconds_kept"), [(2, 2), (7200, early.SECONDS_KEPT)])
def test_a_page_is_kept_no_longer_than_the_day(rf, monkeypatch, seconds_before, seconds_kept):
    now = timezone.make_aware(datetime(2026, 11, 30)) - timedelta(seconds=seconds_before)
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(early.time, "time", now.timestamp)

    def get_response(request):
        request.resolver_match = _Found("home")
        return HttpResponse(b"Words.")

    middleware = early.EarlyMiddleware(get_response)
    middleware(rf.get(HOME))
    assert [answer.until for answer in middleware._near[1].values()] == [now.timestamp() + seconds_kept]


@pytest.mark.parametrize("hours", [0.99, 1.01])
def test_it_is_kept_for_an_hour(rf, monkeypatch, hours):
    made, now = [], early.time.time()

    def get_response(request):
        request.resolver_match = _Found("home")
        made.append(1)
        return HttpResponse(b"Words.")

    middleware = early.EarlyMiddleware(get_response)
    middleware(rf.get(f"{HOME}?page=1"))
    monkeypatch.setattr(early.time, "time", lambda: now + hours * 3600)
    middleware(rf.get(f"{HOME}?page=1"))
    assert len(made) == (1 if hours < 1 else 2)
