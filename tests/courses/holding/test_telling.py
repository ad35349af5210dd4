"""The learner is told what became of an attempt, until they have read it; and nothing of it outlives their data."""

import json

import pytest

from accounts import personal_data
from courses import deciding, receiving
from courses.holding import telling, words
from courses.models import HeldAttempt
from tests.conftest import sign_in
from tests.courses.holding.samples import REASONS, hold
from tests.courses.test_receiving import made

ME = "/en/me/"


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_told_in_plain_words(client, amina, chausiku, ticket, reason):
    person = chausiku if reason == "foreign_ticket" else amina
    held = hold(person, ticket, reason)
    page = text(sign_in(client, person).get(ME))
    assert words.for_learner(held) in page
    assert f"receipt {receiving.receipt_of(held)}" in page
    assert "I have read this" not in page


def test_it_stands_on_the_quizs_first_page_too_and_on_no_other_quizs(client, amina, ticket):
    hold(amina, ticket, "altered_paper")
    sign_in(client, amina)
    assert "could not be accepted yet" in text(client.get("/en/learn/quiz/red-flags-1/"))
    assert "could not be accepted yet" not in text(client.get("/en/learn/quiz/red-flags-2/"))


def test_it_stands_where_no_attempt_is_left(client, amina, ticket):
    hold(amina, ticket, "no_attempt_left")
    assert "could not be accepted yet" in text(sign_in(client, amina).get("/en/learn/quiz/red-flags-1/"))


def test_the_trainers_words_stand_until_they_are_read_and_come_again_when_they_change(client, amina, baraka, ticket):
    held = hold(amina, ticket, "altered_paper")
    deciding.explain(held, "Take it <again>.", baraka)
    sign_in(client, amina)
    assert "Take it &lt;again&gt;." in text(client.get(ME))
    for _time in range(2):
        assert client.post(f"/en/learn/held/{held.pk}/read/").url == ME
    assert "Take it" not in text(client.get(ME))
    deciding.explain(held, "Take it tomorrow.", baraka)
    assert "Take it tomorrow." in text(client.get(ME))


def test_what_was_accepted_leads_to_its_result(client, amina, baraka, ticket):
    attempt = deciding.accept(hold(amina, ticket, "altered_paper"), baraka)
    assert f"/en/learn/result/{attempt.ticket}/" in text(sign_in(client, amina).get(ME))


def test_reading_goes_back_to_the_quiz_where_that_was(client, amina, ticket):
    held = hold(amina, ticket, "altered_paper")
    sign_in(client, amina)
    address = f"/en/learn/held/{held.pk}/read/"
    assert client.post(address, {"quiz": "red-flags-1"}).url == "/en/learn/quiz/red-flags-1/"
    assert client.post(address, {"quiz": "//evil.example/\x00"}).url == ME


def test_what_waits_and_what_is_anothers_can_not_be_put_away(client, amina, chausiku, baraka, ticket):
    held = hold(amina, ticket, "altered_paper")
    telling.read(amina, held.pk)
    assert telling.lines(amina)
    deciding.explain(held, "No.", baraka)
    sign_in(client, chausiku).post(f"/en/learn/held/{held.pk}/read/")
    assert telling.lines(amina)


def test_it_costs_one_query_and_shows_the_newest_five(amina, django_assert_num_queries):
    for number in range(7):
        receiving.receive(amina, {"number": number})
    with django_assert_num_queries(1):
        assert len(telling.lines(amina)) == 5


def test_it_is_among_the_learners_own_data(amina, ticket):
    hold(amina, ticket, "altered_paper")
    kept = personal_data.of(amina)["training"]
    assert kept["held_attempts"][0]["reason"] == "altered_paper"
    assert kept["papers_on_phones"][0]["phone"] == "a" * 32
    assert json.dumps(kept, default=str)


def test_nothing_stays_when_the_learner_is_erased_and_it_stays_when_the_trainer_is(amina, chausiku, baraka, ticket):
    receiving.receive(chausiku, made(ticket, version="0" * 32), way="file")
    held = hold(chausiku, ticket, "foreign_ticket")
    deciding.explain(held, "No.", baraka)
    baraka.delete()
    amina.delete()
    assert [row.decided_by for row in HeldAttempt.objects.all()] == [None]
    chausiku.delete()
    assert not HeldAttempt.objects.exists()
