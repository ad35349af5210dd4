"""Questions of every kind, from the bank to the mark."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import answers, attempts, grading, papers
from courses.grading import FULL
from courses.question_content import match_key, question_content
from tests import make

KINDS = ["single", "multiple", "true_false", "ordering", "matching", "spots", "scenario"]
RIGHT = {
    "single": ["a"],
    "multiple": ["a", "b"],
    "true_false": ["a"],
    "ordering": ["a", "b", "c"],
    "spots": ["a", "b"],
    "scenario": ["look", "report"],
}


@pytest.fixture
def topic(db):
    return make.Topic.objects.create(slug="signs", name_en="Signs", name_sw="Dalili")


def pairs(content):
    return [f"{option['key']}={option['match']}" for option in content["options"]]


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_earns_the_whole_mark(topic, kind):
    content = question_content(make.make_question_of(kind, "q", topic))
    assert grading.right_answer(content) == (RIGHT.get(kind) or pairs(content))
    assert grading.points_for(content, grading.right_answer(content)) == FULL


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_earns_nothing(topic, kind):
    assert grading.points_for(question_content(make.make_question_of(kind, "q", topic)), []) == 0


@pytest.mark.parametrize(
    ("kind", "answer", "points"),
    [
        ("multiple", ["a"], FULL // 2),
        ("multiple", ["a", "c"], 0),
        ("multiple", ["a", "b", "c"], FULL // 2),
        ("multiple", ["c"], 0),
        ("spots", ["b"], FULL // 2),
        ("ordering", ["b", "c", "a"], FULL // 2),
        ("ordering", ["c", "b", "a"], 0),
        ("ordering", ["a", "b", "a", "b", "c"], 0),
    ],
)
def test_part_marks_where_they_can_be_had(topic, kind, answer, points):
    part = question_content(make.make_question_of(kind, "part", topic, part_marks=True))
    whole = question_content(make.make_question_of(kind, "whole", topic))
    assert grading.points_for(part, answer) == points
    assert grading.points_for(whole, answer) == 0


def test_a_pair_earns_its_share(topic):
    content = question_content(make.make_question_of("matching", "q", topic, part_marks=True))
    first, second = pairs(content)
    assert grading.points_for(content, [first]) == FULL // 2
    assert grading.points_for(content, [first, f"b={content['matches'][0]['key']}", second]) == 0


def test_two_guesses_for_one_left_side_are_not_possible(topic):
    content = question_content(make.make_question_of("matching", "q", topic, part_marks=True))
    keys = [match["key"] for match in content["matches"]]
    item = papers.Item("q", ("a", "b"), tuple(keys))
    assert answers.is_possible(content, item, [f"a={keys[0]}", f"b={keys[0]}"])
    assert not answers.is_possible(content, item, [f"a={keys[0]}", f"a={keys[1]}"])
    assert not answers.is_possible(content, item, ["a=nothing"])


def test_nothing_on_a_paper_says_which_sides_belong_together(topic):
    content = question_content(make.make_question_of("matching", "q", topic))
    assert [match["key"] for match in content["matches"]] == sorted(match["key"] for match in content["matches"])
    assert match_key({"match_en": " of a "}) == match_key({"match_en": "of a"})


def test_weights_of_options_count_as_given(topic):
    question = make.make_question_of("multiple", "q", topic, part_marks=True)
    for option, weight in zip(question.options, ("75", "25", "-33.33333"), strict=True):
        option.value["weight"] = weight and Decimal(weight)
    content = question_content(question)
    assert grading.points_for(content, ["a"]) == FULL * 3 // 4
    assert grading.points_for(content, ["a", "c"]) == FULL * 3 // 4 - FULL // 3


@given(st.data())
def test_no_answer_whatever_it_holds_earns_more_than_the_mark_or_less_than_nothing(data):
    content = data.draw(st.sampled_from(SHAPES))
    keys = st.sampled_from([*"abc", "look", "report", "accuse", "a=1", "a=2", "b=2", "zzz"])
    points = grading.points_for(content, data.draw(st.lists(keys, max_size=9)))
    assert 0 <= points <= FULL


OPTIONS = [
    {"key": key, "right": key != "c", "weight": weight} for key, weight in zip("abc", (FULL, FULL, -9), strict=True)
]
SCENES = [
    {"key": "one", "actions": [{"key": "look", "leads_to": "two", "outcome": None}]},
    {"key": "two", "actions": [{"key": "report", "leads_to": None, "outcome": "safe"}]},
]
SHAPES = [
    {"kind": "single", "critical": False, "options": OPTIONS[1:]},
    *(
        {"kind": kind, "critical": False, "options": OPTIONS, "part_marks": part}
        for kind in ("multiple", "spots", "ordering")
        for part in (True, False)
    ),
    {
        "kind": "matching",
        "critical": False,
        "part_marks": True,
        "options": [{"key": "a", "match": "1"}, {"key": "b", "match": "2"}],
    },
    {"kind": "scenario", "critical": False, "innocent": False, "scenes": SCENES},
]


def test_spots_count_flags_left_out_and_innocent_things_tapped(topic):
    content = question_content(make.make_question_of("spots", "q", topic))
    assert grading.alarms_in(content, ["a", "c"]) == (1, 2, 1, 1)
    assert grading.alarms_in(content, []) == (2, 2, 0, 1)


@pytest.mark.parametrize(
    ("is_innocent", "path", "alarms"),
    [
        (False, ["look", "report"], (0, 1, 0, 0)),
        (False, ["look", "wait"], (1, 1, 0, 0)),
        (False, ["look"], (1, 1, 0, 0)),
        (False, ["accuse"], (1, 1, 0, 0)),
        (True, ["accuse"], (0, 0, 1, 1)),
        (True, ["look", "wait"], (0, 0, 0, 1)),
        (True, [], (0, 0, 0, 1)),
    ],
)
def test_a_scenario_is_missed_or_a_false_alarm_by_its_end(topic, is_innocent, path, alarms):
    content = question_content(make.make_question_of("scenario", "q", topic, is_innocent=is_innocent))
    assert grading.alarms_in(content, path) == alarms


def test_a_path_that_skips_a_scene_is_no_path(topic):
    content = question_content(make.make_question_of("scenario", "q", topic))
    assert grading.points_for(content, ["report"]) == 0
    assert not answers.is_possible(content, papers.Item("q", ()), ["report"])


def test_what_was_done_in_a_scenario_cannot_be_undone(topic):
    content = question_content(make.make_question_of("scenario", "q", topic))
    item = papers.Item("q", ())
    assert answers.is_possible(content, item, ["look", "report"], before=["look"])
    assert not answers.is_possible(content, item, ["accuse"], before=["look"])
    assert not answers.is_possible(content, item, [], before=["look"])


def paper_of(question, seed):
    content = {"fixed": ["q"], "draws": [], "questions": {"q": question_content(question)}}
    return papers.draw(content, f"{random.Random(seed).getrandbits(128):032x}")[0]


def test_what_is_to_be_put_in_order_is_shown_in_any_order(topic):
    """Never to show the right one would rule it out, and a phone that draws would have to know it."""
    question = make.make_question_of("ordering", "q", topic)
    assert len({paper_of(question, seed).options for seed in range(60)}) == 6


def test_spots_keep_their_numbers_and_right_sides_are_shuffled(topic):
    spots = make.make_question_of("spots", "spots", topic)
    matching = make.make_question_of("matching", "matching", topic)
    assert {paper_of(spots, seed).options for seed in range(20)} == {("a", "b", "c")}
    assert len({paper_of(matching, seed).matches for seed in range(60)}) == 6


@pytest.mark.parametrize("kind", KINDS)
def test_a_quiz_of_each_kind_is_taken_and_passed(amina, topic, kind):
    quiz = make.make_quiz("each", fixed=[make.make_question_of(kind, "q", topic)])
    opened = attempts.start(amina, quiz)
    answer = grading.right_answer(opened.version.content["questions"]["q"])
    attempts.answer(opened, "q", answer)
    attempt = attempts.hand_in(amina, opened.ticket)
    assert attempt.is_pass
    assert attempt.points == FULL
    assert list(grading.unpack(attempt.marks)) == [FULL]
