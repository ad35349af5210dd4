"""Whether two names may be one person's: word order, a name left out, an initial, another spelling by ear."""

import re
from difflib import SequenceMatcher
from itertools import combinations

_BY_EAR = str.maketrans({"c": "k", "q": "k", "z": "s", "l": "r", "v": "f"})
_UNHEARD = "aeiouywh"
# How much of two words that sound alike must be written alike. Of middling length many names sound alike: Kamau, Kimu.
_ALIKE, _MIDDLING_ALIKE, _MIDDLING = 0.6, 0.75, (4, 5)


def agree(one: str, other: str) -> bool:
    """Return whether two folded names have the same words, in any order, or one leaves some of the other's out."""
    first, second = set(one.split()), set(other.split())
    shorter = min(first, second, key=len)
    return first == second or (len(shorter) > 1 and shorter == first & second)


def near(one: str, other: str) -> bool:
    """Return whether two folded names agree but for initials and spelling; single words must be equal."""
    if agree(one, other):
        return True
    few, many = sorted((one.split(), other.split()), key=len)
    if len(few) < 2 or len(many) - len(few) > 1:
        return False
    for word in few:
        found = next((place for place, candidate in enumerate(many) if _sounds_like(word, candidate)), None)
        if found is None:
            return False
        many = many[:found] + many[found + 1 :]
    return True


def keys(folded: str) -> set[str]:
    """Return keys of which two names that are near share at least one; a single word has only itself."""
    words = sorted(filter(None, map(_skeleton, folded.split())))
    if len(words) < 2:
        return {folded}
    sizes = {len(words), max(2, len(words) - 1)}
    return {" ".join(chosen) for size in sizes for chosen in combinations(words, size)}


def _sounds_like(one, other):
    if one == other:
        return True
    if _is_initial(one) or _is_initial(other):
        return one[0] == other[0]
    if _skeleton(one) != _skeleton(other):
        return False
    is_middling = min(len(one), len(other)) in _MIDDLING
    return SequenceMatcher(None, one, other).ratio() >= (_MIDDLING_ALIKE if is_middling else _ALIKE)


def _is_initial(word):
    return len(word.rstrip(".")) == 1


def _skeleton(word):
    """Return the word as it sounds: its first sign and its consonants, each once in a row."""
    plain = re.sub(r"[\W\d_]", "", word).replace("ph", "f").translate(_BY_EAR)
    if not plain:
        return ""
    head = "a" if plain[0] in "aeiou" else plain[0]
    tail = "".join(sign for sign in plain[1:] if sign not in _UNHEARD)
    return re.sub(r"(.)\1+", r"\1", head + tail)
