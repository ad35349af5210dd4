"""The back of a pocket card, alike on all: the five steps of a safe response, and whom to call."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from certificates.printing.card_front import LANE
from home import helpline_directory
from home.models import Helpline
from printing import typesetting
from printing.both import in_each
from printing.cutting import CARD, CARD_HEIGHT, CARD_WIDTH
from printing.drawing import GO, INK, MM, Art, Drawing, Style
from printing.steps import STEPS
from printing.typesetting import BOLD, DESCENT, LEADING, REGULAR

EDGE = 4 * MM
MEASURE, DEPTH = CARD_WIDTH - 2 * EDGE, CARD_HEIGHT - 2 * EDGE
GUTTER = 9
COLUMN = (MEASURE - GUTTER) / 2
# Points. Smaller print is not read at a roadside.
SIZES = (8, 7.5, 7, 6.5)
_KINDS = {"whatsapp": "WhatsApp: ", "ussd": "USSD: "}


class Words(NamedTuple):
    """What is written in one go: its left, and how far its foot is below the top of its block."""

    left: float
    foot: float
    text: str
    font: str = REGULAR
    colour: str = INK


class Block(NamedTuple):
    words: list[Words]
    depth: float


class Face(NamedTuple):
    """Everything on the back, in one size of type."""

    size: float
    steps: Block
    helplines: Block

    @property
    def gap(self):
        """Return how much is free between the blocks, where the lane runs: one to two lines."""
        return min(2 * self.size, max(self.size, DEPTH - self.steps.depth - self.helplines.depth))

    @property
    def depth(self):
        return self.steps.depth + self.gap + self.helplines.depth


def art() -> Art:
    """Return the back, with the helplines that are confirmed now."""
    face = compose(_rows(helpline_directory.shown_for()))
    drawing = Drawing()
    top = CARD_HEIGHT - EDGE - (DEPTH - face.depth) / 2
    lane = top - face.steps.depth - face.gap / 2
    drawing.dash(GO, 1.5, LANE, (EDGE, lane, EDGE + MEASURE, lane))
    for block, start in ((face.steps, top), (face.helplines, lane - face.gap / 2)):
        for words in block.words:
            style = Style(words.font, face.size, words.colour)
            drawing.say(words.text, (EDGE + words.left, start - words.foot), style)
    return drawing.keep(CARD)


def compose(rows: list[tuple[str, list[str]]]) -> Face:
    """Return the back with these rows of (number, need in each language), in the largest type that has room for all.

    Where the smallest has none, the last rows are left out.
    """
    fewer = [(SIZES[-1], count) for count in range(len(rows) - 1, -1, -1)]
    for size, count in [*((size, len(rows)) for size in SIZES), *fewer]:
        face = Face(size, _set_steps(size), _set_rows(size, rows[:count]))
        if face.depth <= DEPTH:
            break
    return face


def _rows(helplines: Iterable[Helpline]) -> list[tuple[str, list[str]]]:
    """Return a row for each kind of number of each helpline."""
    rows = []
    for helpline in helplines:
        numbers = {}
        for part in helpline.numbers:
            numbers.setdefault(part.block_type, []).append(part.value)
        english, *others = in_each(helpline.get_need_display)
        rows += [(", ".join(numbers[kind]), [_KINDS.get(kind, "") + english, *others]) for kind in numbers]
    return rows


def _set_steps(size):
    """Set the steps in each language, one beside the other."""
    words, depth = [], 0
    indent = size * 1.1
    for number, step in enumerate(STEPS, start=1):
        columns = [_flow(parts, size, COLUMN - indent) for parts in _in_each_language(step)]
        for column, lines in enumerate(columns):
            left = column * (COLUMN + GUTTER)
            words += _placed([[(0, str(number), BOLD)]], left, depth, size, GO)
            words += _placed(lines, left + indent, depth, size)
        depth += max(map(len, columns)) * size * LEADING
    return Block(words, depth)


def _set_rows(size, rows):
    """Set the helplines, the number first."""
    words, depth = [], 0
    widest = max((typesetting.width(number, BOLD, size) for number, _needs in rows), default=0)
    column = min(widest, MEASURE * 0.42) + size * 0.2
    room = MEASURE - column - size
    for number, needs in rows:
        numbers = _flow([(number, BOLD)], size, column)
        lines = _flow([(" · ".join(needs), REGULAR)], size, room)
        if len(lines) > 1:
            lines = [line for need in needs for line in _flow([(need, REGULAR)], size, room)]
        words += _placed(numbers, 0, depth, size, GO) + _placed(lines, column + size, depth, size)
        depth += max(len(numbers), len(lines)) * size * LEADING
    return Block(words, depth)


def _in_each_language(step):
    """Return a step as (text, font) in each language."""
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append([(gettext(step[0]), BOLD), (gettext(step[1]), REGULAR)])
    return said


def _flow(parts, size, width):
    """Return lines of [left, text, font], none of them wider than the width unless one word is."""
    lines, end = [[]], 0
    for text, font in parts:
        space = typesetting.width(" ", font, size)
        for word in text.split():
            length = typesetting.width(word, font, size)
            if end and end + space + length > width:
                lines.append([])
                end = 0
            if lines[-1] and lines[-1][-1][2] == font:
                lines[-1][-1][1] += f" {word}"
            else:
                lines[-1].append([end and end + space, word, font])
            end += (space if end else 0) + length
    return lines


def _placed(lines, left, depth, size, colour=INK):
    """Return the lines as words, one beneath the other, the first so deep in its block."""
    leading = size * LEADING
    return [
        Words(left + start, depth + leading * number - size * DESCENT, text, font, colour)
        for number, line in enumerate(lines, start=1)
        for start, text, font in line
    ]
