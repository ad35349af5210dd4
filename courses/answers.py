"""Which answers a paper allows, by the kind of question (courses/grading.py says what an answer is)."""

from courses import grading
from courses.grading import Answer
from courses.papers import Item

ORDERED = ("ordering", "scenario")
"""Kinds whose answers have an order of their own."""


def is_possible(question: dict, item: Item, answer: Answer, before: Answer = ()) -> bool:
    """Return whether an answer can be given to this item of a paper; an empty one always can, but in a scenario.

    `before` is the answer kept so far. What was done in a scenario can't be undone, for what follows has been shown.
    """
    return _POSSIBLE[question["kind"]](question, item, list(answer), list(before))


def in_order(question: dict, answer: Answer) -> Answer:
    """Return the answer as it is kept: sorted, where the order says nothing."""
    return list(answer) if question["kind"] in ORDERED else sorted(answer)


def is_finished(question: dict, answer: Answer) -> bool:
    """Return whether nothing is left to do: every pair matched, a scenario at its end, something chosen of the rest."""
    if question["kind"] == "scenario":
        return grading.end_of(question, answer) is not None
    return len(answer) == len(question["options"]) if question["kind"] == "matching" else bool(answer)


def _one(question, item, answer, before):
    return len(answer) <= 1 and set(answer) <= set(item.options)


def _several(question, item, answer, before):
    return len(set(answer)) == len(answer) and set(answer) <= set(item.options)


def _order(question, item, answer, before):
    return not answer or sorted(answer) == sorted(item.options)


def _match(question, item, answer, before):
    pairs = [pair.partition("=") for pair in answer]
    lefts = [left for left, _equals, _right in pairs]
    known = set(lefts) <= set(item.options) and {right for _left, _equals, right in pairs} <= set(item.matches)
    return known and len(set(lefts)) == len(lefts)


def _scenario(question, item, answer, before):
    if answer[: len(before)] != before:
        return False
    try:
        grading.walk(question, answer)
    except ValueError:
        return False
    return True


_POSSIBLE = {
    "single": _one,
    "true_false": _one,
    "multiple": _several,
    "spots": _several,
    "ordering": _order,
    "matching": _match,
    "scenario": _scenario,
}
