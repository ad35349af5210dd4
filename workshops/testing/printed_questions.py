"""The questions of a printed paper, page by page; none is broken between two pages, or a long story only at a scene."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from printing.sheet import A4_UPRIGHT, GO, QUIET, Box, Sheet, Style
from printing.typesetting import BOLD, LEADING, REGULAR, wrap
from workshops.testing import letters

WIDTH, HEIGHT = A4_UPRIGHT
LEFT, INDENT = 48, 30
MEASURE = WIDTH - 2 * LEFT
TOP, FOOT = HEIGHT - 74, 56
QUESTION = Style(BOLD, 12)
HINT = Style(REGULAR, 11, GO)
OPTION = Style(REGULAR, 12)
SCENE = Style(BOLD, 12, GO)
HEAD = Style(BOLD, 13)
SMALL = Style(REGULAR, 9, QUIET)
PICTURE = 130
BETWEEN = 15


@dataclass(frozen=True)
class Line:
    """One line of a question: its text and style, how far from the left, what stands before it, the space above.

    A scene begins with a line that `opens` it.
    """

    text: str
    style: Style
    indent: float
    before: str = ""
    above: float = 0
    opens: bool = False

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
        need = _height(lines) + (PICTURE + 6 if picture else 0)
        if self.place - need < FOOT and self.place < TOP:
            self._next()
        for number, line in enumerate(lines):
            if line.opens and self.place - _height(_scene_from(lines, number)) < FOOT:
                self._next()
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
        return found + (self._scenes(one) if one.kind == "scenario" else self._options(one))

    def _options(self, one):
        question, found = one.question, []
        texts = {option["key"]: option["text"] for option in question["options"]}
        if one.kind == "matching":
            for number, key in enumerate(one.item.options, start=1):
                found += self._wrapped(texts[key], OPTION, 2 * INDENT, f"{number}", 3)
            texts = {match["key"]: match["text"] for match in question["matches"]}
        for place, key in enumerate(one.lettered):
            above = 10 if place == 0 and one.kind == "matching" else 3
            found += self._wrapped(texts[key], OPTION, 2 * INDENT, letters.letter(place), above)
        return found

    def _scenes(self, one):
        """Return each scene with what one could do in it. Where that leads, and what follows, would tell the answer."""
        found = []
        for number, scene in enumerate(one.scenes, start=1):
            found.append(Line(_("Scene %(number)d") % {"number": number}, SCENE, INDENT, above=6, opens=True))
            found += self._wrapped(scene["text"], OPTION, INDENT, "")
            for place, action in enumerate(scene["actions"]):
                found += self._wrapped(action["text"], OPTION, 2 * INDENT, letters.letter(place), 3)
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
        "spots": _("Several can be right: cross them all. Leave out what is innocent."),
        "scenario": _("What would you do? Write a letter for each scene, in the order of the scenes."),
        "ordering": _("Write all the letters in the right order."),
        "matching": _("For each number write the letter that belongs to it."),
    }
    return hints.get(one.kind, "")


def _height(lines):
    return sum(line.height for line in lines)


def _scene_from(lines, start):
    """Return the lines of the scene that opens there."""
    end = next((place for place in range(start + 1, len(lines)) if lines[place].opens), len(lines))
    return lines[start:end]


def _heads(lines):
    """Return how many lines stand above the picture: all before the first option or scene."""
    return next((number for number, line in enumerate(lines) if line.opens or line.indent > INDENT), len(lines))


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
