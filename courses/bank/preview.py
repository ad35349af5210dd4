"""A question as it will look on a phone, while it is being written: whatever is half-typed shows as far as it goes."""

from dataclasses import dataclass

from django.utils import translation

from courses import grading, papers, showing
from courses.bank import checking, scenarios
from courses.models import Question, Topic
from courses.outcomes import Outcome
from courses.papers import Item
from courses.question_content import LANGUAGES, question_content
from courses.showing import QuestionShown

KEY = "preview"
TICKET = "0" * 31 + "1"
"""A paper's ticket that is always the same, so that answers do not jump about while somebody types."""


@dataclass(frozen=True)
class Phone:
    """One language's screens: as it is asked (a scenario scene by scene), and after an answer that teaches most."""

    language: str
    asked: tuple[QuestionShown, ...]
    answered: QuestionShown | None


def phones(question: Question) -> list[Phone]:
    """Return the screens in both languages; those of a question without answers hold nothing. It is never saved."""
    asked = _content_of(question)
    return [_phone(asked, language) for language in LANGUAGES]


def first_problem(question: Question) -> str:
    """Return what stands in the way of publishing, one thing at a time."""
    problems = checking.problems(checking.values_of(question))
    return problems[0][1] if problems else ""


def _content_of(question):
    """Return the question's content, or None where there is nothing to choose yet."""
    asked = question_content(_whole_enough(question))
    if asked["kind"] == "scenario":
        return _told(asked) if asked["scenes"] else None
    return asked if asked["options"] else None


def _whole_enough(question):
    """Fill in what a form of half-typed fields leaves open."""
    if question.topic_id is None:
        question.topic = Topic(slug="")
    for place, block in enumerate(question.options):
        block.id = block.id or f"new-{place}"
        for name, value in block.value.items():
            if value is None:
                block.value[name] = _EMPTY.get(name, "")
    return question


_EMPTY = {"x": 50, "y": 50, "weight": None}


def _told(asked):
    """A story that can't be followed yet is cut after its first scene."""
    scenes = [scene | {"name": scene["key"]} for scene in asked["scenes"]]
    if any(scenarios.problems(scenes)):
        first = asked["scenes"][0]
        actions = [action | {"leads_to": None, "outcome": Outcome.MISSED.value} for action in first["actions"]]
        return asked | {"scenes": [first | {"actions": actions}]}
    return asked


def _phone(asked, language):
    if asked is None:
        return Phone(language, (), None)
    content = {"questions": {KEY: asked}, "fixed": [KEY], "draws": [], "pass_mark": 1, "limits": {}}
    (item,) = papers.draw(content, TICKET)
    with translation.override(language):
        return Phone(
            language,
            tuple(showing.question_for(content, item, answer) for answer in _stations(asked)),
            showing.as_answered(content, KEY, _teaching(asked, item)),
        )


def _stations(asked):
    """The answers after which a learner is asked something: none yet, or in a scenario the way to each scene."""
    if asked["kind"] != "scenario":
        return [[]]
    return [way for way, end in _ways(asked) if end is None]


def _ways(asked):
    """Yield each way through a scenario that has no circles, with how it ends; one way to each scene is enough."""
    scenes = {scene["key"]: scene for scene in asked["scenes"]}
    seen, open_ways = set(), [([], asked["scenes"][0]["key"])]
    while open_ways:
        way, place = open_ways.pop(0)
        if place in seen:
            continue
        seen.add(place)
        yield way, None
        for action in scenes[place]["actions"]:
            if action["leads_to"]:
                open_ways.append(([*way, action["key"]], action["leads_to"]))
            else:
                yield [*way, action["key"]], action["outcome"]


def _teaching(asked, item: Item):
    """The answer that shows most of the explanations: a wrong one where it makes a difference."""
    kind, keys = asked["kind"], [option["key"] for option in asked["options"]]
    if kind == "scenario":
        ends = [way for way, end in _ways(asked) if end in (Outcome.MISSED, Outcome.HARMFUL)]
        return ends[0] if ends else grading.right_answer(asked)
    if kind in ("single", "true_false"):
        return [option["key"] for option in asked["options"] if not option["right"]][:1]
    if kind == "multiple":
        return sorted(keys)
    if kind == "ordering":
        return list(item.options)
    return grading.right_answer(asked)
