"""What happens to each question of a file, and why one is refused."""

import pytest

from courses.exchange import plan
from courses.exchange.applying import apply
from courses.exchange.checking import MOST_KEY, MOST_OPTION, MOST_TEXT, check, key_of
from courses.exchange.parsed import Answer
from courses.models import Question, Topic
from tests.courses.exchange.samples import make_file, make_parsed


@pytest.fixture
def topic(db):
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


def planned(*questions, topic="flags"):
    return plan.make(make_file(*questions), topic).rows


def reasons(row):
    return [reason.code for reason in row.reasons]


def add(*questions):
    apply(plan.make(make_file(*questions), "flags"))


def answers(*weights, language="en"):
    return [Answer({language: f"Option {place}"}, weight) for place, weight in enumerate(weights)]


def codes_of(question):
    check(question)
    return [problem.code for problem in question.problems]


@pytest.mark.parametrize(
    ("kind", "weights", "codes"),
    [
        ("single", (100, 0), []),
        ("single", (100, -50, 50), []),
        ("single", (99, 0), ["no_right_answer"]),
        ("single", (100, 100), ["several_right_answers"]),
        ("single", (100,), ["too_few_options"]),
        ("single", (100, 0, 0, 0, 0, 0), []),
        ("single", (100, 0, 0, 0, 0, 0, 0), ["too_many_options"]),
        ("single", (100, 100.5), ["weight_out_of_range"]),
        ("multiple", (50, 50, 0), []),
        ("multiple", (100, 0), []),
        ("multiple", (0, -100), ["none_right"]),
        ("true_false", (100, 0, 0), ["too_many_options"]),
    ],
)
def test_weights_and_numbers_of_options_at_their_edges(kind, weights, codes):
    assert codes_of(make_parsed(kind=kind, answers=answers(*weights))) == codes


@pytest.mark.parametrize(
    ("length", "codes"), [(MOST_TEXT, []), (MOST_TEXT + 1, ["text_too_long"]), (10_000, ["text_too_long"])]
)
def test_a_text_may_be_as_long_as_the_bank_holds(length, codes):
    assert codes_of(make_parsed(text="x" * length)) == codes


@pytest.mark.parametrize(("length", "codes"), [(MOST_OPTION, []), (MOST_OPTION + 1, ["text_too_long"])])
def test_an_option_may_be_as_long_as_the_bank_holds(length, codes):
    assert codes_of(make_parsed(answers=[Answer({"en": "x" * length}, 100), Answer({"en": "y"}, 0)])) == codes


def test_general_feedback_becomes_the_explanation():
    question = make_parsed(answers=answers(100, 0), general_feedback={"en": "Because."})
    assert check(question).why == {"en": "Because."}
    assert question.notes == []


def test_long_names_with_one_beginning_get_different_keys():
    first, second = key_of("x" * 60), key_of("x" * 61)
    assert first != second
    assert len(first) == len(second) == MOST_KEY
    assert key_of("y" * MOST_KEY) == "y" * MOST_KEY


def test_a_new_question_says_what_it_lacks(topic):
    (row,) = planned(make_parsed())
    assert (row.status, row.content.topic) == ("new", "flags")
    assert "text_sw" in row.missing
    assert "everything in Kiswahili" in str(row.notes[-1])


def test_a_question_without_a_topic_is_refused_and_a_category_may_name_one(topic):
    assert reasons(planned(make_parsed(), topic=None)[0]) == ["no_topic"]
    assert reasons(planned(make_parsed(topic="nowhere"))[0]) == ["unknown_topic"]
    assert planned(make_parsed(category="$course$/top/flags"), topic=None)[0].status == "new"
    assert planned(make_parsed(category="$course$/top/ Flags"), topic=None)[0].status == "new"


def test_the_same_file_twice_adds_nothing_with_or_without_names(topic):
    add(make_parsed(), make_parsed(name="", text="Nameless?"))
    rows = planned(make_parsed(), make_parsed(name="", text="Nameless?"))
    assert [row.status for row in rows] == ["same", "same"]


def test_the_same_question_twice_in_one_file_is_added_once(topic):
    first, second = planned(make_parsed(name=""), make_parsed(name="", line=9))
    assert (first.status, second.status, second.notes[0].values) == ("new", "same", {"line": 1})


def test_one_name_for_two_questions_is_refused_with_the_other_line(topic):
    _, second = planned(make_parsed(line=4), make_parsed(text="Else?", line=9))
    assert reasons(second) == ["name_used_twice"]
    assert "line 4" in str(second.reasons[0])


def test_the_other_language_fills_what_is_there(topic):
    add(make_parsed())
    (row,) = planned(make_parsed(language="sw", text="Swali?"))
    assert (row.status, row.missing) == ("fills", [])
    assert row.content.text == {"en": "Asked?", "sw": "Swali?"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"answers": answers(100, 0, 0, language="sw")}, "option_count_differs"),
        ({"answers": answers(0, 100, language="sw")}, "right_differs"),
        ({"kind": "multiple"}, "kind_differs"),
    ],
)
def test_another_language_of_another_shape_is_refused_by_name(topic, fields, code):
    add(make_parsed())
    (row,) = planned(make_parsed(language="sw", **fields))
    assert reasons(row)[0] == code
    assert "q-1" in str(row.reasons[0])


def test_another_text_under_the_same_name_is_refused_and_names_both(topic):
    add(make_parsed())
    (row,) = planned(make_parsed(text="Something else?"))
    assert reasons(row) == ["text_differs"]
    assert "Asked?" in str(row.reasons[0])


def test_a_locked_question_is_not_added_to(topic):
    add(make_parsed())
    Question.objects.update(locked=True)
    assert reasons(planned(make_parsed(language="sw", text="Swali?"))[0]) == ["locked"]
    assert planned(make_parsed())[0].status == "same"


def test_true_and_false_are_named_in_both_languages_at_once(topic):
    verdicts = [Answer({"en": "True"}, 100.0), Answer({"en": "False"}, 0.0)]
    (row,) = planned(make_parsed(kind="true_false", answers=verdicts))
    assert [option.text["sw"] for option in row.content.options] == ["Kweli", "Si kweli"]


def test_planning_asks_the_database_as_often_for_many_questions_as_for_one(topic, django_assert_num_queries):
    add(*[make_parsed(name=f"q-{number}", text=f"Asked {number}?") for number in range(5)])
    with django_assert_num_queries(2):
        planned(*[make_parsed(name=f"q-{number}", text=f"Asked {number}?") for number in range(5)])
