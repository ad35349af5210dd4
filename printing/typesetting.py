"""Text that always fits its box."""

from functools import cache, lru_cache

from printing.fonts import Font

NAMES = REGULAR, BOLD = "Overpass-Regular", "Overpass-Bold"
LEADING, DESCENT = 1.16, 0.3


@cache
def font(name: str) -> Font:
    """Return the font of that name, read once per process."""
    return Font(name)


def width(text: str, name: str, size: float) -> float:
    """Return how far the text runs in the font of that name, in the unit of the size."""
    return font(name).width(text, size)


def fit(text: str, name: str, box: tuple[float, float], sizes: range) -> tuple[int, list[str]]:
    """Return the first of the sizes at which the text fits into (width, height), and its lines.

    Text shrinks first, and takes more lines where they fit. Where nothing helps it breaks inside a word, as large as
    then fits, or at the last size.
    """
    words = text.split()
    ems, space = [_em(word, name) for word in words], _em(" ", name)
    for size in sizes:
        room = box[0] / size
        starts = _lines(ems, space, room)
        if max(ems, default=0) <= room and len(starts) * size * LEADING <= box[1]:
            return size, _joined(words, starts)
    for size in sizes:
        lines = wrap(text, name, size, box[0])
        if len(lines) * size * LEADING <= box[1]:
            break
    return size, lines


def wrap(text: str, name: str, size: float, measure: float) -> list[str]:
    """Return the text in lines no wider than the measure, broken between words, or inside one wider by itself."""
    room = measure / size
    words = [piece for word in text.split() for piece in _pieces(word, name, room)]
    starts = _lines([_em(word, name) for word in words], _em(" ", name), room)
    return _joined(words, starts)


@lru_cache(5000)
def _em(word, name):
    return width(word, name, 1)


def _joined(words, starts):
    return [" ".join(words[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=False)]


def _lines(ems, space, room):
    """Return with which word each line begins; words, the space between two and the room are measured in ems."""
    starts, used = [], 0.0
    for number, em in enumerate(ems):
        used += space + em
        if not starts or used > room:
            starts.append(number)
            used = em
    return starts


def _pieces(word, name, room):
    """Return the word in pieces of which each fits."""
    if _em(word, name) <= room:
        return [word]
    pieces, used = [], room
    for letter in word:
        em = _em(letter, name)
        used += em
        if used > room:
            pieces.append("")
            used = em
        pieces[-1] += letter
    return pieces
