"""The address to which phones send: who may, what they are told, and what can't be read."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import marks
from courses import tickets
from courses.models import Attempt, HeldAttempt, LessonProgress, Quiz
from tests import make
from tests.conftest import sign_in
from tests.courses.test_receiving import PHONE, made

ADDRESS = "/en/learn/hand-in/"


@pytest.fixture
def ticket(amina, course):
    return tickets.issue(amina, Quiz.objects.get(slug="red-flags-1"), PHONE)


def send(client, user, attempts=(), places=(), **fields):
    body = {"learner": marks.mark_of(user.pk), "phone": PHONE, "attempts": attempts, "places": places} | fields
    return client.post(ADDRESS, json.dumps(body), "application/json")


def test_a_phone_is_told_of_each_attempt(client, amina, ticket):
    sign_in(client, amina)
    told = send(client, amina, [made(ticket), 7], clock=timezone.now().isoformat()).json()
    assert told["attempts"][0] == {
        "ticket": ticket.ticket,
        "receipt": Attempt.objects.get().receipt,
        "state": "received",
        "url": reverse("courses:result", args=[ticket.ticket]),
        "is_pass": True,
    }
    assert (told["attempts"][1]["state"], told["attempts"][1]["reason"]) == ("held", "unreadable")
    assert told["attempts"][1]["words"] == "What arrived could not be read: perhaps only part of it was saved."
    assert abs(Attempt.objects.get().phone_ahead) <= 1


def test_sending_again_is_told_the_same(client, amina, ticket):
    sign_in(client, amina)
    first, again = (send(client, amina, [made(ticket)]).json() for _time in range(2))
    assert first == again
    assert Attempt.objects.count() == 1


def test_who_is_not_signed_in_keeps_everything_on_the_phone(client, amina, ticket):
    response = send(client, amina, [made(ticket)])
    assert (response.status_code, response.json()) == (401, {"error": "sign_in"})
    assert not Attempt.objects.exists()


def test_another_learners_queue_is_not_taken_in(client, amina, chausiku, ticket):
    sign_in(client, chausiku)
    response = send(client, amina, [made(ticket)])
    assert (response.status_code, response.json()) == (409, {"error": "other_learner"})
    assert not Attempt.objects.exists()
    assert not HeldAttempt.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "7", '{"attempts": 7}', '{"attempts": {}}', '{"places": [NaN]}', '{"x": 1e999}', "[" * 5000,
     '{"attempts": [' + ",".join("1" * 21) + "]}", '{"places": [' + ",".join("1" * 201) + "]}", "\xff"],
)  # fmt: skip
def test_what_is_no_list_of_attempts_is_refused_and_not_an_error(client, amina, body):
    sign_in(client, amina)
    body = body.encode("latin-1")
    response = client.generic("POST", ADDRESS, body, "application/json")
    assert (response.status_code, response.json()) == (400, {"error": "unreadable"})


def test_more_than_a_megabyte_is_refused(client, amina):
    sign_in(client, amina)
    exact = b'{"x":"' + b"a" * (1024 * 1024 - 8) + b'"}'
    assert client.generic("POST", ADDRESS, exact, "application/json").status_code == 409
    assert client.generic("POST", ADDRESS, exact + b" ", "application/json").status_code == 400


def test_another_sites_page_can_not_send(client, amina, ticket):
    sign_in(client, amina)
    body = json.dumps({"learner": marks.mark_of(amina.pk), "attempts": [made(ticket)]})
    for kind, origin in (
        ("text/plain", ""),
        ("application/json", "https://evil.example"),
        ("application/json", "null"),
    ):
        headers = {"Origin": origin} if origin else {}
        assert client.generic("POST", ADDRESS, body, kind, headers=headers).status_code == 400
    ours = client.generic("POST", ADDRESS, body, "application/json", headers={"Origin": "http://testserver"})
    assert ours.status_code == 200


def lessons_of(course):
    return list(course.get_children().first().get_children().specific())


def place(course, lesson, card, **fields):
    return {"course": str(course.translation_key), "lesson": str(lesson.translation_key), "card": card} | fields


def test_cards_read_without_a_network_count(client, amina, course):
    sign_in(client, amina)
    one, two = lessons_of(course)
    told = send(client, amina, places=[place(course, one, 2, finished=True), place(course, two, 1)]).json()
    assert told["places"] == 2
    rows = dict(LessonProgress.objects.values_list("lesson_key", "finished_at"))
    assert rows[one.translation_key] is not None
    assert rows[two.translation_key] is None


def test_a_place_moves_forward_only(client, amina, course):
    sign_in(client, amina)
    lesson = lessons_of(course)[0]
    for card in (2, 1):
        send(client, amina, places=[place(course, lesson, card)])
    assert LessonProgress.objects.get().card == 2


def test_a_card_beyond_the_last_is_the_last(client, amina, course):
    sign_in(client, amina)
    send(client, amina, places=[place(course, lessons_of(course)[0], 99)])
    assert LessonProgress.objects.get().card == 2


def test_what_names_no_lesson_is_left_out(client, amina, course):
    sign_in(client, amina)
    lesson = lessons_of(course)[0]
    quiz = {"course": str(course.translation_key), "lesson": "red-flags-1", "card": 1}
    junk = [
        7,
        {},
        quiz,
        place(course, course, 1),
        place(lesson, lesson, 1),
        *(place(course, lesson, card) for card in (0, True, "1", 1.5)),
    ]
    junk += [
        {"course": None, "lesson": None, "card": 1},
        {"course": str(course.translation_key), "lesson": [], "card": 1},
    ]
    response = send(client, amina, places=junk)
    assert (response.status_code, response.json()["places"]) == (200, 0)
    assert not LessonProgress.objects.exists()


def test_the_cookie_says_whose_the_phone_is_and_signing_out_takes_it_away(client, amina, chausiku):
    assert marks.COOKIE not in client.get("/en/helplines/").cookies
    sign_in(client, amina)
    cookie = client.get("/en/me/").cookies[marks.COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (marks.mark_of(amina.pk), "", "Lax")
    assert marks.COOKIE not in client.get("/en/me/").cookies
    sign_in(client, chausiku)
    assert client.get("/en/me/").cookies[marks.COOKIE].value == marks.mark_of(chausiku.pk) != cookie.value
    assert client.post("/en/sign-out/").cookies[marks.COOKIE].value == ""


def test_what_is_too_much_stays_on_the_phone_and_the_rest_is_told(client, amina, ticket, monkeypatch):
    monkeypatch.setattr("courses.receiving.MOST_WAITING", 1)
    sign_in(client, amina)
    told = send(client, amina, [7, 8, made(ticket)]).json()["attempts"]
    assert [one["state"] for one in told] == ["held", "received"]


def test_on_a_shared_phone_the_cookie_ends_with_the_browser_and_no_page_is_kept(client, amina):
    sign_in(client, amina)
    assert client.get("/en/me/")["Learner"] == marks.mark_of(amina.pk)
    session = client.session
    session.set_expiry(0)
    session.save()
    response = client.get("/en/me/")
    cookie = response.cookies[marks.COOKIE]
    assert (cookie.value, cookie["max-age"]) == (marks.mark_of(amina.pk) + marks.SHARED, "")
    assert "Learner" not in response


def test_somebody_who_has_not_agreed_to_the_notice_sends_nothing_yet(client, course):
    person = make.make_user("+254700000099", "New Person", registered_at=None)
    sign_in(client, person)
    assert send(client, person).status_code == 401
