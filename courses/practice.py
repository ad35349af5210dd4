"""A question of the bank inside a lesson: answered on its card, with feedback at once, and nothing of it is kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from courses import answering, grading, papers, showing
from courses.answering import Unclear
from courses.grading import Answer
from courses.narrating import player
from courses.papers import Item
from courses.question_content import question_content
from courses.showing import QuestionShown

FIELDS = ("check", "option", "action")
"""What a form that was sent holds at least one of."""
LONGEST_PATH = 40


@dataclass(frozen=True)
class Practice:
    """A question on its card. `path` is what was done in a scenario so far; `narration` its sound, or None."""

    question: QuestionShown
    path: tuple[str, ...]
    has_feedback: bool
    narration: object | None

    @property
    def is_partly_right(self) -> bool:
        return 0 < self.question.percent < 100


def is_answer(sent: Mapping) -> bool:
    """Return whether an address carries the answer to a practice question, so that its page is one person's own."""
    return any(name in sent for name in FIELDS)


def on_card(question, sent: QueryDict) -> Practice | None:
    """Return the question as its card shows it after what was sent; None where it is deleted or not published.

    Options stand in one order, which is drawn from the question's key: the same before and after, and for everybody.
    """
    if question is None or not question.live:
        return None
    content, item = alone(question)
    frozen = content["questions"][question.key]
    answer, unclear = _read(frozen, item, sent)
    return Practice(
        question=showing.question_for(content, item, answer, unclear=unclear),
        path=tuple(answer) if frozen["kind"] == "scenario" else (),
        has_feedback=unclear is None and is_over(frozen, answer),
        narration=player.for_question(frozen, translation.get_language()),
    )


def alone(question) -> tuple[dict, Item]:
    """Return a question by itself: as the content of a version that asks nothing else, and as an item of its paper."""
    content = {"fixed": [question.key], "draws": [], "questions": {question.key: question_content(question)}}
    return content, papers.draw(content, hashlib.sha256(question.key.encode()).hexdigest()[:32])[0]


def _read(question, item, sent) -> tuple[Answer, Unclear | None]:
    """Return the answer sent, and what is unclear about it."""
    if not is_answer(sent):
        return path_in(question, sent), None
    return read(question, item, sent)


def read(question: dict, item: Item, sent: QueryDict) -> tuple[Answer, Unclear | None]:
    """Return what a form with no Later button sent, and what is unclear about it: then what was done before stands."""
    before = path_in(question, sent)
    try:
        return answering.read(question, item, sent, before), None
    except Unclear as unclear:
        return before, _in_own_words(question, unclear)


def path_in(question: dict, sent: QueryDict) -> Answer:
    """Return the actions taken so far, as the address carries them; where they lead nowhere the story begins again."""
    path = sent.getlist("path")
    if question["kind"] != "scenario" or len(path) > LONGEST_PATH:
        return []
    try:
        grading.walk(question, path)
    except ValueError:
        return []
    return path


def _in_own_words(question, unclear):
    """Nothing here can be left for later, so that the words of a quiz do not fit."""
    if question["kind"] == "scenario" or not unclear.typed:
        return Unclear(_("Choose an answer first."), unclear.typed, unclear.fields)
    if question["kind"] == "matching":
        return Unclear(_("Something has no partner yet. Choose one."), unclear.typed, unclear.fields)
    return unclear


def is_over(question: dict, answer: Answer) -> bool:
    """Return whether there is an answer to judge; a story has to have come to its end."""
    return grading.end_of(question, answer) is not None if question["kind"] == "scenario" else bool(answer)
