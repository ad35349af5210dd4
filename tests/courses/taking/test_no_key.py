"""Nothing on a phone says what is right in a quiz: walked through, every kind, and the whole sample course."""

import copy
import json
import re

import pytest
from django.core.management import call_command

from courses import freezing, grading, outline, papers, tickets
from courses.models import CoursePage, LessonPage, Question, Quiz, QuizVersion
from courses.taking import bundle, packing, questions
from home import page_cache
from tests.courses.taking.conftest import bundle_of

TELLING = {"right", "weight", "why", "outcome", "match", "innocent", "critical", "lesson", "topic", "part_marks"}
TEXTS = {"form", "html", "title", "text", "follows"}


def names_in(value):
    """Every name of every object, however deep, but for those that are keys of questions or scenes."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def whys_of(content):
    """Every text that explains what is right, in both languages."""
    for question in content["questions"].values():
        for explained in [question, *question.get("options", ())]:
            yield from (text for text in (explained.get("why") or {}).values() if text)


def turned(content):
    """The same quiz with another key: whatever can be right in another way is."""
    other = copy.deepcopy(content)
    for question in other["questions"].values():
        if question["kind"] == "ordering":
            question["options"].reverse()
        if question["kind"] == "matching":
            pairs = question["options"]
            pairs[0]["match"], pairs[1]["match"] = pairs[1]["match"], pairs[0]["match"]
        for option in question["options"]:
            if "right" in option:
                option.update(right=not option["right"], why={"en": "Other.", "sw": "Nyingine."}, weight=7)
        for scene in question.get("scenes", ()):
            for action in scene["actions"]:
                action["outcome"] = {"safe": "harmful", "harmful": "missed", "missed": "safe"}.get(action["outcome"])
        question.update(why={"en": "Other.", "sw": "Nyingine."}, critical=not question["critical"], innocent=True)
        question["part_marks"] = not question["part_marks"]
    return other


def without_names(contents):
    quizzes = {slug: {**quiz, "version": ""} for slug, quiz in contents["quizzes"].items()}
    return {**contents, "quizzes": quizzes}


def test_another_key_makes_the_same_bundle_but_for_the_version_s_name(course, quiz_of_all_kinds):
    known = outline.of(course.translation_key, "en")
    before = bundle.contents(known)
    content = turned(quiz_of_all_kinds.current_version.content)
    assert all(
        grading.right_answer(content["questions"][key]) != grading.right_answer(question)
        for key, question in quiz_of_all_kinds.current_version.content["questions"].items()
    )
    version = QuizVersion.objects.create(
        quiz=quiz_of_all_kinds, number=99, content=content, content_hash=freezing.hash_of(content)
    )
    Quiz.objects.filter(pk=quiz_of_all_kinds.pk).update(current_version=version)
    page_cache.forget_now()
    after = bundle.contents(known)
    assert after != before
    assert without_names(after) == without_names(before)


def test_no_name_in_a_quiz_is_one_that_tells(course, quiz_of_all_kinds):
    quizzes = bundle_of(course)["quizzes"]
    assert not TELLING & set(names_in(quizzes))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "sw"])
def test_nothing_in_the_sample_courses_tells_what_is_right(language):
    call_command("seed", verbosity=0)
    for course in CoursePage.objects.filter(locale__language_code="en"):
        kept = bundle_of(course, language)
        assert kept["quizzes"]
        assert not TELLING & set(names_in(kept["quizzes"]))
        everything = json.dumps(kept["quizzes"], ensure_ascii=False) + "".join(kept["lines"])
        for slug, quiz in kept["quizzes"].items():
            content = Quiz.objects.get(slug=slug).current_version.content
            told = [why for why in whys_of(content) if why in everything]
            assert not told, f"{slug} explains {told}"
            assert_forms_are_in_no_telling_order(content, quiz)
            assert not set(quiz["questions"]) & set(kept["practice"])


def assert_forms_are_in_no_telling_order(content, quiz):
    """What can be chosen stands as the paper says, and nothing is chosen already."""
    for key, shown in quiz["questions"].items():
        drawn = quiz["paper"]["questions"][key]
        assert not re.search(r"\b(checked|selected)\b", shown["form"])
        if shown["kind"] not in ("true_false", "spots"):
            options = [option["key"] for option in drawn["options"]]
            assert options == sorted(options)
            values = dict.fromkeys(value.partition("=")[0] for value in re.findall(r'value="([^"]+)"', shown["form"]))
            assert shown["kind"] == "scenario" or list(values) == options
        assert content["questions"][key]["kind"] == shown["kind"]


def test_the_phone_draws_the_paper_that_the_server_draws(course, quiz_of_all_kinds):
    content = quiz_of_all_kinds.current_version.content
    paper = bundle_of(course)["quizzes"][quiz_of_all_kinds.slug]["paper"]
    for ticket in ("0" * 32, "f" * 32, "0123456789abcdef" * 2):
        assert papers.draw(paper, ticket) == papers.draw(content, ticket)


def test_a_shuffled_quiz_is_drawn_alike_too(course):
    quiz = Quiz.objects.get(slug="red-flags-1")
    paper = bundle_of(course)["quizzes"]["red-flags-1"]["paper"]
    assert papers.draw(paper, "5a" * 16) == papers.draw(quiz.current_version.content, "5a" * 16)


def test_a_scenario_can_be_played_to_its_ends_but_not_how_they_are(course, quiz_of_all_kinds):
    scenes = bundle_of(course)["quizzes"][quiz_of_all_kinds.slug]["questions"]["scenario"]["scenes"]
    stage = scenes["scenes"][scenes["first"]]
    assert stage["actions"]["look"] == {"text": "text look", "follows": "follows look", "leads_to": "road"}
    assert stage["actions"]["accuse"]["leads_to"] is None
    assert 'value="report"' in scenes["scenes"]["road"]["html"]


def test_a_version_s_name_is_not_the_hash_that_could_be_tried_out(course):
    version = Quiz.objects.get(slug="red-flags-1").current_version
    kept = packing.packed(course.translation_key, "en").encoded("")[1].decode()
    assert version.content_hash not in kept
    assert version.content_hash[:32] not in kept
    assert tickets.name_of(version) in kept


def put_practice(course, key):
    """Put a question on a card at the end of the first lesson, in English."""
    page = LessonPage.objects.filter(locale__language_code="en").order_by("path").first()
    page.cards.append(("practice", {"question": Question.objects.get(key=key)}))
    page.save()
    page_cache.forget_now()


def test_practice_comes_with_its_key_in_one_language(course, quiz_of_all_kinds):
    # The quiz asks other questions now, so that this one belongs to none.
    put_practice(course, "red-flags-1-1")
    kept = bundle_of(course)["practice"]["red-flags-1-1"]
    assert kept["options"][0] == {
        "key": "a",
        "right": True,
        "text": "Option a of red-flags-1-1",
        "why": "Because of a.",
        "weight": None,
    }
    assert kept["text"] == "Question red-flags-1-1?"


def test_practice_that_a_quiz_can_ask_is_left_out(course):
    put_practice(course, "red-flags-1-1")
    assert bundle_of(course)["practice"] == {}


def test_practice_that_another_course_s_quiz_can_ask_is_left_out_too(course, quiz_of_all_kinds):
    assert questions.askable_by_a_quiz(["red-flags-2-1", "red-flags-1-1"]) == {"red-flags-2-1"}
