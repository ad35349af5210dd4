"""The poster for a vehicle: whom to call, large enough to be read from a seat."""

from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _

from home.directory import lines
from printing.sheet import A4_UPRIGHT, GO, MM, PAPER, QUIET, WHITE, Box, Sheet, Style
from printing.typesetting import BOLD, REGULAR

WIDTH, HEIGHT = A4_UPRIGHT
LEFT = 44
MEASURE = WIDTH - 2 * LEFT
ROAD = 64
TITLE_FOOT, ROWS_TOP, ROWS_FOOT = 668, 656, 196
QR_SIDE = 42 * MM
DEEPEST, SHALLOWEST = 92, 46


def draw(county: str, now: datetime) -> bytes:
    """Return the PDF in the active language, of the whole country where the county is empty."""
    file = BytesIO()
    sheet = Sheet(file, lines.description(county, now), A4_UPRIGHT)
    sheet.fill(PAPER, Box(0, 0, WIDTH, HEIGHT))
    lines.draw_road(sheet, Box(0, HEIGHT - ROAD, WIDTH, ROAD), settings.WAGTAIL_SITE_NAME, Style(BOLD, 22, PAPER))
    sheet.say_within(
        Box(LEFT, TITLE_FOOT, MEASURE, 96), _("Do you need help, or does somebody near you?"), Style(BOLD, 38)
    )
    _draw_rows(sheet, lines.rows(county))
    _draw_foot(sheet, county, now)
    sheet.finish()
    return file.getvalue()


def _draw_rows(sheet, rows):
    room = ROWS_TOP - ROWS_FOOT
    depth = min(DEEPEST, max(SHALLOWEST, room / max(len(rows), 1)))
    for number, row in enumerate(rows[: int(room / depth)], start=1):
        foot = ROWS_TOP - number * depth
        sheet.line(QUIET, 0.6, (LEFT, foot + depth, LEFT + MEASURE, foot + depth))
        sheet.say_within(Box(LEFT, foot + depth * 0.68, MEASURE, depth * 0.26), row.need, Style(BOLD, 17, GO))
        sheet.say_within(Box(LEFT, foot + depth * 0.26, MEASURE, depth * 0.42), row.numbers, Style(BOLD, 34))
        sheet.say_within(Box(LEFT, foot + depth * 0.06, MEASURE, depth * 0.2), row.about, Style(REGULAR, 13, QUIET))


def _draw_foot(sheet, county, now):
    """Draw the QR on white, and beside it what to do."""
    frame = Box(LEFT + MEASURE - QR_SIDE, 44, QR_SIDE, QR_SIDE)
    sheet.frame(GO, WHITE, frame)
    sheet.draw_square(frame, lines.address(county))
    measure = MEASURE - QR_SIDE - 24
    sheet.say_within(Box(LEFT, 112, measure, 52), _("Call once you are safe. Confront nobody."), Style(BOLD, 20))
    sheet.say_within(
        Box(LEFT, 66, measure, 40), _("Scan to find more services, also in your county."), Style(REGULAR, 15)
    )
    sheet.say_within(Box(LEFT, 44, measure, 14), lines.dated(now), Style(REGULAR, 10, QUIET))
