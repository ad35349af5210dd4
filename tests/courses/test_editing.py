import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.models import Question, Quiz, QuizVersion
from tests import make
from tests.conftest import sign_in

ADD_QUESTION = reverse("wagtailsnippets_courses_question:add")
ADD_QUIZ = reverse("wagtailsnippets_courses_quiz:add")


@pytest.fixture
def topic(db):
    make.make_site()
    return make.Topic.objects.create(slug="signs", name_en="Signs", name_sw="Dalili")


@pytest.fixture
def editor(client, topic):
    return sign_in(client, make.make_user(username="farida", is_superuser=True), verified=True)


def option(text, right=False, **changes):
    value = {"text_en": text, "text_sw": f"{text} sw", "why_en": "Because.", "why_sw": "Kwa sababu."} | changes
    return ("option", value | ({"is_right": "on"} if right else {}))


def question(topic, options, **changes):
    return nested_form_data(
        {
            "key": "new-one",
            "topic": topic.pk,
            "kind": "single",
            "text_en": "What do you do?",
            "text_sw": "Unafanya nini?",
            "native_review": "awaiting",
            "options": streamfield(options),
            "action-publish": "Publish",
        }
        | changes
    )


def test_a_whole_question_is_published(editor, topic):
    editor.post(ADD_QUESTION, question(topic, [option("Call 116", right=True), option("Film it")]))
    assert Question.objects.get(key="new-one").live


@pytest.mark.parametrize(
    ("kind", "rights", "words"),
    [
        ("single", [False, False], "Mark the option that is right"),
        ("multiple", [False, False], "Mark the option that is right"),
        ("single", [True, True], "Only one option may be right"),
        ("true_false", [True, True], "Only one option may be right"),
        ("true_false", [True, False, False], "exactly two options"),
    ],
)
def test_a_question_that_could_not_be_marked_is_not_published(editor, topic, kind, rights, words):
    options = [option(f"Option {place}", right) for place, right in enumerate(rights)]
    answer = editor.post(ADD_QUESTION, question(topic, options, kind=kind))
    assert words in answer.content.decode()
    assert not Question.objects.exists()


def test_several_right_options_are_fine_where_several_are_asked_for(editor, topic):
    editor.post(ADD_QUESTION, question(topic, [option("A", True), option("B", True)], kind="multiple"))
    assert Question.objects.get().live


@pytest.mark.parametrize("missing", ["text_sw", "why_en", "why_sw"])
def test_an_option_without_a_language_or_a_reason_is_not_published(editor, topic, missing):
    options = [option("A", True), option("B", **{missing: ""})]
    editor.post(ADD_QUESTION, question(topic, options))
    assert not Question.objects.filter(live=True).exists()


def test_a_draft_may_be_unfinished(editor, topic):
    data = question(topic, [option("A"), option("B")])
    del data["action-publish"]
    editor.post(ADD_QUESTION, data)
    assert not Question.objects.get().live


def quiz(parts, **changes):
    return nested_form_data(
        {
            "slug": "new-quiz",
            "title_en": "New quiz",
            "title_sw": "Jaribio jipya",
            "purpose": "graded",
            "pass_mark": "80",
            "shuffle_questions": "on",
            "shuffle_options": "on",
            "wait_minutes": "0",
            "retake": "critical",
            "native_review": "awaiting",
            "parts": streamfield(parts),
            "action-publish": "Publish",
        }
        | changes
    )


@pytest.fixture
def three(topic):
    return [make.make_question(f"signs-{n}", topic) for n in range(3)]


def test_publishing_a_quiz_freezes_it(editor, topic, three):
    editor.post(ADD_QUIZ, quiz([("question", three[0].pk), ("draw", {"topic": topic.pk, "count": 2})]))
    assert Quiz.objects.get().current_version.content["fixed"] == ["signs-0"]


def test_a_quiz_that_draws_more_than_its_topic_holds_is_not_published(editor, topic, three):
    answer = editor.post(ADD_QUIZ, quiz([("question", three[0].pk), ("draw", {"topic": topic.pk, "count": 3})]))
    assert "has only 2 more published questions" in answer.content.decode()
    assert not QuizVersion.objects.exists()


def test_a_quiz_without_questions_is_not_published(editor, topic):
    editor.post(ADD_QUIZ, quiz([]))
    assert not Quiz.objects.exists()


@pytest.mark.parametrize("mark", ["0", "101", "-1", "1e9"])
def test_a_pass_mark_is_a_percentage(editor, topic, three, mark):
    answer = editor.post(ADD_QUIZ, quiz([("question", three[0].pk)], pass_mark=mark))
    assert answer.status_code == 200
    assert not Quiz.objects.exists()


def test_a_quiz_asks_nothing_twice(editor, topic, three):
    answer = editor.post(ADD_QUIZ, quiz([("question", three[0].pk), ("question", three[0].pk)]))
    assert "in the quiz already" in answer.content.decode()
    assert not Quiz.objects.exists()


def test_two_draws_from_one_topic_share_what_it_holds(editor, topic, three):
    draws = [("draw", {"topic": topic.pk, "count": 2})]
    answer = editor.post(ADD_QUIZ, quiz(draws * 2))
    assert "has only 1 more published questions" in answer.content.decode()
    editor.post(ADD_QUIZ, quiz([*draws, ("draw", {"topic": topic.pk, "count": 1})]))
    assert Quiz.objects.get().live


def test_a_quiz_asks_no_question_that_is_not_published(editor, topic, three):
    Question.objects.filter(pk=three[0].pk).update(live=False)
    answer = editor.post(ADD_QUIZ, quiz([("question", three[0].pk)]))
    assert "not published" in answer.content.decode()
    assert not Quiz.objects.exists()


def test_a_measuring_form_may_draw(editor, topic, three):
    editor.post(ADD_QUIZ, quiz([("draw", {"topic": topic.pk, "count": 3})], purpose="measure"))
    assert Quiz.objects.get().live


@pytest.mark.parametrize(("count", "answer"), [(1, "yes"), (3, "no")])
def test_the_editor_says_what_a_quiz_comes_to(editor, topic, three, count, answer):
    found = make.make_quiz("drawing", topic=topic, count=count)
    page = editor.get(reverse("wagtailsnippets_courses_quiz:edit", args=[found.pk])).content.decode()
    assert f"{count} question" in page
    assert f"A retake can draw different ones: <b>{answer}</b>" in page
