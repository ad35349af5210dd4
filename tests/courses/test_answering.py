"""What a question's form posted, read into an answer."""

import pytest
from django.http import QueryDict

from courses import answering, answers, papers
from courses.answering import Unclear
from courses.question_content import question_content
from tests import make

LEFT_OUT = ("", "nothing", "a=", "=1", "a=0", "a=4", "z=1", "a=1=2", "\x00", "a" * 5000)


@pytest.fixture
def asked(db):
    """Return a function that makes a question of a kind, in the shape of a version, with its item of a paper."""
    topic = make.Topic.objects.create(slug="signs", name_en="Signs", name_sw="Dalili")

    def ask(kind):
        content = question_content(make.make_question_of(kind, "q", topic))
        matches = tuple(match["key"] for match in content.get("matches", ()))
        return content, papers.Item("q", tuple(option["key"] for option in content["options"]), matches)

    return ask


def posted(*values, **fields):
    data = QueryDict(mutable=True)
    data.setlist("option", values)
    data.update(fields)
    return data


def unclear(question, item, data, before=()):
    with pytest.raises(Unclear) as raised:
        answering.read(question, item, data, before)
    return raised.value


@pytest.mark.parametrize(
    ("kind", "values"), [("single", "b"), ("true_false", "b"), ("multiple", "ac"), ("spots", "abc")]
)
def test_what_was_chosen_is_the_answer(asked, kind, values):
    assert answering.read(*asked(kind), posted(*values)) == list(values)


@pytest.mark.parametrize("kind", make.KINDS)
def test_nothing_posted_is_no_answer(asked, kind):
    assert unclear(*asked(kind), posted()).message


@pytest.mark.parametrize("kind", make.KINDS)
def test_nothing_that_is_made_up_gets_into_an_answer_or_back_into_the_form(asked, kind):
    assert unclear(*asked(kind), posted(*LEFT_OUT, action="made-up", step="0")).typed == ()


@pytest.mark.parametrize("kind", make.KINDS)
def test_every_answer_read_is_one_that_the_paper_allows(asked, kind):
    question, item = asked(kind)
    right = {
        "ordering": ["a=2", "b=1", "c=3"],
        "matching": [f"{left}={item.matches[0]}" for left in item.options] if kind == "matching" else [],
    }
    data = posted(*right.get(kind, ["a"]), action="look", step="0")
    assert answers.is_possible(question, item, answering.read(question, item, data))


def test_two_answers_where_one_is_right_are_shown_again(asked):
    assert unclear(*asked("single"), posted("a", "b")).typed == ("a", "b")


def test_the_same_option_twice_is_chosen_once(asked):
    assert answering.read(*asked("multiple"), posted("a", "a")) == ["a"]


def test_places_make_an_order(asked):
    assert answering.read(*asked("ordering"), posted("a=3", "b=1", "c=2")) == ["b", "c", "a"]


def test_an_order_is_typed_as_it_was_read(asked):
    question, item = asked("ordering")
    typed = answering.as_typed(question, ["b", "c", "a"])
    assert answering.read(question, item, posted(*typed)) == ["b", "c", "a"]


def test_two_in_one_place_keep_what_was_chosen_and_are_named(asked):
    problem = unclear(*asked("ordering"), posted("a=1", "b=1", "c=2"))
    assert "same place" in problem.message
    assert (problem.typed, problem.fields) == (("a=1", "b=1", "c=2"), {"a", "b"})


def test_a_gap_in_an_order_is_named(asked):
    problem = unclear(*asked("ordering"), posted("a=1", "", "c=3"))
    assert "no place yet" in problem.message
    assert (problem.typed, problem.fields) == (("a=1", "c=3"), {"b"})


def test_pairs_are_read_from_both_sides(asked):
    question, item = asked("matching")
    one, two, _three = item.matches
    assert answering.read(question, item, posted(f"b={one}", f"a={two}")) == [f"a={two}", f"b={one}"]


def test_a_left_side_without_a_partner_is_named_and_the_others_stay(asked):
    question, item = asked("matching")
    pair = f"a={item.matches[0]}"
    problem = unclear(question, item, posted(pair, ""))
    assert (problem.typed, problem.fields) == ((pair,), {"b"})
    assert answering.keepable(question, problem) == [pair]


def test_an_order_with_gaps_cannot_be_kept(asked):
    question, item = asked("ordering")
    assert answering.keepable(question, unclear(question, item, posted("a=1"))) == []


def test_an_action_follows_those_taken(asked):
    assert answering.read(*asked("scenario"), posted(action="report", step="1"), ["look"]) == ["look", "report"]


@pytest.mark.parametrize("action", ["look", "accuse", "report"])
def test_an_action_from_a_page_that_is_behind_changes_nothing(asked, action):
    assert answering.read(*asked("scenario"), posted(action=action, step="0"), ["look"]) == ["look"]


@pytest.mark.parametrize("step", ["2", "-1", "x", ""])
def test_an_action_of_no_known_step_changes_nothing(asked, step):
    assert answering.read(*asked("scenario"), posted(action="report", step=step), ["look"]) == ["look"]


def test_an_action_of_another_scene_is_refused(asked):
    assert unclear(*asked("scenario"), posted(action="accuse", step="1"), ["look"]).typed == ("look",)


def test_a_story_that_has_ended_needs_nothing_more(asked):
    question, item = asked("scenario")
    assert answering.read(question, item, posted(), ["look", "wait"]) == ["look", "wait"]
    assert unclear(question, item, posted(), ["look"])
