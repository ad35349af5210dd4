"""Which words somebody looks for, and whether they stand in a text."""

import re
import unicodedata

LONGEST_QUERY = 200
MOST_WORDS = 8
LONGEST_WORD = 40
FEWEST_DIGITS = 3
_APOSTROPHES = "'’ʼ"


def tidy(text: str) -> str:
    """Return what was asked as one line of at most 200 signs that can be shown again."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_QUERY]


def words_of(text: str) -> list[str]:
    """Return the first words of what was asked, without any sign that a search index would take for a command."""
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))
    return [word[:LONGEST_WORD] for word in found[:MOST_WORDS]]


def digits_of(text: str) -> str:
    """Return the digits of a phone number as people dial it in Kenya; empty where the text is words, or too short."""
    if not re.fullmatch(r"[\d\s+()./*#-]+", text):
        return ""
    digits = re.sub(r"^254(?=\d{9})", "0", re.sub(r"[^0-9]", "", text))
    return digits if len(digits) >= FEWEST_DIGITS else ""


def fold(text: str) -> str:
    """Return text in lower case, without accents and without apostrophes."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign) and sign not in _APOSTROPHES)


def holds(text: str, words: list[str]) -> bool:
    """Return whether each word stands in the text, be it as part of a longer one."""
    text = fold(text)
    return all(fold(word) in text for word in words)
