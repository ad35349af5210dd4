import re
from urllib.parse import urlencode

import pytest

from courses.models import Attempt, LessonPage, OpenAttempt, Question, Topic
from courses.question_content import question_content
from tests import make
from tests.conftest import sign_in

FIRST = "/en/courses/red-flags/module-1/lesson-1/"
KINDS = ("single", "multiple", "true_false", "ordering", "matching", "spots", "scenario")


@pytest.fixture
def topic(course):
    return Topic.objects.first()


def practise(question):
    """Make the second card of the first lesson, in both languages, a practice card."""
    block = LessonPage._meta.get_field("cards").stream_block
    for lesson in LessonPage.objects.filter(slug="lesson-1", title__startswith="Lesson 1.1"):
        raw = [dict(card) for card in lesson.cards.raw_data]
        raw[1] = {"type": "practice", "value": {"question": question.pk}}
        lesson.cards = block.to_python(raw)
        lesson.save()
    return question


@pytest.fixture(params=KINDS)
def asked(request, topic):
    return practise(make.make_question_of(request.param, f"try-{request.param}", topic))


@pytest.fixture
def single(topic):
    return practise(make.make_question_of("single", "try-single", topic))


@pytest.fixture
def story(topic):
    return practise(make.make_question_of("scenario", "try-scenario", topic))


def matches(question):
    return {option["key"]: option["match"] for option in question_content(question)["options"]}


def answer(question, is_right):
    """Return what the form of a question of each kind sends."""
    if question.kind == "scenario":
        path = [("path", "look"), ("step", "1")]
        return [*path, ("action", "report" if is_right else "wait")]
    if question.kind == "ordering":
        order = "abc" if is_right else "cab"
        return [("check", 1), *(("option", f"{key}={place}") for place, key in enumerate(order, 1))]
    if question.kind == "matching":
        pairs = matches(question)
        rights = pairs.values() if is_right else reversed(pairs.values())
        return [("check", 1), *(("option", f"{left}={right}") for left, right in zip(pairs, rights, strict=True))]
    right = ["a", "b"] if question.kind in ("multiple", "spots") else ["a"]
    return [("check", 1), *(("option", key) for key in (right if is_right else ["b"]))]


def get(client, fields=(), address=FIRST):
    found = client.get(f"{address}?{urlencode([('card', 2), *fields])}")
    assert found.status_code == 200
    return found.content.decode()


def test_before_it_is_answered_nothing_on_the_page_says_what_is_right(client, asked):
    page = get(client)
    assert f"Question {asked.key}?" in page
    for secret in ("why a", "why b", "Why of", "verdict", "follows", "done-mark", "of none=", "is_right"):
        assert secret not in page
    assert not re.search(r'value="[abc]"[^>]*checked', page)


def test_the_right_answer_is_told_at_once_with_its_reason(client, asked):
    page = get(client, answer(asked, is_right=True))
    assert 'id="answer"' in page
    assert "verdict safe" in page
    assert f"Why of {asked.key}." in page


def test_a_wrong_answer_is_told_kindly_and_may_be_tried_again(client, asked):
    page = get(client, answer(asked, is_right=False))
    assert "Not right yet" in page or "Partly right" in page
    assert "again" in page
    assert "verdict safe" in get(client, answer(asked, is_right=True))


def test_nothing_is_recorded(client, amina, asked):
    sign_in(client, amina)
    get(client, answer(asked, is_right=False))
    assert not Attempt.objects.exists()
    assert not OpenAttempt.objects.exists()


def test_an_answer_of_one_is_never_shown_to_another(client, asked):
    fresh = get(client)
    get(client, answer(asked, is_right=True))
    assert get(client) == fresh


def test_in_kiswahili_all_of_it_is(client, asked):
    page = get(client, answer(asked, is_right=True), FIRST.replace("/en/", "/sw/"))
    assert f"Swali {asked.key}?" in page
    assert f"Sababu ya {asked.key}." in page


def test_an_empty_answer_is_asked_for_beside_the_question(client, asked):
    page = get(client, [("check", 1)])
    assert "Choose an answer first." in page
    assert "Later" not in page
    assert 'id="answer"' not in page


