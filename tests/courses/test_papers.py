from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from courses.papers import Followed, draw

KNOWN_QUESTIONS = ["p3", "f1", "p4", "f0", "p0"]
KNOWN_OPTIONS = ("d", "c", "a", "b")
TICKETS = st.text("0123456789abcdef", min_size=32, max_size=32)


def content(fixed=2, pool=8, count=3):
    keys = [f"f{n}" for n in range(fixed)]
    drawn = [f"p{n}" for n in range(pool)]
    question = {"kind": "single", "options": [{"key": key} for key in "abcd"]}
    return {
        "fixed": keys,
        "draws": [{"count": count, "from": drawn}],
        "questions": {key: dict(question) for key in keys + drawn},
    }


@given(TICKETS)
def test_the_same_ticket_draws_the_same_paper(ticket):
    assert draw(content(), ticket) == draw(content(), ticket)


@given(TICKETS)
def test_a_paper_asks_every_fixed_question_and_as_many_drawn_ones_as_set(ticket):
    keys = [item.question for item in draw(content(), ticket)]
    assert len(keys) == len(set(keys)) == 5
    assert {"f0", "f1"} <= set(keys)


@given(TICKETS)
def test_every_option_is_shown_once(ticket):
    assert all(sorted(item.options) == list("abcd") for item in draw(content(), ticket))


def test_a_known_ticket_draws_a_known_paper():
    """Pins the generator: the phone's own drawing must agree with these values."""
    paper = draw(content(), "000102030405060708090a0b0c0d0e0f")
    assert [item.question for item in paper] == KNOWN_QUESTIONS
    assert paper[0].options == KNOWN_OPTIONS


def test_each_question_is_drawn_about_equally_often():
    drawn = Counter()
    for n in range(4000):
        drawn.update(item.question for item in draw(content(fixed=0), f"{n * 2654435761 % 2**128:032x}"))
    assert all(1350 < drawn[f"p{n}"] < 1650 for n in range(8))


def test_true_or_false_keeps_its_order():
    values = content()
    values["questions"]["f0"]["kind"] = "true_false"
    orders = {item.options for n in range(50) for item in draw(values, f"{n * 99991:032x}") if item.question == "f0"}
    assert orders == {("a", "b", "c", "d")}


@given(TICKETS)
def test_a_retake_draws_questions_not_asked_before_where_the_bank_allows(ticket):
    first = [item.question for item in draw(content(), ticket)]
    again = [item.question for item in draw(content(), ticket[::-1], Followed(asked=tuple(first), repeat=()))]
    assert not {key for key in first if key.startswith("p")} & {key for key in again if key.startswith("p")}


def test_a_retake_asks_known_questions_again_when_the_bank_is_small():
    small = content(pool=4, count=3)
    again = draw(small, "0" * 31 + "1", Followed(asked=("f0", "f1", "p0", "p1", "p2"), repeat=()))
    assert len(again) == 5


@given(TICKETS)
def test_a_retake_of_critical_questions_asks_just_those(ticket):
    paper = draw(content(), ticket, Followed(asked=("f0", "f1", "p1"), repeat=("f1",)))
    assert [item.question for item in paper] == ["f1"]
