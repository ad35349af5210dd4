"""How hard a text is to read, counted without knowing its language.

LIX by C.-H. Björnsson (Läsbarhet, Liber, Stockholm 1968): words a sentence, plus the share of words longer than six
letters in percent. RIX and its school grades by J. Anderson (Lix and Rix: variations on a little-known readability
index, Journal of Reading 26(6), 1983, pages 490 to 496): such long words a sentence.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

LONG_WORD = 7
"""Letters from which a word is long."""

LONG_SENTENCE = 26
"""Words from which a sentence is long: plain-English guides ask for 25 at most."""

BEYOND_SCHOOL = 13
_LEAST_RIX_OF_GRADE = (0, 0.2, 0.5, 0.8, 1.3, 1.8, 2.4, 3.0, 3.7, 4.5, 5.3, 6.2, 7.2)
_SENTENCE_ENDS = re.compile(r"[.!?…:][\"'”’)]*(?=\s|$)|\n")
_BLOCK_ENDS = re.compile(r"</(?:p|h\d|li)>|<br ?/?>", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True)
class Reading:
    words: int
    sentences: int
    long_words: int
    long_sentences: int
    longest: str
    """The sentence with the most words."""

    @property
    def lix(self) -> int:
        return round(self.words / self.sentences + 100 * self.long_words / self.words)

    @property
    def grade(self) -> int:
        """The school year whose pupils read it with ease, 1 to 12; `BEYOND_SCHOOL` above. It holds for English."""
        return sum(self.long_words / self.sentences >= least for least in _LEAST_RIX_OF_GRADE)

    @property
    def long_words_percent(self) -> int:
        return round(100 * self.long_words / self.words)

    @property
    def long_sentences_percent(self) -> int:
        return round(100 * self.long_sentences / self.sentences)

    @property
    def is_easy(self) -> bool:
        return self.lix < 40


def measure(text: str) -> Reading | None:
    """Return how hard the text is; None where it has no words. A line's end ends a sentence, as in headings."""
    sentences = [words for part in _SENTENCE_ENDS.split(text) if (words := _WORD.findall(part))]
    if not sentences:
        return None
    words = [word for sentence in sentences for word in sentence]
    return Reading(
        words=len(words),
        sentences=len(sentences),
        long_words=sum(_letters(word) >= LONG_WORD for word in words),
        long_sentences=sum(len(sentence) >= LONG_SENTENCE for sentence in sentences),
        longest=" ".join(max(sentences, key=len)),
    )


def lines_of(html: str) -> list[str]:
    """Return the words of rich text, a line for each paragraph, heading and entry of a list."""
    lines = (unescape(strip_tags(part)).strip() for part in _BLOCK_ENDS.split(html))
    return [line for line in lines if line]


def _letters(word):
    return sum(sign.isalpha() for sign in word)
