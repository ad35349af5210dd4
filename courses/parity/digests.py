"""The words of a page or question in one language, in their order, and a digest that changes only when they do.

Pure: nothing here asks the database. Streams are read from their stored values, so that a practice card or a sound
costs no query. Settings (drawings, outcomes, right or wrong, minutes) are not words, and neither is bold type.
"""

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.models import Page

from courses.models import Question, Quiz

_PAGE_FIELDS = ("title", "lead", "changed_note")
_LABELS = {
    "text": _("Text"),
    "why": _("Why"),
    "match": _("Right side"),
    "follows": _("What follows"),
    "picture_alt": _("What the picture shows"),
    "title": _("Title"),
    "name": _("Name"),
}
_END_OF_LINE = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


class Line(NamedTuple):
    """One field's words. `name` is the field's, `label` what a person calls it."""

    name: str
    label: str
    text: str


class Part(NamedTuple):
    """The head of a page or question, or one card or option. `id` is the block's, "" for a head."""

    kind: str
    label: str
    id: str
    lines: tuple[Line, ...]


def words_of(record, language: str) -> tuple[Part, ...]:
    """Return the parts of a page (already in its language), question, quiz or topic, empty fields included."""
    if isinstance(record, Page):
        return tuple(_of_page(record))
    if isinstance(record, Question):
        return tuple(_of_question(record, language))
    stem = "title" if isinstance(record, Quiz) else "name"
    return (_head(record, [stem], language),)


def digest(parts: tuple[Part, ...]) -> str:
    """Return the SHA-256, in hex, of the kinds and words. Empty fields do not count, so that a new one changes none."""
    words = [[part.kind, [[line.name, line.text] for line in part.lines if line.text]] for part in parts]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def shape(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return the kinds of the parts in order: the same in both languages, or a learner who changes loses the place."""
    return tuple(part.kind for part in parts)


def sounds(record, language: str) -> tuple[int, int]:
    """Return how many of a record's cards (or a question) are read aloud in the language, and how many could be."""
    if isinstance(record, Question):
        return int(getattr(record, f"narration_{language}_id") is not None), 1
    if not hasattr(record, "cards"):
        return 0, 0
    blocks = record.cards.stream_block.child_blocks
    able = [card["value"] for card in record.cards.raw_data if "narration" in blocks[card["type"]].child_blocks]
    return sum(bool(value.get("narration")) for value in able), len(able)


def plain(value) -> str:
    """Return text or rich text as plain words: no tags, one line a paragraph, single spaces, composed characters."""
    return _tidy(html.unescape(_TAG.sub("", _END_OF_LINE.sub("\n", str(value or "")))))


def _tidy(text):
    lines = (" ".join(line.split()) for line in text.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def _of_page(page):
    names = [name for name in _PAGE_FIELDS if hasattr(page, name)]
    labels = {name: page._meta.get_field(name).verbose_name for name in names}
    yield Part("page", "", "", tuple(Line(name, labels[name], _tidy(getattr(page, name) or "")) for name in names))
    learn = getattr(page, "learn", None)
    if learn:
        label = page._meta.get_field("learn").verbose_name
        yield Part("learn", label, "", tuple(Line("line", "", plain(item["value"])) for item in learn.raw_data))
    if hasattr(page, "cards"):
        yield from _stream(page.cards, _lines)


def _of_question(question, language):
    yield _head(question, ["text", "why", "picture_alt"], language)
    yield from _stream(question.options, lambda block, raw: _lines_in(block, raw, language))


def _head(record, stems, language):
    texts = ((stem, _tidy(getattr(record, f"{stem}_{language}") or "")) for stem in stems)
    return Part("head", "", "", tuple(Line(stem, _LABELS[stem], text) for stem, text in texts))


def _stream(stream, lines):
    for item in stream.raw_data:
        block = stream.stream_block.child_blocks[item["type"]]
        yield Part(item["type"], block.label, str(item.get("id") or ""), tuple(lines(block, item["value"])))


def _lines(block: Block, raw, name="", label="") -> Iterator[Line]:
    """Yield the words in a card's stored value."""
    if isinstance(block, StructBlock):
        values = raw if isinstance(raw, dict) else {}
        for child_name, child in block.child_blocks.items():
            yield from _lines(child, values.get(child_name), child_name, child.label)
    elif isinstance(block, ListBlock):
        for item in raw or []:
            yield from _lines(block.child_block, _item(item), name, label)
    elif isinstance(block, RichTextBlock):
        yield Line(name, label, plain(raw))
    elif isinstance(block, CharBlock | TextBlock):
        yield Line(name, label, _tidy(str(raw or "")))


def _lines_in(block, raw, language):
    """Yield the words of one language in an answer's stored value, which holds both."""
    for name, child in block.child_blocks.items():
        stem, _underscore, ending = name.rpartition("_")
        if isinstance(child, ListBlock):
            for item in raw.get(name) or []:
                yield from _lines_in(child.child_block, _item(item), language)
        elif ending == language and stem in _LABELS:
            yield Line(stem, _LABELS[stem], _tidy(str(raw.get(name) or "")))


def _item(raw):
    """Return a list item's value; lists stored long ago hold it bare."""
    return raw["value"] if isinstance(raw, dict) and raw.get("type") == "item" else raw


def has_words(parts: tuple[Part, ...]) -> bool:
    return any(line.text for part in parts for line in part.lines)
