"""The question bank as plain values: each question as it was last saved, published or not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from wagtail.images import get_image_model

from courses.exchange.parsed import Content, Media, Option
from courses.models import Narration, Question
from courses.question_content import LANGUAGES

_FIELDS = (
    *("kind", "text_en", "text_sw", "why_en", "why_sw", "is_critical", "part_marks", "drawing"),
    *("picture_alt_en", "picture_alt_sw"),
)
_LINKS = ("picture", "narration_en", "narration_sw")


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
    found = [(question, _saved(question)) for question in (questions.filter(topic__slug=topic) if topic else questions)]
    pictures = _pictures({saved["picture"] for _question, saved in found})
    sounds = _sounds({saved[f"narration_{language}"] for _question, saved in found for language in LANGUAGES})
    for question, saved in found:
        yield Entry(_content(question, saved, pictures, sounds), question.pk, question.locked)


def _saved(question):
    """Return the values last saved; a revision from before a field was there knows nothing of it."""
    if not question.latest_revision:
        return _row(question)
    return _row(question, with_options=False) | question.latest_revision.content


def _row(question, with_options=True):
    row = {name: getattr(question, name) for name in _FIELDS}
    row |= {name: getattr(question, f"{name}_id") for name in _LINKS}
    return row | {"options": question.options.get_prep_value()} if with_options else row


def _pictures(keys):
    keys.discard(None)
    rows = get_image_model().objects.filter(pk__in=keys).values_list("pk", "file", "file_hash") if keys else ()
    return {pk: Media(PurePath(file).name, digest, stored=file, pk=pk) for pk, file, digest in rows}


def _sounds(keys):
    keys.discard(None)
    rows = Narration.objects.filter(pk__in=keys).values_list("pk", "file") if keys else ()
    return {pk: Media(PurePath(file).name, stored=file, pk=pk) for pk, file in rows}


def _content(question, saved, pictures, sounds):
    options = saved["options"]
    blocks = json.loads(options) if isinstance(options, str) else options
    spoken = {language: sounds.get(saved[f"narration_{language}"]) for language in LANGUAGES}
    return Content(
        key=question.key,
        kind=saved["kind"],
        text=_texts(saved, "text"),
        options=[_option(block["value"]) for block in blocks],
        is_critical=saved["is_critical"],
        topic=question.topic.slug,
        part_marks=saved["part_marks"],
        why=_texts(saved, "why"),
        drawing=saved["drawing"],
        picture=pictures.get(saved["picture"]),
        alt=_texts(saved, "picture_alt"),
        sounds={language: sound for language, sound in spoken.items() if sound},
    )


def _option(value):
    weight = value.get("weight")
    return Option(
        text=_texts(value, "text"),
        is_right=bool(value.get("is_right")),
        why=_texts(value, "why"),
        weight=None if weight in (None, "") else Decimal(str(weight)).quantize(Decimal("0.00001")),
        match=_texts(value, "match"),
    )


def _texts(values, stem):
    found = {language: values.get(f"{stem}_{language}") or "" for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}
