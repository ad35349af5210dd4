"""Words without their accents, indexed beside the text they stand in: not every database's search does without them."""

import re
import unicodedata

from wagtail.search import index

from home import matching

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


class PlainlyFound:
    """A page that is also found by its words as people type them on a phone: Wanjiku for Wanjikũ, muranga for Murang'a.

    It stands before `Page` among a kind's bases.
    """

    @classmethod
    def get_search_fields(cls):
        plain = index.SearchField("plain_words"), index.AutocompleteField("plain_title")
        return [*super().get_search_fields(), *plain]

    def plain_words(self) -> str:
        texts = [field.get_value(self) for field in super().get_search_fields() if isinstance(field, index.SearchField)]
        return plain_words_of("\n".join(map(_flat, texts)))

    def plain_title(self) -> str:
        return plain_words_of(self.title)


def plain_words_of(text: str) -> str:
    """Return the words of a text that may be typed otherwise than they stand there, each once, as typed plainly."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return " ".join(dict.fromkeys(matching.fold(word) for word in words if not (word.isascii() and word.isalnum())))


def _flat(value):
    return "\n".join(map(_flat, value)) if isinstance(value, list) else str(value or "")
