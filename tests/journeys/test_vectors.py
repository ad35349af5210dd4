"""The phone draws, reads and marks as the server does: its own modules, in a real browser, on what Python wrote."""

import json

import pytest
from django.conf import settings

from tests import vectors

pytestmark = pytest.mark.browser
SCRIPTS = settings.BASE_DIR / "lms" / "static" / "js"
ADDRESS = "http://phone.test/"


def serve(route):
    name = route.request.url.removeprefix(ADDRESS)
    if not name:
        return route.fulfill(content_type="text/html", body="<!doctype html><title>Phone</title>")
    return route.fulfill(content_type="text/javascript", body=(SCRIPTS / name).read_text())


@pytest.fixture
def phone(chromium):
    """A page that can import the phone's modules, and nothing else."""
    context = chromium.new_context()
    context.route(f"{ADDRESS}**", serve)
    page = context.new_page()
    page.goto(ADDRESS)
    yield page
    context.close()


def rows(name):
    return json.loads((vectors.FOLDER / f"{name}.json").read_text())


def test_a_phone_draws_the_same_papers(phone):
    cases = rows("papers")
    drawn = phone.evaluate(
        """async cases => {
          const { draw } = await import("/papers.js")
          const plain = item => [item.question, item.options, item.matches]
          return cases.map(({ content, papers }) =>
            papers.map(([ticket, follows]) => [ticket, follows, draw(content, ticket, follows).map(plain)]))
        }""",
        cases,
    )
    assert drawn == [case["papers"] for case in cases]


def test_a_phone_marks_practice_alike(phone):
    cases = rows("grading")
    marks = phone.evaluate(
        """async cases => {
          const { pointsFor } = await import("/grading.js")
          return cases.map(({ question, marks }) => marks.map(([answer]) => [answer, pointsFor(question, answer)]))
        }""",
        cases,
    )
    assert marks == [case["marks"] for case in cases]


def test_a_phone_knows_the_safe_way(phone):
    ways = phone.evaluate(
        """async cases => {
          const { safeWay } = await import("/grading.js")
          return cases.map(({ question }) => safeWay(question).map(([, action]) => action.key))
        }""",
        stories := [case for case in rows("grading") if case["question"]["kind"] == "scenario"],
    )
    assert ways == [case["right"] for case in stories]


def test_a_phone_reads_the_same_answers(phone):
    scenes, *cases = rows("answering")
    found = phone.evaluate(
        """async ([scenes, cases]) => {
          const { read, isFinished } = await import("/questions.js")
          return cases.map(({ kind, item: [options, matches], sent, before }) => {
            const question = { kind, scenes }
            const item = { options, matches }
            const { answer, unclear, fields } = read(question, item, sent, before)
            const finished = isFinished(question, item, answer)
            return [answer, unclear ? [unclear, fields.sort()] : null, finished]
          })
        }""",
        [scenes, cases],
    )
    for (answer, unclear, is_finished), case in zip(found, cases, strict=True):
        assert answer == case["answer"], case
        assert is_finished == case["is_finished"], case
        assert (unclear and [WORDS[unclear[0]], unclear[1]]) == (
            case["unclear"] and [case["unclear"]["message"], case["unclear"]["fields"]]
        ), case


WORDS = {
    "choose": "Choose an answer, or press Later to come back to this question.",
    "one": "Only one answer is right here. Choose one.",
    "place": "Give each one its place, or press Later to come back to this question.",
    "doubled": "Two have the same place. Give each one a place of its own.",
    "missing": "Something has no place yet. Give each one its place.",
    "pair": "Choose what belongs to each, or press Later to come back to this question.",
    "partner": "Something has no partner yet. Choose one, or press Later: your choices are kept.",
    "act": "Choose what you would do, or press Later to come back to this question.",
    "here": "Choose one of the things that stand here.",
}


@pytest.mark.django_db
def test_the_page_of_the_quiz_says_the_same_words(client):
    page = client.get("/en/offline/quiz/").content.decode()
    assert all(f'<p data-word="{name}">{words}</p>' in page for name, words in WORDS.items())
