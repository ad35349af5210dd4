"""What can be drawn on paper: text, boxes, lines, pictures and QRs, as the operators of a PDF's content."""

import zlib
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from printing import pictures, qr, typesetting

MM = 72 / 25.4
INK, PAPER, GO, QUIET, BLACK, WHITE = "#14213d", "#fdfbf7", "#0b5d3b", "#4a5470", "#000000", "#ffffff"
_FONTS = {name: f"F{number}" for number, name in enumerate(typesetting.NAMES)}

# The site's own shield with a tick, on a grid of 24 from the top left corner.
_SHIELD = ((12, 2), (20, 5), (20, 11), (20, 17, 16, 20, 12, 22), (8, 20, 4, 17, 4, 11), (4, 5), (12, 2))
_TICK = ((8, 12), (11, 15), (16, 9))
_ROUND = 8
_CURVE = 0.5523  # how far a cubic curve's handle stands out for a quarter of a circle, in radii


class Style(NamedTuple):
    font: str
    size: int
    colour: str = INK
    smallest: int = 6


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Art(NamedTuple):
    """A drawing that is kept, to be placed on as many pages as one likes: a file holds it once."""

    name: str
    entries: str
    data: bytes
    letters: frozenset[str]
    pictures: dict[str, pictures.Picture]


class _Runs(dict):
    """Each run of dark modules as a rectangle, by its two ends, with y where its row is to stand."""

    def __missing__(self, ends):
        start, end = ends
        return self.setdefault(ends, f"{start} y {end - start} 1 re")


_RUNS = _Runs()


class Drawing:
    """Something being drawn. Measures are points from the bottom left corner."""

    def __init__(self):
        self._operators = []
        self._letters = set()
        self._pictures = {}

    def keep(self, size: tuple[float, float]) -> Art:
        """Return all that was drawn, cut off at that width and height."""
        data = zlib.compress(self._content(), 9)
        entries = f"/Type /XObject /Subtype /Form /BBox [0 0 {_n(*size)}] /Filter /FlateDecode"
        name = f"A{sha256(data).hexdigest()[:16]}"
        return Art(name, entries, data, frozenset(self._letters), dict(self._pictures))

    def say(self, text, place, style):
        """Write the text with the beginning of its line at the place."""
        self._letters.update(text)
        code = typesetting.font(style.font).code(text)
        self._add(
            f"{_colour(style.colour)} rg BT /{_FONTS[style.font]} {_n(style.size)} Tf {_n(*place)} Td {code} Tj ET"
        )

    def say_within(self, box, text, style):
        """Write the text in the middle of the box's height, smaller or in more lines where it would not fit."""
        sizes = range(style.size, style.smallest - 1, -1)
        size, lines = typesetting.fit(text, style.font, (box.width, box.height), sizes)
        leading = size * typesetting.LEADING
        top = box.y + (box.height + leading * len(lines)) / 2
        for number, line in enumerate(lines, start=1):
            self.say(line, (box.x, top - number * leading + size * typesetting.DESCENT), style._replace(size=size))

    def fill(self, colour, *boxes):
        """Fill the boxes as one path, so that no seam shows where they touch."""
        path = " ".join(f"{_n(*box)} re" for box in boxes)
        self._add(f"{_colour(colour)} rg {path} f")

    def frame(self, line_colour, colour, box):
        """Draw the box with round corners and a line around it."""
        self._add(f"q {_colour(line_colour)} RG {_colour(colour)} rg 2.5 w {_rounded(box)} b Q")

    def line(self, colour, thickness, line):
        """Draw a line from (x, y) to (x, y), given as one 4-tuple."""
        self.dash(colour, thickness, (), line)

    def dash(self, colour, thickness, dashes, line):
        """Draw a dashed line: so much drawn and so much left out, in turns."""
        left, foot, right, top = line
        lengths = " ".join(map(_n, dashes))
        self._add(f"q {_colour(colour)} RG {_n(thickness)} w [{lengths}] 0 d {_n(left, foot)} m {_n(right, top)} l S Q")

    def draw_shield(self, box):
        """Draw the platform's sign, as large as the box."""
        grid = _n(box.width / 24, 0, 0, -box.height / 24, box.x, box.y + box.height)
        self._add(f"q {grid} cm {_colour(GO)} RG 1.6 w 1 J 1 j {_path(_SHIELD)} S {_path(_TICK)} S Q")

    def draw_qr(self, box, text):
        """Draw the QR of the text, as large as the box, which leaves its quiet zone of 4 modules to the caller."""
        modules = qr.matrix(text)
        side = len(modules)
        grid = _n(box.width / side, 0, 0, -box.height / side, box.x, box.y + box.height)
        rows = (" ".join(map(_RUNS.__getitem__, qr.spans(row))).replace("y", str(y)) for y, row in enumerate(modules))
        self._add("\n".join((f"q {grid} cm {_colour(BLACK)} rg", *rows, "f Q")))

    def draw_square(self, box, text):
        """Draw the QR of the text with its quiet zone, together as large as the box."""
        quiet = box.width * qr.QUIET / (len(qr.matrix(text)) + 2 * qr.QUIET)
        side = box.width - 2 * quiet
        self.draw_qr(Box(box.x + quiet, box.y + quiet, side, side), text)

    def picture(self, box, data, *, across=0.5):
        """Draw the PNG or JPEG as large as the box allows, keeping its ratio. Raises OSError where it is neither.

        Where the box is wider, the picture stands so far across it: 0 on the left, 1 on the right.
        """
        found = pictures.read(bytes(data))
        self._pictures[found.name] = found
        scale = min(box.width / found.width, box.height / found.height)
        width, height = found.width * scale, found.height * scale
        x, y = box.x + across * (box.width - width), box.y + (box.height - height) / 2
        self._show(found.name, (width, 0, 0, height, x, y))

    def _show(self, name, grid):
        self._add(f"q {_n(*grid)} cm /{name} Do Q")

    def _add(self, operators):
        self._operators.append(operators)

    def _content(self):
        return "\n".join(self._operators).encode("ascii")


@lru_cache(64)
def _colour(spelled):
    """Return #rrggbb as three shares of one."""
    return _n(*(int(spelled[start : start + 2], 16) / 255 for start in (1, 3, 5)))


def _n(*values):
    """Return the numbers as a PDF writes them: never with an exponent."""
    return " ".join([f"{value:.4f}".rstrip("0").rstrip(".") for value in values])


def _path(points):
    steps = [f"{_n(*points[0])} m"]
    return " ".join(steps + [f"{_n(*point)} {'l' if len(point) == 2 else 'c'}" for point in points[1:]])


def _rounded(box):
    """Return the path of a box with round corners, from the bottom left one along the foot."""
    left, foot, right, top = box.x, box.y, box.x + box.width, box.y + box.height
    far, near = _ROUND, _ROUND * (1 - _CURVE)
    return _path(
        (
            (left + far, foot),
            (right - far, foot),
            (right - near, foot, right, foot + near, right, foot + far),
            (right, top - far),
            (right, top - near, right - near, top, right - far, top),
            (left + far, top),
            (left + near, top, left, top - near, left, top - far),
            (left, foot + far),
            (left, foot + near, left + near, foot, left + far, foot),
        )
    )
