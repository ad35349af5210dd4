"""The preview: whatever is half-typed is shown as far as it goes."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.bank import preview
from courses.bank.kinds import RULES
from courses.models import Question, Topic
from tests import make
from tests.conftest import sign_in

KINDS = list(RULES)


@pytest.fixture
def topic(db):
    make.make_site()
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


def page(question):
    return question.make_preview_request(RequestFactory().get("/admin/"), "").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_shows_both_languages_before_and_after(topic, kind):
    question = make.make_question_of(kind, "one", topic)
    shown = page(question)
    assert shown.count("Question one?") >= 2
    assert shown.count("Swali one?") >= 2
    assert "After it is handed in" in shown


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_with_nothing_typed_asks_for_its_answers(topic, kind):
    assert "Add the answers" in page(Question(kind=kind))


HALF_TYPED = [
    ("single", [("option", {})]),
    ("multiple", [("option", {"text_en": "A"}), ("option", {"is_right": True})]),
    ("true_false", [("option", {"is_right": True})]),
    ("ordering", [("item", {})]),
    ("ordering", [("item", {"text_en": "A"}), ("item", {"text_en": "A"})]),
    ("matching", [("pair", {})]),
    ("matching", [("pair", {"text_en": "A"}), ("pair", {"match_sw": "B"})]),
    ("spots", [("spot", {"text_en": "A"})]),
    ("scenario", [("scene", {})]),
    ("scenario", [("scene", {"name": "a", "actions": [{}]})]),
    ("scenario", [("scene", {"name": "a", "actions": [{"leads_to": "a"}, {"leads_to": "b"}]})]),
    ("scenario", [("scene", {"name": "a", "actions": [{"outcome": "safe", "leads_to": "a"}, {}]})]),
    ("scenario", [("scene", {"name": "a", "actions": []}), ("scene", {"name": "a"})]),
    ("single", [("scene", {"name": "a"})]),
]


@pytest.mark.parametrize(("kind", "options"), HALF_TYPED)
def test_whatever_is_half_typed_is_shown(topic, kind, options):
    question = Question(kind=kind, text_en="Half?")
    question.options = Question._meta.get_field("options").to_python(
        [{"type": name, "value": _stored(value)} for name, value in options]
    )
    assert "Half?" in page(question)


def _stored(value):
    actions = [{"type": "item", "value": action} for action in value.get("actions", ())]
    return value | ({"actions": actions} if "actions" in value else {})


def test_scripts_are_shown_as_text(topic):
    question = make.make_question("one", topic)
    question.text_en = "<script>alert(1)</script>"
    question.options[0].value["text_en"] = "<img src=x onerror=alert(2)>"
    shown = page(question)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "&lt;script&gt;" in shown


def test_a_scenario_shows_each_scene(topic):
    (english, _kiswahili) = preview.phones(make.make_question_of("scenario", "one", topic))
    assert [shown.story.step for shown in english.asked] == [0, 1]
    assert english.answered.story.outcome == "harmful"


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_s_side_panel_previews_an_empty_form(client, topic, kind):
    sign_in(client, make.make_user(username="farida", is_superuser=True), verified=True)
    address = reverse("wagtailsnippets_courses_question:preview_on_add")
    data = nested_form_data({"kind": kind, "text_en": "", "native_review": "awaiting", "options": streamfield([])})
    assert client.post(address, data).json() == {"is_valid": True, "is_available": True}
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Add the answers" in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
