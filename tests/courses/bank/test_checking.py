"""What keeps a question from being published: each rule at its edge, and one step below it."""

from decimal import Decimal

import pytest

from courses.bank.checking import problems, values_of
from courses.bank.kinds import RULES
from courses.models import Topic
from tests import make


@pytest.fixture(params=list(RULES))
def whole(request, db):
    topic = Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")
    return make.make_question_of(request.param, "one", topic)


def test_a_whole_question_of_each_kind_has_no_problem(whole):
    assert problems(values_of(whole)) == []


def option(text, right=False, **more):
    return "option", {
        "text_en": text,
        "text_sw": f"{text} sw",
        "is_right": right,
        "why_en": "So.",
        "why_sw": "Hivyo.",
        **more,
    }


def item(text, **more):
    return "item", {"text_en": text, "text_sw": f"{text} sw", **more}


def pair(text, match, **more):
    left = {"text_en": text, "text_sw": text and f"{text} sw"}
    return "pair", {**left, "match_en": match, "match_sw": f"{match} sw", **more}


def spot(text, right=False, **more):
    return "spot", {**option(text, right)[1], "x": 10, "y": 20, **more}


def action(text, leads_to="", outcome=""):
    texts = {"text_en": text, "text_sw": f"{text} sw", "follows_en": "Then.", "follows_sw": "Kisha."}
    return {**texts, "leads_to": leads_to, "outcome": outcome}


def scene(name, *actions):
    return "scene", {"name": name, "text_en": "There.", "text_sw": "Hapo.", "drawing": "", "actions": list(actions)}


def paths(kind, options, **changes):
    values = {
        "kind": kind,
        "text_en": "Asked?",
        "text_sw": "Swali?",
        "why_en": "So.",
        "why_sw": "Hivyo.",
        "part_marks": False,
        "is_innocent": False,
        "drawing": "night-coach" if kind == "spots" else "",
        "picture": None,
        "picture_alt_en": "",
        "picture_alt_sw": "",
        "options": options,
    }
    return [path for path, _message in problems(values | changes)]


FOUR = [option("A", True), option("B"), option("C"), option("D")]


@pytest.mark.parametrize(("kind", "count", "is_fine"), [
    ("single", 1, False), ("single", 2, True), ("single", 6, True), ("single", 7, False),
    ("true_false", 2, True), ("true_false", 3, False),
    ("ordering", 2, False), ("ordering", 3, True), ("ordering", 8, True), ("ordering", 9, False),
    ("matching", 1, False), ("matching", 2, True), ("matching", 8, True), ("matching", 9, False),
    ("spots", 1, False), ("spots", 2, True), ("spots", 10, True), ("spots", 11, False),
])  # fmt: skip
def test_each_kind_has_its_number_of_answers(kind, count, is_fine):
    makers = {"ordering": item, "matching": lambda name: pair(name, f"of {name}"), "spots": spot}
    maker = makers.get(kind, option)
    options = [maker(f"No {n}") for n in range(count)]
    if kind not in ("ordering", "matching"):
        options[0][1]["is_right"] = True
    assert (paths(kind, options) == []) is is_fine


@pytest.mark.parametrize(("kind", "rights", "is_fine"), [
    ("single", 0, False), ("single", 1, True), ("single", 2, False),
    ("multiple", 0, False), ("multiple", 2, True), ("spots", 0, False), ("spots", 3, True),
])  # fmt: skip
def test_each_kind_has_its_number_of_right_answers(kind, rights, is_fine):
    maker = spot if kind == "spots" else option
    assert (paths(kind, [maker(f"No {n}", n < rights) for n in range(3)]) == []) is is_fine


def test_answers_of_another_kind_are_refused_by_name():
    assert paths("single", [*FOUR, item("E")]) == ["options.4"]


@pytest.mark.parametrize("name", ["text_en", "text_sw", "why_en", "why_sw"])
def test_a_missing_language_of_an_option_is_told_beside_it(name):
    assert paths("single", [*FOUR, option("E", **{name: " "})]) == [f"options.4.{name}"]


@pytest.mark.parametrize(("kind", "options", "is_needed"), [
    ("ordering", [item("A"), item("B"), item("C")], True),
    ("matching", [pair("A", "1"), pair("B", "2")], True),
    ("single", FOUR, False),
])  # fmt: skip
def test_an_explanation_is_needed_where_the_answers_hold_none(kind, options, is_needed):
    found = paths(kind, options, why_en="", why_sw="")
    assert found == (["why_en", "why_sw"] if is_needed else [])
    assert paths("single", FOUR, why_sw="") == ["why_sw"]


def test_a_picture_needs_its_words_and_spots_need_a_picture():
    assert paths("single", FOUR, picture=5, picture_alt_en="A bus.") == ["picture_alt_sw"]
    assert paths("single", FOUR, picture=5, drawing="night-coach") == ["picture"]
    assert paths("spots", [spot("A", True), spot("B")], drawing="") == ["drawing"]
    assert (
        paths("spots", [spot("A", True), spot("B")], drawing="", picture=5, picture_alt_en="A", picture_alt_sw="B")
        == []
    )


