import pytest

from courses.analysis.options import chosen_in, guess_of, options_of
from courses.models import Topic
from courses.question_content import question_content
from tests.make import make_question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_kind():
    topic = Topic.objects.create(slug="topic", name_en="Topic", name_sw="Mada")
    return lambda kind, **fields: question_content(make_question_of(kind, kind.replace("_", "-"), topic, **fields))


def right_of(question):
    return {option["key"]: option["right"] for option in options_of(question)}


@pytest.mark.parametrize("kind", ["single", "multiple", "spots"])
def test_what_is_chosen_among_options_is_the_options(of_kind, kind):
    question = of_kind(kind)
    assert right_of(question) == {"a": True, "b": kind != "single", "c": False}
    assert chosen_in(question, ["a", "c"]) == ["a", "c"]


def test_of_an_order_each_item_in_its_place_counts(of_kind):
    question = of_kind("ordering")
    assert chosen_in(question, ["a", "c", "b"]) == ["a"]
    assert chosen_in(question, ["a", "b", "c"]) == ["a", "b", "c"]


def test_an_order_with_nothing_in_its_place_is_not_one_left_out(of_kind):
    question = of_kind("ordering")
    assert chosen_in(question, []) == []
    assert len(chosen_in(question, ["b", "c", "a"])) == 1
    assert not set(chosen_in(question, ["b", "c", "a"])) & {"a", "b", "c"}


def test_of_matching_every_pair_can_be_counted_and_competes_with_those_of_its_left_side(of_kind):
    question = of_kind("matching")
    options = options_of(question)
    assert (len(options), sum(option["right"] for option in options)) == (6, 2)
    assert {option["group"] for option in options} == {"a", "b"}
    pair = f"a={question['options'][0]['match']}"
    assert right_of(question)[pair] is True
    assert chosen_in(question, [pair]) == [pair]


def test_of_a_scenario_each_action_taken_counts_and_how_it_ended(of_kind):
    question = of_kind("scenario")
    assert chosen_in(question, ["look", "report"]) == ["stage/look", "road/report", "=safe"]
    assert chosen_in(question, ["look", "wait"]) == ["stage/look", "road/wait", "=missed"]
    assert chosen_in(question, ["accuse"]) == ["stage/accuse", "=harmful"]
    assert chosen_in(question, ["look"]) == ["stage/look"]
    assert right_of(question)["stage/look"] is None
    assert (right_of(question)["=safe"], right_of(question)["=harmful"]) == (True, False)


def test_a_path_that_the_scenario_does_not_have_counts_as_far_as_it_goes(of_kind):
    assert chosen_in(of_kind("scenario"), ["look", "gone"]) == ["stage/look"]


@pytest.mark.parametrize(
    ("kind", "part_marks", "guess"),
    [
        ("single", False, 1 / 3),
        ("true_false", False, 1 / 2),
        ("multiple", True, None),
        ("matching", True, 1 / 3),
        ("matching", False, None),
        ("ordering", True, None),
        ("spots", True, None),
        ("scenario", False, None),
    ],
)
def test_guessing_earns_what_moodle_says(of_kind, kind, part_marks, guess):
    assert guess_of(of_kind(kind, part_marks=part_marks)) == guess
