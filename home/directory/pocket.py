"""The sheet for a pocket, A6: the five steps of a safe response, and whom to call."""

from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _

from home.directory import lines
from printing.sheet import GO, MM, PAPER, QUIET, WHITE, Box, Sheet, Style
from printing.steps import STEPS
from printing.typesetting import BOLD, REGULAR

A6 = WIDTH, HEIGHT = 105 * MM, 148 * MM
LEFT = 20
MEASURE = WIDTH - 2 * LEFT
ROAD = 34
TITLE_FOOT, ROWS_TOP, ROWS_FOOT = HEIGHT - 66, HEIGHT - 70, 132
QR_SIDE = 30 * MM
DEEPEST, SHALLOWEST = 46, 24


def draw(county: str, now: datetime) -> bytes:
    """Return the PDF in the active language, of the whole country where the county is empty."""
    file = BytesIO()
    sheet = Sheet(file, lines.description(county, now), A6)
    sheet.fill(PAPER, Box(0, 0, WIDTH, HEIGHT))
    lines.draw_road(sheet, Box(0, HEIGHT - ROAD, WIDTH, ROAD), settings.WAGTAIL_SITE_NAME, Style(BOLD, 13, PAPER))
    sheet.say_within(Box(LEFT, TITLE_FOOT, MEASURE, 26), lines.title(county), Style(BOLD, 19))
    _draw_rows(sheet, lines.rows(county))
    _draw_steps(sheet)
    _draw_square(sheet, county, now)
    sheet.finish()
    return file.getvalue()


def _draw_rows(sheet, rows):
    room = ROWS_TOP - ROWS_FOOT
    depth = min(DEEPEST, max(SHALLOWEST, room / max(len(rows), 1)))
    for number, row in enumerate(rows[: int(room / depth)], start=1):
        foot = ROWS_TOP - number * depth
        sheet.line(QUIET, 0.4, (LEFT, foot + depth, LEFT + MEASURE, foot + depth))
        sheet.say_within(Box(LEFT, foot + depth * 0.7, MEASURE, depth * 0.25), row.need, Style(BOLD, 9, GO))
        sheet.say_within(Box(LEFT, foot + depth * 0.29, MEASURE, depth * 0.41), row.numbers, Style(BOLD, 16))
        sheet.say_within(Box(LEFT, foot + depth * 0.05, MEASURE, depth * 0.24), row.about, Style(REGULAR, 8, QUIET, 5))


def _draw_steps(sheet):
    measure = MEASURE - QR_SIDE - 12
    for number, (what, how) in enumerate(STEPS, start=1):
        foot = ROWS_FOOT - 14 - number * 19.5
        sheet.say_within(Box(LEFT, foot, 12, 18), str(number), Style(BOLD, 10, GO))
        sheet.say_within(Box(LEFT + 13, foot, measure - 13, 19), f"{_(what)} {_(how)}", Style(REGULAR, 8))


def _draw_square(sheet, county, now):
    frame = Box(LEFT + MEASURE - QR_SIDE, ROWS_FOOT - 14 - QR_SIDE, QR_SIDE, QR_SIDE)
    sheet.frame(GO, WHITE, frame)
    sheet.draw_square(frame, lines.address(county))
    sheet.say_within(Box(frame.x, 16, QR_SIDE, 14), _("Scan for all services"), Style(BOLD, 7, GO, 5))
    sheet.say_within(Box(LEFT, 8, MEASURE, 9), lines.dated(now), Style(REGULAR, 6, QUIET, 5))
