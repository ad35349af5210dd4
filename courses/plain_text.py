"""Text without the characters that nobody sees: XML, so XLSX and Moodle's files too, refuses them, PostgreSQL NUL."""

import re

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

_BREAK = re.compile(r"[\x0b\x0c]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text with no control character but tab and line breaks; Word's soft line break becomes a space."""
    return _CONTROL.sub("", _BREAK.sub(" ", text))


def clean_within(value):
    """Return a text clean, and a block's value with every text in it made clean where it stands; others as they are."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, StructValue):
        value.update({name: clean_within(part) for name, part in value.items()})
    if isinstance(value, StreamValue):
        _clean_each(value)
    if isinstance(value, ListValue):
        _clean_each(value.bound_blocks)
    return value


def _clean_each(children):
    for child in children:
        child.value = clean_within(child.value)
