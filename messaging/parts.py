"""How many parts an SMS takes, and its text in the signs that keep it short.

Source: 3GPP TS 23.038 (formerly GSM 03.38) §6.2.1, the 7-bit default alphabet with its extension table, and UCS-2 for
every other text; TS 23.040 §9.2.3.24.1, by which each part of a longer message gives six octets to saying its place.
"""

import unicodedata

# In the order of the standard's table, without the sign that leads to the extension table.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")
_ALL = _BASIC | _EXTENSION
BASIC_ALONE, BASIC_JOINED = 160, 153
"""Septets in a message of one part, and in each part of a longer one."""
WIDE_ALONE, WIDE_JOINED = 70, 67
"""Likewise in units of UCS-2, of two octets each."""
_TYPOGRAPHIC = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


def is_basic(text: str) -> bool:
    """Return whether every sign stands in the 7-bit alphabet or its extension table."""
    return _ALL.issuperset(text)


def parts(text: str) -> int:
    """Return how many parts a message of this text takes; one for an empty one."""
    if is_basic(text):
        if _EXTENSION.isdisjoint(text):
            return 1 if len(text) <= BASIC_ALONE else -(-len(text) // BASIC_JOINED)
        return _filled([2 if sign in _EXTENSION else 1 for sign in text], BASIC_ALONE, BASIC_JOINED)
    return _filled([2 if ord(sign) > 0xFFFF else 1 for sign in text], WIDE_ALONE, WIDE_JOINED)


def _filled(weights, alone, joined):
    """Return the number of parts; a sign of two units is never cut in two."""
    if sum(weights) <= alone:
        return 1
    number, used = 1, 0
    for weight in weights:
        if used + weight > joined:
            number, used = number + 1, 0
        used += weight
    return number


def plain(text: str) -> str:
    """Return the text with the accents and quotation marks taken off that would more than double its length."""
    if is_basic(text):
        return text
    return "".join(sign if sign in _ALL else _bare(sign) for sign in text.translate(_TYPOGRAPHIC))


def _bare(sign):
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))


def shortest(texts: list[str]) -> str:
    """Return the first of the texts, given from the longest, that takes one part; the last where none does."""
    return next((text for text in texts if parts(text) == 1), texts[-1])
