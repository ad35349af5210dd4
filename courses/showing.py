"""A question in a learner's language: as its form asks it, as the review repeats it, and what was right and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from courses import answering, answers, grading
from courses.answering import Unclear
from courses.outcomes import Outcome
from courses.outline import Outline, Step
from courses.papers import Item


@dataclass(frozen=True)
class Picture:
    """One of the platform's drawings, by name, or an image of the library with what it shows in words."""

    drawing: str = ""
    image: object | None = None
    alt: str = ""


@dataclass(frozen=True)
class OptionShown:
    """Something to choose; a spot stands at x and y, percent from the left and from the top."""

    key: str
    number: int
    text: str
    why: str
    is_right: bool
    is_chosen: bool
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Select:
    """An item to be given its place, or a left side to be given its right one. `right` is the text of the right one."""

    number: int
    text: str
    choices: tuple[Choice, ...]
    right: str
    is_right: bool
    needs_a_look: bool = False

    @property
    def chosen(self) -> str:
        return next((choice.text for choice in self.choices if choice.is_chosen), "")


@dataclass(frozen=True)
class ActionShown:
    key: str
    text: str
    follows: str


@dataclass(frozen=True)
class SceneShown:
    text: str
    drawing: str
    actions: tuple[ActionShown, ...]


@dataclass(frozen=True)
class Taken:
    """A scene that was left, and what was done in it."""

    scene: SceneShown
    action: ActionShown


@dataclass(frozen=True)
class Story:
    """What was done in a scenario, the scene where it stands now (None: it has ended), and the way that was safe."""

    taken: tuple[Taken, ...]
    scene: SceneShown | None
    outcome: str
    safe_way: tuple[Taken, ...]

    @property
    def step(self) -> int:
        return len(self.taken)

    @property
    def outcome_words(self) -> str:
        return Outcome(self.outcome).label if self.outcome else ""


@dataclass(frozen=True)
class QuestionShown:
    """One question with what its kind is made of; `words` repeat the answer given, `in_order` is the right order."""

    key: str
    kind: str
    text: str
    why: str
    picture: Picture | None
    is_critical: bool
    is_right: bool
    percent: int
    is_answered: bool
    false_alarms: int
    lesson: Step | None
    unclear: Unclear | None
    options: tuple[OptionShown, ...] = ()
    selects: tuple[Select, ...] = ()
    story: Story | None = None
    words: tuple[str, ...] = ()
    in_order: tuple[str, ...] = field(default=())

    @property
    def form_template(self) -> str:
        return f"courses/answers/{self.kind}.html"

    @property
    def result_template(self) -> str:
        return f"courses/answered/{self.kind}.html"

    @property
    def is_begun(self) -> bool:
        return bool(self.words)


def question_for(
    content: dict, item: Item, answer: Sequence[str], course: Outline | None = None, unclear: Unclear | None = None
) -> QuestionShown:
    """Return one question of a paper in the active language, what can be chosen in the paper's order.

    `answer` is the one kept; where a form could not be read, `unclear` holds what was typed into it.
    """
    question = content["questions"][item.question]
    lesson = question.get("lesson")
    typed = unclear.typed if unclear else answering.as_typed(question, answer)
    points = grading.points_for(question, answer)
    return QuestionShown(
        key=item.question,
        kind=question["kind"],
        text=say(question["text"]),
        why=say(question.get("why")),
        picture=_picture(question.get("picture")),
        is_critical=question["critical"],
        is_right=points == grading.FULL,
        percent=points * 100 // grading.FULL,
        is_answered=answers.is_finished(question, answer),
        false_alarms=grading.alarms_in(question, answer).false_alarms,
        lesson=course.step(lesson) if course and lesson else None,
        unclear=unclear,
        **_PARTS[question["kind"]](question, item, typed, unclear.fields if unclear else ()),
    )


def as_answered(content: dict, key: str, answer: Sequence[str], course: Outline | None = None) -> QuestionShown:
    """Return one question after it was handed in, its options in the order in which they were written."""
    question = content["questions"][key]
    options = tuple(option["key"] for option in question.get("options", ()))
    matches = tuple(match["key"] for match in question.get("matches", ()))
    return question_for(content, Item(key, options, matches), answer, course)