@pytest.mark.parametrize(
    "fields",
    [
        [("option", "zzz")],
        [("option", "a=b=c")],
        [("action", "nothing"), ("step", "0")],
        [("action", "report"), ("path", "nowhere"), ("step", "1")],
        [("check", "1"), ("option", "x" * 3000)],
        [("option", "a"), ("option", "a"), ("option", "b")],
        [("option", "a=99999999999"), ("option", "\x00")],
        [("path", "look")] * 60 + [("action", "report"), ("step", "60")],
    ],
)
def test_whatever_is_typed_into_the_address_the_card_is_shown(client, asked, fields):
    page = get(client, fields)
    assert f"Question {asked.key}?" in page


def test_half_of_a_match_keeps_what_was_chosen(client, topic):
    question = practise(make.make_question_of("matching", "try-matching", topic))
    pair = f"a={matches(question)['a']}"
    page = get(client, [("check", 1), ("option", pair), ("option", "")])
    assert "Something has no partner yet. Choose one." in page
    assert f'value="{pair}" selected' in page


def test_a_part_of_the_mark_is_called_partly_right(client, topic):
    question = practise(make.make_question_of("multiple", "try-multiple", topic, part_marks=True))
    assert "Partly right" in get(client, [("option", "a")])
    assert question.part_marks


def test_a_scenario_carries_the_way_so_far(client, story):
    page = get(client, [("action", "look"), ("step", "0")])
    assert '<input type="hidden" name="path" value="look">' in page
    assert "follows look" in page
    assert "text road" in page
    assert "text report" in page
    assert "follows report" not in page
    assert 'id="answer"' not in page


def test_a_harmful_end_shows_the_way_that_was_safe(client, story):
    page = get(client, [("action", "accuse"), ("step", "0")])
    assert "The way that was safe" in page
    assert "follows report" in page
    assert "Begin the story again" in page


def test_the_quiz_that_sent_the_learner_here_is_not_forgotten(client, single):
    page = get(client, [("quiz", "red-flags-1"), ("option", "b")])
    assert '<input type="hidden" name="quiz" value="red-flags-1">' in page
    assert "?card=2&amp;quiz=red-flags-1" in page


def test_a_question_taken_back_says_so_and_is_no_error(client, single, django_capture_on_commit_callbacks):
    get(client)
    with django_capture_on_commit_callbacks(execute=True):
        single.unpublish()
    for fields in ((), [("option", "a")]):
        assert "It is being rewritten" in get(client, fields)


def test_a_deleted_question_says_so_and_is_no_error(client, single, django_capture_on_commit_callbacks):
    get(client)
    with django_capture_on_commit_callbacks(execute=True):
        Question.objects.get(pk=single.pk).delete()
    assert "It is being rewritten" in get(client)


def test_a_published_change_shows_at_once_and_a_draft_does_not(client, single, django_capture_on_commit_callbacks):
    get(client)
    single.text_en = "Put better?"
    with django_capture_on_commit_callbacks(execute=True):
        draft = single.save_revision()
    assert "Put better?" not in get(client)
    with django_capture_on_commit_callbacks(execute=True):
        draft.publish()
    assert "Put better?" in get(client)


def test_a_card_that_is_no_practice_takes_no_answer(client, single):
    assert client.get(FIRST + "?card=1&option=a&check=1").status_code == 200


def test_the_editor_s_preview_shows_the_question(single):
    lesson = LessonPage.objects.get(title="Lesson 1.1")
    assert "Question try-single?" in lesson.make_preview_request().content.decode()


def test_an_unanswered_card_costs_no_more_than_any_other(client, amina, single, django_assert_max_num_queries):
    sign_in(client, amina)
    get(client)
    with django_assert_max_num_queries(6):
        get(client)


def test_an_answer_is_marked_in_few_queries(client, amina, single, django_assert_max_num_queries):
    sign_in(client, amina)
    get(client)
    with django_assert_max_num_queries(20):
        get(client, [("option", "a")])


def test_the_first_visit_to_a_practice_card_is_small(client, single):
    assert len(get(client).encode()) < 9000
