"""Fonts, and text that always fits its box."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Overpass", "Overpass-Bold"
LEADING, DESCENT = 1.16, 0.3
_FONTS = Path(__file__).parent / "fonts"


@cache
def register_fonts() -> None:
    """Make the embedded fonts known to ReportLab, once per process."""
    pdfmetrics.registerFont(TTFont(REGULAR, _FONTS / "Overpass-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, _FONTS / "Overpass-Bold.ttf"))


def fit(text: str, font: str, box: tuple[float, float], sizes: range) -> tuple[int, list[str]]:
    """Return the first of the sizes at which the text fits into (width, height), and its lines.

    Text shrinks first, and takes more lines where they fit. Where nothing helps, the last size breaks inside a word.
    """
    width, height = box
    for size in sizes:
        lines = wrap(text, font, size, width)
        is_whole = all(stringWidth(word, font, size) <= width for word in text.split())
        if is_whole and len(lines) * size * LEADING <= height:
            return size, lines
    return size, lines


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Return the text in lines no wider than the width, broken between words, or inside one that is wider by itself."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines += _pieces(word, font, size, width)
    return [line for line in lines if line]


def _pieces(word, font, size, width):
    """Return the word in pieces of which each fits."""
    pieces = [""]
    for letter in word:
        if stringWidth(pieces[-1] + letter, font, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
