"""One A4 page for the wall of the hall: a square as large as the page allows, and what to do with it."""

from io import BytesIO

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from printing.sheet import A4_UPRIGHT, GO, INK, MM, PAPER, QUIET, WHITE, Box, Sheet, Style, describe
from printing.typesetting import BOLD, REGULAR
from workshops.models import Workshop

WIDTH, HEIGHT = A4_UPRIGHT
LEFT = 44
MEASURE = WIDTH - 2 * LEFT
GAP = 24
COLUMN = (MEASURE - GAP) / 2
BAND = 84
QR_SIDE = 172 * MM

TITLE = Style(BOLD, 26, PAPER)
ABOUT = Style(REGULAR, 13, PAPER)
CALL = Style(BOLD, 24, GO)
STEP = Style(REGULAR, 14, INK)
ADDRESS = Style(REGULAR, 12, QUIET)


def address(workshop: Workshop) -> str:
    """Return what the square holds: it leads each phone to the page in its own language."""
    return f"{settings.BASE_URL}{reverse('workshop_qr', args=[workshop.token])}"


def draw(workshop: Workshop) -> bytes:
    """Return the PDF."""
    file = BytesIO()
    sheet = Sheet(file, description(workshop), A4_UPRIGHT)
    sheet.fill(INK, Box(0, HEIGHT - BAND, WIDTH, BAND))
    sheet.fill(GO, Box(0, HEIGHT - BAND - 5, WIDTH, 5))
    sheet.say_within(Box(LEFT, HEIGHT - 54, MEASURE, 36), workshop.title, TITLE)
    sheet.say_within(Box(LEFT, HEIGHT - 76, MEASURE, 18), f"{workshop.place} · {day(workshop)}", ABOUT)
    _draw_square(sheet, address(workshop))
    for code, left in zip(dict(settings.LANGUAGES), (LEFT, LEFT + COLUMN + GAP), strict=True):
        with translation.override(code):
            _draw_column(sheet, left)
    sheet.finish()
    return file.getvalue()


def description(workshop: Workshop) -> dict:
    """Return what a file about a workshop says of itself."""
    return describe(str(workshop), _("Workshop"), workshop.created_at)


def day(workshop: Workshop) -> str:
    """Return the day as every language reads it: 28.11.2026."""
    return format_date(timezone.localtime(workshop.starts_at), "d.m.Y")


def _draw_square(sheet, text):
    """Draw the QR on white with its quiet zone, and beneath it the address for those who type."""
    frame = Box((WIDTH - QR_SIDE) / 2, 218, QR_SIDE, QR_SIDE)
    sheet.frame(GO, WHITE, frame)
    sheet.draw_square(frame, text)
    sheet.say_within(Box(frame.x, frame.y - 20, QR_SIDE, 16), text.split("://")[-1], ADDRESS)


def _draw_column(sheet, left):
    sheet.say_within(Box(left, 140, COLUMN, 52), _("Are you here? Say so"), CALL)
    sheet.say_within(
        Box(left, 84, COLUMN, 52), _("Point your phone's camera at the square. No sign-in is needed."), STEP
    )
    text = _("No camera? Open %(address)s and type the four digits that the trainer says.")
    typed = f"{settings.BASE_URL.split('://')[-1]}{reverse('workshops:code')}"
    sheet.say_within(Box(left, 28, COLUMN, 54), text % {"address": typed}, STEP)
