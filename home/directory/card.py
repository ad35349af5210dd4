"""Wallet cards with the numbers of the directory: ten on a sheet of A4, to cut apart."""

from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _

from home.directory import lines
from printing.cutting import AS_LARGE_AS_IT_IS, CARD, CARD_HEIGHT, CARD_WIDTH, ON_A_SHEET, corner, marks
from printing.drawing import GO, MM, QUIET, Art, Box, Drawing, Style
from printing.sheet import A4_UPRIGHT, Sheet
from printing.typesetting import BOLD, REGULAR

EDGE = 4.5 * MM
ROAD = 23
QR_SIDE = 21 * MM
MEASURE = CARD_WIDTH - 3 * EDGE - QR_SIDE + 4
TOP = CARD_HEIGHT - EDGE - ROAD
DEEPEST, SHALLOWEST = 26, 15
"""How deep a row is, in points: less where there are many, and the last are left out where even that is too deep."""


def draw(county: str, now: datetime) -> bytes:
    """Return the PDF in the active language, of the whole country where the county is empty."""
    file = BytesIO()
    sheet = Sheet(file, lines.description(county, now), A4_UPRIGHT, AS_LARGE_AS_IT_IS)
    sheet.place(marks())
    one = _card(county, now)
    for number in range(ON_A_SHEET):
        sheet.place(one, corner(number))
    sheet.finish()
    return file.getvalue()


def _card(county, now) -> Art:
    drawing = Drawing()
    drawing.say(lines.title(county), (EDGE, TOP + 9), Style(BOLD, 13))
    brand = Box(CARD_WIDTH - EDGE - QR_SIDE, TOP + 6, QR_SIDE, 14)
    drawing.say_within(brand, settings.WAGTAIL_SITE_NAME, Style(BOLD, 8, GO))
    drawing.dash(GO, 1.5, (7, 4.2), (EDGE, TOP + 2, CARD_WIDTH - EDGE, TOP + 2))
    _draw_rows(drawing, lines.rows_by_need(county))
    square = Box(CARD_WIDTH - EDGE - QR_SIDE, TOP - 8 - QR_SIDE, QR_SIDE, QR_SIDE)
    drawing.draw_square(square, lines.address(county))
    drawing.say_within(Box(square.x, square.y - 20, QR_SIDE, 18), _("Scan for all services"), Style(BOLD, 7, GO, 5))
    drawing.say_within(Box(square.x, EDGE - 2, QR_SIDE, 14), lines.dated(now), Style(REGULAR, 6, QUIET, 5))
    return drawing.keep(CARD)


def _draw_rows(drawing, rows):
    room = TOP - EDGE + 2
    depth = min(DEEPEST, max(SHALLOWEST, room / max(len(rows), 1)))
    for number, row in enumerate(rows[: int(room / depth)], start=1):
        foot = TOP - 2 - number * depth
        say = Box(EDGE, foot + depth * 0.6, MEASURE, depth * 0.36)
        call = Box(EDGE, foot, MEASURE, depth * 0.6)
        drawing.say_within(say, row.need, Style(REGULAR, 7, smallest=5))
        drawing.say_within(call, row.numbers, Style(BOLD, 12, smallest=5))
