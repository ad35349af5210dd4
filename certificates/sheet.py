"""A landscape A4 sheet and the few things that are drawn on it."""

from typing import NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from certificates import typesetting

WIDTH, HEIGHT = landscape(A4)
INK, PAPER, GO, QUIET = HexColor("#14213d"), HexColor("#fdfbf7"), HexColor("#0b5d3b"), HexColor("#4a5470")
BLACK, WHITE = HexColor("#000000"), HexColor("#ffffff")

# The site's own shield with a tick, on a grid of 24 from the top left corner.
_SHIELD = ((12, 2), (20, 5), (20, 11), (20, 17, 16, 20, 12, 22), (8, 20, 4, 17, 4, 11), (4, 5), (12, 2))
_TICK = ((8, 12), (11, 15), (16, 9))


class Style(NamedTuple):
    font: str
    size: int
    colour: Color = INK
    smallest: int = 6


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Sheet:
    """One page. Measures are points from the bottom left corner."""

    def __init__(self, file, description):
        typesetting.register_fonts()
        self.canvas = Canvas(
            file, pagesize=(WIDTH, HEIGHT), invariant=1, lang="en", initialFontName=typesetting.REGULAR
        )
        self.canvas.setTitle(description["title"])
        self.canvas.setAuthor(description["author"])
        self.canvas.setSubject(description["subject"])
        self.canvas.setCreator(description["creator"])
        self.canvas.setDateFormatter(lambda *now: f"D:{description['date']:%Y%m%d%H%M%SZ}")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")

    def finish(self):
        self.canvas.showPage()
        self.canvas.save()

    def say(self, text, place, style):
        self.canvas.setFillColor(style.colour)
        self.canvas.setFont(style.font, style.size)
        self.canvas.drawString(*place, text)

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
        path = self.canvas.beginPath()
        for box in boxes:
            path.rect(*box)
        self.canvas.setFillColor(colour)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def frame(self, line_colour, colour, box):
        self.canvas.setFillColor(colour)
        self.canvas.setStrokeColor(line_colour)
        self.canvas.setLineWidth(2.5)
        self.canvas.roundRect(*box, 8, stroke=1, fill=1)

    def dash(self, colour, thickness, dashes, line):
        self.canvas.saveState()
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(thickness)
        self.canvas.setDash(*dashes)
        self.canvas.line(*line)
        self.canvas.restoreState()

    def draw_shield(self, box):
        self.canvas.saveState()
        self.canvas.translate(box.x, box.y + box.height)
        self.canvas.scale(box.width / 24, -box.height / 24)
        self.canvas.setStrokeColor(GO)
        self.canvas.setLineWidth(1.6)
        self.canvas.setLineCap(1)
        self.canvas.setLineJoin(1)
        for points in (_SHIELD, _TICK):
            self.canvas.drawPath(self._path(points))
        self.canvas.restoreState()

    def _path(self, points):
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            (path.lineTo if len(point) == 2 else path.curveTo)(*point)
        return path
