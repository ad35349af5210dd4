"""Trainers and what is held: the list, each reason in words, accepting and explaining, at their edges."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from courses import deciding, receiving
from courses.holding import words
from courses.models import Attempt, HeldAttempt
from tests import make
from tests.conftest import sign_in
from tests.courses.holding.samples import REASONS, hold
from tests.courses.test_receiving import made

LIST = "/admin/held/"
CANT = ("unreadable", "unknown_version")


def one(held):
    return f"{LIST}{held.pk}/"


def seen(client, held):
    return client.get(one(held)).context["seen"]


def text(response):
    return response.content.decode()


@pytest.fixture
def held(amina, ticket):
    return hold(amina, ticket, "altered_paper")


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_says_what_it_means_and_what_may_be_done(trainer, amina, chausiku, ticket, reason):
    held = hold(chausiku if reason == "foreign_ticket" else amina, ticket, reason)
    assert held.reason == reason
    response = trainer.get(one(held))
    assert response.status_code == 200
    assert response.context["words"] == words.of(held)
    assert bool(response.context["mark"]) == (reason not in CANT)
    assert ("Accept it" in text(response)) == (reason not in CANT)
    assert "Tell the learner" in text(response)


def test_it_says_whose_paper_it_was(trainer, amina, chausiku, ticket):
    held = hold(chausiku, ticket, "foreign_ticket")
    assert trainer.get(one(held)).context["holder"] == amina


def test_answers_stand_in_words_and_what_is_not_on_the_paper_is_said(trainer, held):
    lines = trainer.get(one(held)).context["lines"]
    assert [line.is_on_paper for line in lines] == [True] * 4 + [False]
    assert lines[0].words == (f"Option a of {lines[0].key}",)
    assert (lines[4].key, lines[4].raw) == ("made-up", "z")


def test_an_answer_that_the_question_does_not_offer_is_shown_as_it_came(trainer, amina, ticket):
    payload = made(ticket)
    first = payload["paper"][0]
    held = receiving.receive(amina, payload | {"answers": payload["answers"] | {first: ["<i>", "b"]}}).held
    line = trainer.get(one(held)).context["lines"][0]
    assert (line.raw, line.words, line.text) == ("<i>, b", (), f"Question {first}?")


def test_kinds_of_every_sort_can_be_shown(trainer, amina, quiz):
    asked = make.ask(quiz)
    payload = made(receiving.tickets.issue(amina, asked, "c" * 32))
    junk = receiving.receive(amina, payload | {"answers": {key: ["junk", "x=y"] for key in payload["paper"]}}).held
    empty = receiving.receive(amina, payload | {"answers": {}, "paper": []}).held
    for held in (junk, empty):
        assert trainer.get(one(held)).status_code == 200
    assert all(line.is_empty for line in trainer.get(one(empty)).context["lines"])


def test_the_phones_clock_is_shown_or_said_to_be_unreadable(trainer, amina, ticket):
    held = hold(amina, ticket, "unreadable")
    assert [(said, time) for _label, said, time in trainer.get(one(held)).context["clocks"]] == [
        (True, None),
        (False, None),
    ]
    assert "can&#x27;t be read" in text(trainer.get(one(held))) or "can't be read" in text(trainer.get(one(held)))
    assert "&lt;b&gt;" in text(trainer.get(one(held)))


def test_the_mark_that_is_shown_is_the_mark_that_is_given(trainer, amina, ticket, eshe):
    payload = made(ticket, wrong=1)
    held = receiving.receive(amina, payload | {"paper": payload["paper"][::-1]}).held
    mark = trainer.get(one(held)).context["mark"]
    assert not Attempt.objects.exists()
    trainer.post(one(held), {"accept": "yes", "seen": seen(trainer, held)})
    attempt = Attempt.objects.get()
    assert (
        (mark.right, mark.points, mark.is_pass)
        == (attempt.right, attempt.points, attempt.is_pass)
        == (
            3,
            attempt.points,
            False,
        )
    )


def test_accepting_twice_is_accepting_once_and_the_log_names_no_learner(trainer, held, eshe):
    state = seen(trainer, held)
    for _time in range(2):
        assert trainer.post(one(held), {"accept": "yes", "seen": state}).status_code == 302
    held.refresh_from_db()
    assert (held.state, held.decided_by, Attempt.objects.count()) == ("accepted", eshe, 1)
    entry = ModelLogEntry.objects.get(action="courses.held_attempt_accepted")
    assert (entry.user, entry.label) == (eshe, receiving.receipt_of(held))


def test_of_two_trainers_the_first_decides_and_the_second_is_told(trainer, held, eshe):
    state = seen(trainer, held)
    zuri = make.make_user(full_name="Zuri", username="zuri")
    deciding.explain(held, "Take it again.", zuri)
    page = trainer.post(one(held), {"accept": "yes", "seen": state}, follow=True)
    assert "It was decided before you pressed" in text(page)
    assert "decided by Zuri" in text(page)
    assert not Attempt.objects.exists()


def test_an_explanation_may_be_mended_and_a_mind_changed(trainer, held):
    for note in ("First.", "Second."):
        trainer.post(one(held), {"explain": "yes", "words": note, "seen": seen(trainer, held)})
        held.refresh_from_db()
        assert (held.state, held.note) == ("explained", note)
    trainer.post(one(held), {"accept": "yes", "seen": seen(trainer, held)})
    held.refresh_from_db()
    assert held.state == "accepted"
    assert "Accept it" not in text(trainer.get(one(held)))


@pytest.mark.parametrize("note", ["", "   ", "x" * 1001])
def test_an_explanation_needs_words_and_keeps_what_was_typed(trainer, held, note):
    response = trainer.post(one(held), {"explain": "yes", "words": note, "seen": seen(trainer, held)})
    assert (response.status_code, "words" in response.context["form"].errors) == (200, True)
    held.refresh_from_db()
    assert held.state == "waiting"


@pytest.mark.parametrize("reason", CANT)
def test_what_can_not_be_marked_is_refused_with_a_sentence(trainer, amina, ticket, reason):
    held = hold(amina, ticket, reason)
    page = trainer.post(one(held), {"accept": "yes", "seen": seen(trainer, held)}, follow=True)
    assert "Please explain instead" in text(page)


def test_what_waits_comes_first_and_filters_hold(trainer, amina, chausiku, ticket, eshe):
    done = hold(amina, ticket, "unreadable")
    waiting = hold(chausiku, ticket, "foreign_ticket")
    later = receiving.receive(amina, {"x": 1}).held
    deciding.explain(later, "No.", eshe)

    def listed(query=""):
        return [held.pk for held, _receipt in trainer.get(f"{LIST}{query}").context["lines"]]

    assert listed() == [waiting.pk, done.pk, later.pk]
    assert listed("?state=explained") == [later.pk]
    assert listed("?reason=foreign_ticket") == listed("?quiz=red-flags-1") == listed("?q=chausiku") == [waiting.pk]
    assert listed("?q=0700000001&state=waiting") == [done.pk]
    assert listed("?state=junk&reason=%00&quiz=none&p=99") == [waiting.pk, done.pk, later.pk]


def test_the_list_costs_the_same_for_many(trainer, amina, chausiku, django_assert_num_queries):
    receiving.receive(amina, {"number": 0})
    trainer.get(LIST)
    with CaptureQueriesContext(connection) as few:
        trainer.get(LIST)
    for number in range(60):
        receiving.receive((amina, chausiku)[number % 2], {"number": number})
    with django_assert_num_queries(len(few)):
        assert len(trainer.get(LIST).context["lines"]) == 50


def test_the_menu_and_the_front_panel_say_how_many_wait(trainer, held):
    front = text(trainer.get("/admin/"))
    assert "Held attempts (1)" in front
    assert "attempt waits for a trainer" in front
    deciding.explain(held, "No.", held.learner)
    front = text(trainer.get("/admin/"))
    assert "Held attempts (" not in front
    assert "attempt waits" not in front


def test_who_may_only_look_decides_nothing(client, held):
    looker = make.make_user(full_name="Looker", username="looker")
    looker.user_permissions.add(
        *make.User.user_permissions.rel.model.objects.filter(codename__in=("access_admin", "view_heldattempt"))
    )
    sign_in(client, looker, verified=True)
    assert "Accept it" not in text(client.get(one(held)))
    client.post(one(held), {"accept": "yes", "seen": "waiting"})
    assert HeldAttempt.objects.get().state == "waiting"
