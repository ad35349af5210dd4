"""The questions of a printed paper, page by page; none is broken between two pages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from certificates.printing.sheet import A4_UPRIGHT, GO, QUIET, Box, Sheet, Style
from certificates.printing.typesetting import BOLD, LEADING, REGULAR, wrap
from workshops.testing import letters

WIDTH, HEIGHT = A4_UPRIGHT
LEFT, INDENT = 48, 30
MEASURE = WIDTH - 2 * LEFT
TOP, FOOT = HEIGHT - 74, 56
QUESTION = Style(BOLD, 12)
HINT = Style(REGULAR, 11, GO)
OPTION = Style(REGULAR, 12)
HEAD = Style(BOLD, 13)
SMALL = Style(REGULAR, 9, QUIET)
PICTURE = 130
BETWEEN = 15


@dataclass(frozen=True)
class Line:
    """One line of a question: its text and style, how far from the left, what stands before it, the space above."""

    text: str
    style: Style
    indent: float
    before: str = ""
    above: float = 0

    @property
    def height(self) -> float:
        return self.above + self.style.size * LEADING * 1.08


class Pages:
    """The pages of one paper's questions, drawn one after the other on a sheet whose page is full."""

    def __init__(self, sheet: Sheet, title: str, mark: str, language: str):
        self.sheet, self.title, self.mark, self.language = sheet, title, mark, language
        self.number, self.place = 0, 0.0

    def draw(self, paper: list[letters.Asked]) -> None:
        self._next()
        for one in paper:
            self._draw_question(one)

    def _next(self):
        self.sheet.next_page()
        self.number, self.place = self.number + 1, TOP
        self.sheet.say_within(Box(LEFT, HEIGHT - 54, MEASURE, 22), self.title, HEAD)
        self.sheet.line(GO, 1.5, (LEFT, HEIGHT - 58, LEFT + MEASURE, HEIGHT - 58))
        said = _("Questions, page %(number)d. Cross your answers on the answer sheet.") % {"number": self.number}
        self.sheet.say(f"{said} {self.mark}", (LEFT, 30), SMALL)

    def _draw_question(self, one):
        lines = self._lines(one)
        picture = _picture(one)
        need = sum(line.height for line in lines) + (PICTURE + 6 if picture else 0)
        if self.place - need < FOOT and self.place < TOP:
            self._next()
        for number, line in enumerate(lines):
            self._draw_line(line)
            if picture and number + 1 == _heads(lines):
                self.sheet.picture(
                    Box(LEFT + INDENT, self.place - PICTURE, MEASURE - INDENT, PICTURE), picture, across=0
                )
                self.place -= PICTURE + 6
        self.place -= BETWEEN

    def _draw_line(self, line):
        if self.place - line.height < FOOT:
            self._next()
        self.place -= line.height
        left = LEFT + line.indent
        if line.before:
            self.sheet.say(line.before, (left - 22, self.place), line.style._replace(font=BOLD))
        self.sheet.say(line.text, (left, self.place), line.style)

    def _lines(self, one):
        question = one.question
        found = self._wrapped(question["text"], QUESTION, INDENT, f"{one.number}")
        if hint := hint_of(one):
            found += [Line(text, HINT, INDENT) for text in wrap(hint, HINT.font, HINT.size, MEASURE - INDENT)]
        texts = {option["key"]: option["text"] for option in question["options"]}
        if one.kind == "matching":
            for number, key in enumerate(one.item.options, start=1):
                found += self._wrapped(texts[key], OPTION, 2 * INDENT, f"{number}", 3)
            texts = {match["key"]: match["text"] for match in question["matches"]}
        for place, key in enumerate(one.lettered):
            above = 10 if place == 0 and one.kind == "matching" else 3
            found += self._wrapped(texts[key], OPTION, 2 * INDENT, letters.letter(place), above)
        return found

    def _wrapped(self, text, style, indent, before, above=0):
        pieces = wrap(text[self.language], style.font, style.size, MEASURE - indent) or [""]
        return [
            Line(piece, style, indent, "" if number else before, 0 if number else above)
            for number, piece in enumerate(pieces)
        ]


def hint_of(one: letters.Asked) -> str:
    """Return what to do with a question whose answer is more than one letter; "" for the rest."""
    hints = {
        "multiple": _("Several can be right: cross them all."),
        "ordering": _("Write all the letters in the right order."),
        "matching": _("For each number write the letter that belongs to it."),
    }
    return hints.get(one.kind, "")


def _heads(lines):
    """Return how many lines stand above the picture: all before the first option."""
    return next((number for number, line in enumerate(lines) if line.indent > INDENT), len(lines))


def _picture(one):
    """Return the question's photo as a JPEG, or None; a drawing is an ornament, and stays off the paper."""
    picture = one.question.get("picture") or {}
    image = get_image_model().objects.filter(pk=picture.get("image")).first()
    if image is None:
        return None
    try:
        with image.get_rendition("max-1000x700|format-jpeg").file.open("rb") as file:
            return file.read()
    except (OSError, SourceImageIOError):
        return None
