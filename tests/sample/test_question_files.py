"""What a trainer writes in content/, read without a database: every question could be published and taught from."""

from collections import Counter
from itertools import combinations
from math import hypot

import pytest

from courses import grading
from courses.bank.checking import problems, values_of
from courses.drawings import drawing_choices
from courses.models import Question, Topic
from courses.question_content import question_content
from sample import files, questions

COURSES = ("red-flags", "refresher")
DATA = [data for course in COURSES for _module, bank in files.modules_of(course) for data in bank]
# On a phone of 360 pixels a practice card's picture is 270 wide: there two targets of 48 must not lie over each other.
CLOSEST = 17.8
HEIGHT = 0.75

every_question = pytest.mark.parametrize("data", DATA, ids=lambda data: data["key"])


def of_kind(kind):
    chosen = [data for data in DATA if data["kind"] == kind]
    return pytest.mark.parametrize("data", chosen, ids=[data["key"] for data in chosen])


def question(data):
    return Question(topic=Topic(slug=data["topic"]), **questions.fields(data))


def frozen(data):
    return question_content(question(data))


def texts_in(value):
    """Return every {en, sw} pair in the value, however deep."""
    if isinstance(value, dict):
        if "en" in value or "sw" in value:
            return [value]
        return [text for part in value.values() for text in texts_in(part)]
    return [text for part in value for text in texts_in(part)] if isinstance(value, list) else []


@every_question
def test_every_text_stands_in_both_languages(data):
    for text in texts_in(data):
        assert set(text) == {"en", "sw"}
        assert all(str(words).strip() for words in text.values())
        assert text["en"] != text["sw"]


@every_question
def test_it_may_be_published(data):
    assert problems(values_of(question(data))) == []


@every_question
def test_no_text_is_longer_than_the_editor_allows(data):
    assert max(map(len, data["text"].values())) <= 250
    for block in question(data).options:
        block.block.clean(block.value)


@every_question
def test_the_whole_mark_can_be_earned(data):
    content = frozen(data)
    answer = grading.right_answer(content)
    assert answer
    assert grading.points_for(content, answer) == grading.FULL


@every_question
def test_an_answer_that_is_not_right_earns_less(data):
    content = frozen(data)
    assert grading.points_for(content, []) == 0
    if content["kind"] in ("ordering", "scenario"):
        wrong = list(reversed(grading.right_answer(content)))
    else:
        wrong = [option["key"] for option in content["options"]]
    assert grading.points_for(content, wrong) < grading.FULL


@every_question
def test_drawings_exist(data):
    names = {data.get("drawing")} | {scene.get("drawing") for scene in data.get("scenes", [])}
    assert names - {None} <= dict(drawing_choices()).keys()


def test_keys_are_used_once():
    assert [key for key, times in Counter(data["key"] for data in DATA).items() if times > 1] == []


def test_the_bank_holds_every_kind():
    kinds = Counter(data["kind"] for data in DATA)
    assert kinds.keys() == set(Question.Kind.values)
    assert (kinds["ordering"], kinds["matching"], kinds["spots"], kinds["scenario"]) == (3, 4, 3, 5)


def test_topics_have_enough_for_two_forms_of_a_test_that_share_no_question():
    topics = Counter(data["topic"] for data in DATA if not data.get("critical"))
    assert min(topics.values()) >= 4


@of_kind("spots")
def test_spots_lie_in_the_picture_far_enough_apart_for_a_thumb(data):
    places = [spot["at"] for spot in data["spots"]]
    assert 6 <= len(places) <= 8
    assert all(7 <= x <= 93 and 9 <= y <= 91 for x, y in places)
    assert all(hypot(a[0] - b[0], (a[1] - b[1]) * HEIGHT) >= CLOSEST for a, b in combinations(places, 2))


@of_kind("spots")
def test_a_picture_shows_innocent_things_beside_three_or_four_red_flags(data):
    flags = sum(spot["right"] for spot in data["spots"])
    assert flags in (3, 4)
    assert len(data["spots"]) - flags >= 3


@of_kind("scenario")
def test_a_scenario_has_no_dead_end_and_no_scene_that_nobody_reaches(data):
    scenes = {scene["name"]: scene for scene in data["scenes"]}
    reached, waiting = set(), [data["scenes"][0]["name"]]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        assert 2 <= len(scenes[name]["actions"]) <= 4
        for action in scenes[name]["actions"]:
            assert bool(action.get("leads_to")) != bool(action.get("outcome"))
            if action.get("leads_to"):
                assert action["leads_to"] not in reached
                waiting.append(action["leads_to"])
    assert reached == set(scenes)


@of_kind("scenario")
def test_a_scenario_can_end_well_badly_and_with_a_missed_chance(data):
    ends = {action.get("outcome") for scene in data["scenes"] for action in scene["actions"]}
    assert ends - {None} == {"safe", "missed", "harmful"}


def test_two_scenarios_are_about_an_innocent_traveller_and_three_about_somebody_at_risk():
    innocent = [data.get("innocent", False) for data in DATA if data["kind"] == "scenario"]
    assert Counter(innocent) == {True: 2, False: 3}


@every_question
def test_keys_of_answers_stay_and_say_nothing(data):
    first, again = frozen(data), frozen(data)
    assert first == again
    if data["kind"] in ("ordering", "matching", "spots"):
        keys = [option["key"] for option in first["options"]]
        assert len(set(keys)) == len(keys)
        assert not any(data["key"] in key for key in keys)
        assert data["kind"] == "matching" or keys != sorted(keys) or len(keys) < 5


def test_the_right_action_is_not_always_in_the_same_place():
    ways = [data for data in DATA if data["kind"] == "scenario"]
    places = Counter(
        place
        for data in ways
        for scene in data["scenes"]
        for place, action in enumerate(scene["actions"])
        if action.get("leads_to") or action.get("outcome") == "safe"
    )
    assert len(places) >= 3
    assert max(places.values()) <= sum(places.values()) / 2
