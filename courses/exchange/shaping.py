"""A question's content as the bank's own fields and blocks."""

from uuid import uuid4

from courses.bank import checking
from courses.bank.kinds import RULES
from courses.exchange.parsed import Content, Option
from courses.question_content import LANGUAGES


def fields_of(content: Content) -> dict:
    """Return the question's plain fields by name."""
    return {
        "kind": content.kind,
        "is_critical": content.is_critical,
        "part_marks": content.part_marks,
        "drawing": content.drawing,
        **_each("text", content.text),
        **_each("why", content.why),
        **_each("picture_alt", content.alt),
    }


def blocks_of(content: Content, key: str, ids: list[str] | None = None) -> list[dict]:
    """Return the answers as a stream, with the ids given or new ones.

    The ids of things to put in order are drawn at random: a counted one would tell the order.
    """
    kind = RULES[content.kind].block
    return [
        {"type": kind, "id": ids[place] if ids else _new_id(kind, key, place), "value": value_of(option, kind)}
        for place, option in enumerate(content.options)
    ]


def _new_id(kind, key, place):
    return uuid4().hex if kind == "item" else f"{key}-{place + 1}"


def value_of(option: Option, kind: str) -> dict:
    """Return the values of an answer's block."""
    value = _each("text", option.text)
    if kind == "pair":
        return value | _each("match", option.match)
    if kind == "option":
        return value | _each("why", option.why) | {"is_right": option.is_right, "weight": option.weight}
    return value


def _each(stem, texts):
    return {f"{stem}_{language}": texts.get(language, "") for language in LANGUAGES}


def problems_of(content: Content) -> list[tuple[str, str]]:
    """Return what keeps the question from being published: (path, message) each, by the rules of the bank's editor."""
    kind = RULES[content.kind].block
    values = fields_of(content) | {
        "is_innocent": False,
        "picture": content.picture,
        "options": [(kind, value_of(option, kind)) for option in content.options],
    }
    return checking.problems(values)
