"""The question bank as plain values: each question as it was last saved, published or not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from courses.exchange.parsed import LANGUAGES, Content, Option
from courses.models import Question


@dataclass
class Entry:
    """A question of the bank, or with a `line` instead of a `pk` one that the same file adds."""

    content: Content
    pk: int | None = None
    is_locked: bool = False
    line: int | None = None


def entries(topic: str | None = None) -> Iterator[Entry]:
    """Yield every question of the bank, or of one topic, in the bank's order."""
    questions = Question.objects.select_related("topic", "latest_revision").order_by("topic__slug", "pk")
    for question in questions.filter(topic__slug=topic) if topic else questions:
        yield Entry(_content(question), question.pk, question.locked)


def _content(question):
    saved = question.latest_revision.content if question.latest_revision else _row(question)
    options = saved["options"]
    return Content(
        key=question.key,
        kind=saved["kind"],
        text=_texts(saved, "text"),
        options=[_option(option["value"]) for option in (json.loads(options) if isinstance(options, str) else options)],
        is_critical=saved["is_critical"],
        topic=question.topic.slug,
    )


def _row(question):
    names = ("kind", "text_en", "text_sw", "is_critical")
    return {name: getattr(question, name) for name in names} | {"options": question.options.get_prep_value()}


def _option(value):
    return Option(_texts(value, "text"), bool(value.get("is_right")), _texts(value, "why"))


def _texts(values, stem):
    found = {language: values.get(f"{stem}_{language}") or "" for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}
