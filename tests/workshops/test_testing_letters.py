"""Letters on paper and what is typed of them."""

import pytest

from courses import grading, papers
from courses.models import Topic
from courses.papers import Item
from courses.question_content import question_content
from tests import make
from tests.workshops.papers import spell
from workshops.testing import letters
from workshops.testing.letters import Asked, Unreadable

TICKET = "0123456789abcdef" * 2


def single(number, keys="abc", kind="single"):
    options = [{"key": key, "right": key == "a"} for key in keys]
    return Asked(number, Item(f"q{number}", tuple(keys)), {"kind": kind, "options": options, "critical": False})


ORDER = Asked(2, Item("q2", ("c", "a", "b")), {"kind": "ordering"})
MATCH = Asked(2, Item("q2", ("l", "r"), ("x", "y", "z")), {"kind": "matching"})
SEVERAL = single(2, kind="multiple")


def why(typed, *paper):
    with pytest.raises(Unreadable) as refused:
        letters.read(typed, list(paper))
    return str(refused.value)


def test_letters_are_read_in_the_order_of_the_options_on_the_paper():
    paper = [Asked(1, Item("q1", ("c", "a", "b")), {"kind": "single"}), SEVERAL]
    assert letters.read("B CA", paper) == {"q1": ["a"], "q2": ["a", "c"]}


def test_small_letters_and_any_gap_will_do():
    paper = [single(1), single(2), single(3)]
    assert letters.read(" b,a ;  c ", paper) == letters.read("B A C", paper)


def test_spaces_may_be_left_out_where_each_question_has_one_letter():
    assert letters.read("b-a", [single(1), single(2), single(3)]) == {"q1": ["b"], "q3": ["a"]}


def test_spaces_may_not_be_left_out_where_a_question_has_several():
    assert "1 answer" in why("BAC", single(1), SEVERAL)


def test_a_long_dash_is_a_dash():
    assert letters.read("A – B", [single(1), single(2), single(3)]) == {"q1": ["a"], "q3": ["b"]}


@pytest.mark.parametrize(("typed", "said"), [("A B", "There are 2 answers"), ("A B C A", "There are 4 answers")])
def test_one_too_few_and_one_too_many_are_said(typed, said):
    assert said in why(typed, single(1), single(2), single(3))


def test_a_letter_beyond_the_last_is_said_with_its_question():
    assert "Question 2: there is no “D”" in why("A D", single(1), single(2))


def test_two_letters_where_one_counts_are_said():
    assert "Question 1: only one letter" in why("AB C", single(1), single(2))


def test_a_letter_twice_is_said():
    assert "Question 2: “A” is there twice" in why("A AA", single(1), SEVERAL)


def test_letters_and_a_dash_in_one_answer_are_said():
    assert "not both" in why("A A-", single(1), SEVERAL)


def test_an_order_needs_all_its_letters():
    assert letters.read("A BCA", [single(1), ORDER])["q2"] == ["a", "b", "c"]
    assert "all 3 letters" in why("A BC", single(1), ORDER)


def test_pairs_are_typed_line_by_line_and_one_may_be_empty():
    assert letters.read("A C-", [single(1), MATCH])["q2"] == ["l=z"]
    assert letters.read("A -", [single(1), MATCH]) == {"q1": ["a"]}
    assert "2 signs" in why("A CAB", single(1), MATCH)


@pytest.mark.parametrize("kind", make.KINDS)
def test_what_is_spelt_is_read_as_the_same_answer(db, kind):
    topic = Topic.objects.create(slug="t", name_en="T", name_sw="T")
    question = question_content(make.make_question_of(kind, "one", topic))
    content = {"fixed": ["one"], "draws": [], "questions": {"one": question}}
    paper = letters.asked(content, papers.draw(content, TICKET))
    answer = grading.right_answer(question)
    assert letters.read(spell({"one": answer}, paper), paper) == {"one": answer}