def test_two_answers_alike_in_one_language_are_refused_though_they_differ_in_the_other():
    assert paths("single", [*FOUR, option("E", text_sw=" a  SW ")]) == ["options.4.text_sw"]
    assert paths("ordering", [item("A"), item("B"), item("C", text_en="b")]) == ["options.2.text_en"]
    assert paths("matching", [pair("A", "1"), pair("B", "2", text_sw="a sw")]) == ["options.1.text_sw"]


def test_two_pairs_may_share_a_right_side_in_both_languages_only():
    assert paths("matching", [pair("A", "1"), pair("B", "1")]) == []
    assert paths("matching", [pair("A", "1"), pair("B", "1", match_sw="other")]) == ["options.1.match_en"]


def test_right_sides_may_stand_alone_up_to_four():
    pairs = [pair("A", "1"), pair("B", "2")]
    assert paths("matching", [*pairs, *(pair("", f"lone {n}") for n in range(4))]) == []
    assert paths("matching", [*pairs, *(pair("", f"lone {n}") for n in range(5))]) == ["options"]
    assert paths("matching", [*pairs, pair("", "1")]) == ["options.2.match_en"]
    assert paths("matching", [pair("A", "1"), pair("", "2")]) == ["options"]


@pytest.mark.parametrize("place", [None, -1, 101])
def test_a_spot_lies_in_the_picture(place):
    assert paths("spots", [spot("A", True), spot("B", x=place)]) == ["options.1.x"]
    assert paths("spots", [spot("A", True, x=0, y=100), spot("B")]) == []


def weighted(*weights, right=2):
    return [option(f"No {n}", n < right, weight=None if w is None else Decimal(w)) for n, w in enumerate(weights)]


@pytest.mark.parametrize(("weights", "is_fine"), [
    (("50", "50", "-50"), True),
    ((None, None, None), True),
    (("33.33333", "66.66667", "0"), True),
    (("50", "50.01", "0"), True),
    (("50", "50.02", "0"), False),
    (("50", "49.98", "0"), False),
    (("50", None, "0"), False),
    (("50", "50", "1"), False),
    (("100", "0", "0"), False),
    (("-50", "150", "0"), False),
    (("1000000000", "50", "0"), False),
    (("50", "50", "-1000000000"), False),
])  # fmt: skip
def test_weights_are_parts_of_one_mark(weights, is_fine):
    assert (paths("multiple", weighted(*weights), part_marks=True) == []) is is_fine


def test_weights_count_only_where_part_of_the_mark_can_be_had():
    assert paths("multiple", weighted("50", "50", "0")) == ["options.0.weight"]
    assert paths("single", weighted("100", None, None, right=1), part_marks=True) == ["options.0.weight"]


def test_a_text_of_ten_thousand_characters_is_refused_beside_its_field():
    assert paths("single", [*FOUR, option("E", why_sw="x" * 10_000)]) == ["options.4.why_sw"]
    assert paths("single", [*FOUR, option("E", why_sw="x" * 1000)]) == []


TWO_SCENES = [
    scene("stage", action("Look", "road"), action("Accuse", outcome="harmful")),
    scene("road", action("Report", outcome="safe"), action("Wait", outcome="missed")),
]


@pytest.mark.parametrize(("options", "expected"), [
    (TWO_SCENES, []),
    ([scene("stage", action("Look", "nowhere"), action("Go", outcome="safe"))], ["options.0.actions.0.leads_to"]),
    ([scene("stage", action("Look"), action("Go", outcome="safe"))], ["options.0.actions.0.leads_to"]),
    ([scene("a", action("L", "road", "safe"), action("G", outcome="safe")), TWO_SCENES[1]],
     ["options.0.actions.0.outcome"]),
    ([*TWO_SCENES, scene("left-out", action("A", outcome="safe"), action("B", outcome="safe"))], ["options.2.name"]),
    ([*TWO_SCENES, TWO_SCENES[1]], ["options.2.name"]),
    ([scene("a", action("A", "a"), action("B", outcome="safe"))], ["options"]),
    ([scene("a", action("A", "b"), action("B", outcome="safe")), scene("b", action("A", "a"), action("B", "a"))],
     ["options"]),
    ([scene("a", action("A", outcome="missed"), action("B", outcome="harmful"))], ["options"]),
    ([scene("a", action("A", outcome="safe"))], ["options.0"]),
    ([scene("a", *(action(f"A{n}", outcome="safe") for n in range(5)))], ["options.0"]),
    ([scene("", action("A", outcome="safe"), action("B", outcome="safe"))], ["options.0.name"]),
])  # fmt: skip
def test_a_scenario_is_a_story_with_a_good_end(options, expected):
    assert paths("scenario", options) == expected


def test_what_follows_an_action_is_needed_in_both_languages():
    cut = scene("a", action("A", outcome="safe") | {"follows_sw": ""}, action("B", outcome="missed"))
    assert paths("scenario", [cut]) == ["options.0.actions.0.follows_sw"]


def test_an_unknown_kind_is_one_problem():
    assert paths("essay", FOUR) == ["kind"]