def say(words: dict | None) -> str:
    """Return a text of a frozen version in the active language; nothing where an earlier version did not hold it."""
    return (words or {}).get(translation.get_language()) or ""


def _picture(picture):
    if not picture:
        return None
    if "drawing" in picture:
        return Picture(drawing=picture["drawing"])
    image = get_image_model().objects.filter(pk=picture["image"]).first()
    return Picture(image=image, alt=say(picture["alt"])) if image else None


def _by_key(rows):
    return {row["key"]: row for row in rows}


def _options(question, item, typed: Collection[str], fields):
    rows = _by_key(question["options"])
    options = tuple(_option(number, rows[key], key in typed) for number, key in enumerate(item.options, start=1))
    return {"options": options, "words": tuple(option.text for option in options if option.is_chosen)}


def _option(number, option, is_chosen):
    return OptionShown(
        key=option["key"],
        number=number,
        text=say(option["text"]),
        why=say(option.get("why")),
        is_right=option["right"],
        is_chosen=is_chosen,
        x=option.get("x", 0),
        y=option.get("y", 0),
    )


def _order(question, item, typed, fields):
    right = {option["key"]: number for number, option in enumerate(question["options"], start=1)}
    rows = _by_key(question["options"])
    numbers = range(1, len(rows) + 1)
    selects = tuple(
        Select(
            number=number,
            text=say(rows[key]["text"]),
            choices=tuple(Choice(f"{key}={n}", _place(n), f"{key}={n}" in typed) for n in numbers),
            right=_place(right[key]),
            is_right=f"{key}={right[key]}" in typed,
            needs_a_look=key in fields,
        )
        for number, key in enumerate(item.options, start=1)
    )
    given = sorted((value.partition("=")[::2] for value in typed), key=lambda pair: int(pair[1]))
    return {
        "selects": selects,
        "words": tuple(f"{n}. {say(rows[key]['text'])}" for key, n in given),
        "in_order": tuple(say(option["text"]) for option in question["options"]),
    }


def _place(number):
    return _("Place %(number)d") % {"number": number}


def _match(question, item, typed, fields):
    rows, matches = _by_key(question["options"]), _by_key(question["matches"])
    selects = tuple(
        Select(
            number=number,
            text=say(rows[key]["text"]),
            choices=tuple(
                Choice(f"{key}={right}", say(matches[right]["text"]), f"{key}={right}" in typed)
                for right in item.matches
            ),
            right=say(matches[rows[key]["match"]]["text"]),
            is_right=f"{key}={rows[key]['match']}" in typed,
            needs_a_look=key in fields,
        )
        for number, key in enumerate(item.options, start=1)
    )
    return {"selects": selects, "words": tuple(f"{one.text} – {one.chosen}" for one in selects if one.chosen)}


def _scenario(question, item, typed, fields):
    taken, place, outcome = _walk(question, typed)
    safe_way, _place_after, _outcome = _walk(question, grading.right_answer(question))
    scene = _scene(_by_key(question["scenes"])[place]) if place else None
    story = Story(taken=taken, scene=scene, outcome=outcome, safe_way=safe_way)
    return {"story": story, "words": tuple(step.action.text for step in taken)}


def _walk(question, path):
    """Return what was done on the way, the key of the scene where it leads (None: an end), and how it ended."""
    scenes = _by_key(question["scenes"])
    place, outcome, taken = question["scenes"][0]["key"], "", []
    for key in path:
        action = _by_key(scenes[place]["actions"])[key]
        taken.append(Taken(_scene(scenes[place]), _action(action)))
        place, outcome = action["leads_to"], action["outcome"] or ""
    return tuple(taken), place, outcome


def _scene(scene):
    return SceneShown(say(scene["text"]), scene["drawing"], tuple(_action(action) for action in scene["actions"]))


def _action(action):
    return ActionShown(action["key"], say(action["text"]), say(action["follows"]))


_PARTS = {
    "single": _options,
    "true_false": _options,
    "multiple": _options,
    "spots": _options,
    "ordering": _order,
    "matching": _match,
    "scenario": _scenario,
}
