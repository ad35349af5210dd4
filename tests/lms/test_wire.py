import gzip
import re

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from courses import attempts
from courses.models import Quiz
from lms import wire
from tests import make
from tests.conftest import sign_in

WORDS = b"<p>Words that repeat themselves.</p>" * 40


def answer_of(response, **headers):
    """Return what leaves for a browser that sends these headers."""
    asked = RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    return wire.WireMiddleware(lambda request: response)(asked)


@pytest.mark.parametrize(
    ("accepts", "gets"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_page_is_compressed_by_the_best_that_the_browser_takes(accepts, gets):
    answer = answer_of(HttpResponse(WORDS), accept_encoding=accepts)
    assert answer.get("Content-Encoding") == gets
    assert "Accept-Encoding" in answer["Vary"]
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[gets]
    assert read(answer.content) == WORDS


def test_what_is_the_same_for_everybody_is_compressed_as_far_as_can_be():
    page = HttpResponse("".join(f"<p>Word {n * 7919 % 1009} of {n}</p>" for n in range(200)))
    usual = len(answer_of(HttpResponse(page.content), accept_encoding="br").content)
    page.is_same_for_all = True
    assert len(answer_of(page, accept_encoding="br").content) < usual


@pytest.mark.parametrize("kind", ["audio/ogg", "image/webp", "application/pdf"])
def test_what_is_compressed_already_is_left_alone(kind):
    answer = answer_of(HttpResponse(WORDS, content_type=kind), accept_encoding="br")
    assert "Content-Encoding" not in answer
    assert "Vary" not in answer


def test_a_short_answer_is_left_alone():
    assert "Content-Encoding" not in answer_of(HttpResponse(b"a" * 399), accept_encoding="br")
    assert "Content-Encoding" in answer_of(HttpResponse(b"a" * 400), accept_encoding="br")


def test_a_long_export_is_compressed_as_it_is_made():
    rows = StreamingHttpResponse(iter([WORDS, WORDS]), content_type="text/csv")
    answer = answer_of(rows, accept_encoding="gzip, br")
    assert gzip.decompress(b"".join(answer.streaming_content)) == WORDS * 2


def test_a_page_that_may_not_be_kept_gets_no_etag():
    assert "ETag" not in answer_of(HttpResponse(WORDS, headers={"Cache-Control": "private, no-store"}))


def test_an_etag_of_the_page_s_own_stays_and_is_weak_once_compressed():
    answer = answer_of(HttpResponse(WORDS, headers={"ETag": '"own"'}), accept_encoding="br")
    assert answer["ETag"] == 'W/"own"'


@pytest.fixture
def addresses(amina, course):
    """The pages of a learner in the middle of a course, with a quiz begun."""
    quiz = Quiz.objects.get(slug="red-flags-1")
    done = attempts.start(amina, quiz)
    attempts.hand_in(amina, done.ticket)
    ticket = attempts.start(amina, quiz).ticket
    code = make.make_certificate(amina, course.translation_key).code
    return {
        "home": "/en/",
        "courses": "/en/courses/",
        "course": "/en/courses/red-flags/",
        "module": "/en/courses/red-flags/module-1/",
        "card": "/en/courses/red-flags/module-1/lesson-1/?card=1",
        "me": "/en/me/",
        "certificates": "/en/me/certificates/",
        "certificate": f"/en/me/certificates/{code}/",
        "quiz": "/en/learn/quiz/red-flags-2/",
        "question": f"/en/learn/paper/{ticket}/1/",
        "review": f"/en/learn/paper/{ticket}/review/",
        "result": f"/en/learn/result/{done.ticket}/",
        "helplines": "/en/helplines/",
    }


PAGES = "home courses course module card me certificates certificate quiz question review result helplines".split()


@pytest.mark.parametrize("name", PAGES)
def test_who_has_a_page_already_is_sent_nothing(client, amina, addresses, name):
    sign_in(client, amina)
    client.get(addresses[name])
    first = client.get(addresses[name], headers={"Accept-Encoding": "br"})
    again = client.get(addresses[name], headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["ETag"].startswith("W/")
    assert "Cookie" in first["Vary"]
    assert "private" in first["Cache-Control"]


@pytest.mark.parametrize("name", PAGES)
def test_asking_for_the_head_alone_says_the_same_of_the_page(client, amina, addresses, name):
    sign_in(client, amina)
    client.get(addresses[name])
    whole, head = client.get(addresses[name]), client.head(addresses[name])
    assert (head.status_code, head["ETag"], head.content) == (200, whole["ETag"], b"")
    assert client.head(addresses[name], headers={"If-None-Match": whole["ETag"]}).status_code == 304


def test_a_form_kept_by_the_browser_can_still_be_sent(amina, addresses):
    browser = sign_in(Client(enforce_csrf_checks=True), amina)
    shown = browser.get(addresses["question"])
    assert browser.get(addresses["question"], headers={"If-None-Match": shown["ETag"]}).status_code == 304
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', shown.content)[1].decode()
    sent = browser.post(addresses["question"], {"option": "a", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302


def test_a_form_whose_secret_has_changed_is_sent_anew(client, amina, addresses):
    sign_in(client, amina)
    shown = client.get(addresses["quiz"])
    del client.cookies["csrftoken"]
    assert client.get(addresses["quiz"], headers={"If-None-Match": shown["ETag"]}).status_code == 200


def test_an_answer_given_meanwhile_changes_the_page(client, amina, addresses):
    sign_in(client, amina)
    client.get(addresses["review"])
    before = client.get(addresses["review"])
    client.post(addresses["question"], {"option": "a"})
    assert client.get(addresses["review"], headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_another_person_is_never_told_that_nothing_has_changed(client, amina, chausiku, addresses):
    sign_in(client, amina)
    hers = client.get(addresses["me"])
    sign_in(client, chausiku)
    other = client.get(addresses["me"], headers={"If-None-Match": hers["ETag"]})
    assert other.status_code == 200
    assert "Chausiku" in other.content.decode()


def test_a_sign_in_page_is_never_kept(client, course):
    assert "ETag" not in client.get("/en/sign-in/")
