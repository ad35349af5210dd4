"""Attempts brought in a file: whoever brings it, it counts once, for the person who answered."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses import deciding, receiving
from courses.models import Attempt, HeldAttempt
from tests.conftest import sign_in
from tests.courses.test_receiving import made

ADDRESS = "/en/learn/hand-in-file/"


def packed(*attempts, **fields):
    return json.dumps({"format": "safari-salama-attempt", "attempts": attempts, "name": "Somebody"} | fields).encode()


def bring(client, data, name="safari-salama-4F7K.json"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)} if data is not None else {})


def test_a_colleague_brings_it_and_sees_a_first_name_and_no_result(client, amina, chausiku, ticket):
    response = bring(sign_in(client, chausiku), packed(made(ticket)))
    attempt = Attempt.objects.get()
    assert (attempt.learner, attempt.way) == (amina, "file")
    page = response.content.decode()
    assert "Handed in for Amina" in page
    assert attempt.receipt in page
    assert not any(secret in page for secret in ("Hassan", "700000001", attempt.ticket, "passed"))


def test_the_person_brings_it_and_brings_it_again(client, amina, ticket):
    sign_in(client, amina)
    for _time in range(2):
        assert "Handed in for you" in bring(client, packed(made(ticket))).content.decode()
    assert Attempt.objects.count() == 1


def test_brought_by_two_and_sent_by_the_phone_it_is_held_once_and_counts_once(client, amina, chausiku, baraka, ticket):
    payload = made(ticket) | {"paper": made(ticket)["paper"][::-1]}
    receiving.receive(amina, payload)
    for person in (amina, chausiku):
        assert "Kept, not accepted yet" in bring(sign_in(client, person), packed(payload)).content.decode()
    deciding.accept(HeldAttempt.objects.get(), baraka)
    assert "Received" in bring(client, packed(payload)).content.decode()
    assert Attempt.objects.count() == 1


def test_each_attempt_of_a_file_is_told_by_itself(client, amina, ticket):
    lines = bring(sign_in(client, amina), packed(made(ticket), 7, None)).context["lines"]
    assert [line.state for line in lines] == ["received", "held", "held"]


def test_when_too_many_wait_the_rest_is_taken_and_it_says_so(client, amina, ticket, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_WAITING", 1)
    lines = bring(sign_in(client, amina), packed(1, 2, made(ticket))).context["lines"]
    assert [line.state for line in lines] == ["held", "full", "received"]


def test_what_a_trainer_explained_is_said_without_the_words(client, amina, chausiku, baraka, ticket):
    held = receiving.receive(amina, made(ticket, version="0" * 32)).held
    deciding.explain(held, "Private words.", baraka)
    page = bring(sign_in(client, chausiku), packed(made(ticket, version="0" * 32))).content.decode()
    assert "a trainer has explained why" in page
    assert "Private words" not in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "Choose the file first"),
        (b"", "This file is empty"),
        (b"not json", "can&#x27;t be read"),
        (b"<!doctype html><p>Hello", "can&#x27;t be read"),
        (b"\xff\xfe\x00\xd8", "can&#x27;t be read"),
        (b'{"a": NaN}', "can&#x27;t be read"),
        (b"[" * 5000 + b"]" * 5000, "can&#x27;t be read"),
        (b'{"attempts":' + b"[" * 500 + b"]" * 500 + b"}", "can&#x27;t be read"),
        (b"7", "holds no attempt"),
        (b'{"attempts": [{}]}', "holds no attempt"),
        (packed(), "holds no attempt"),
        (packed(format="other"), "holds no attempt"),
        (json.dumps(list(range(10_000))).encode(), "holds no attempt"),
        (packed(*range(10_000)), "more attempts than a phone saves"),
        (packed(*range(101)), "more attempts than a phone saves"),
        (b" " * (1024 * 1024 + 1), "larger than 1 MB"),
        (b" " * (1024 * 1024), "can&#x27;t be read"),
    ],
    ids=range(17),
)
def test_junk_gets_a_clear_message_beside_the_field(client, amina, course, data, words):
    response = bring(sign_in(client, amina), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not HeldAttempt.objects.exists()


def test_a_file_saved_again_as_utf_16_is_read(client, amina, ticket):
    text = packed(made(ticket)).decode()
    assert bring(sign_in(client, amina), text.encode("utf-16")).context["lines"][0].state == "received"


def test_the_names_in_a_file_are_not_believed(client, amina, chausiku, ticket):
    page = bring(sign_in(client, chausiku), packed(made(ticket), name="<b>Zuri", learner="x")).content.decode()
    assert "Zuri" not in page
