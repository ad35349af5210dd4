"""The poster of an operator's invitation: one A4 page in both languages with a QR that opens the join page."""

from io import BytesIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from home import helpline_directory
from printing.sheet import A4_UPRIGHT, GO, INK, MM, PAPER, QUIET, WHITE, Box, Sheet, Style, describe
from printing.typesetting import BOLD, REGULAR
from saccos import invitations
from saccos.models import Invitation

WIDTH, HEIGHT = A4_UPRIGHT
LEFT = 44
MEASURE = WIDTH - 2 * LEFT
GAP = 24
COLUMN = (MEASURE - GAP) / 2
ROAD = 70
QR_SIDE = 110 * MM
HELPLINES = 3

BRAND = Style(BOLD, 22, PAPER)
NAME = Style(BOLD, 38)
CALL = Style(BOLD, 26, GO)
ADDRESS = Style(REGULAR, 12, QUIET)
STEP = Style(REGULAR, 15)
NUMBER = Style(BOLD, 20, GO)
HELP = Style(BOLD, 12)
HELP_LINE = Style(REGULAR, 12)


def draw(invitation: Invitation) -> bytes:
    """Return the PDF. Its QR leads to the join page in the active language."""
    file = BytesIO()
    title = f"{invitation.operator} · {settings.WAGTAIL_SITE_NAME}"
    sheet = Sheet(file, describe(title, _("Scan to start the course"), invitation.created_at), A4_UPRIGHT)
    sheet.fill(PAPER, Box(0, 0, WIDTH, HEIGHT))
    _draw_road(sheet)
    sheet.say_within(Box(LEFT, 690, MEASURE, 72), invitation.operator.name, NAME)
    _draw_square(sheet, invitations.address(invitation))
    for code, left in zip(dict(settings.LANGUAGES), (LEFT, LEFT + COLUMN + GAP), strict=True):
        with translation.override(code):
            _draw_column(sheet, left)
    sheet.finish()
    return file.getvalue()


def _draw_road(sheet):
    """Draw a road across the top with its dashed lane, and the platform's name on it."""
    sheet.fill(INK, Box(0, HEIGHT - ROAD, WIDTH, ROAD))
    sheet.fill(GO, Box(0, HEIGHT - ROAD - 5, WIDTH, 5))
    sheet.dash(PAPER, 4, (26, 18), (0, HEIGHT - ROAD + 12, WIDTH, HEIGHT - ROAD + 12))
    sheet.say(settings.WAGTAIL_SITE_NAME, (LEFT, HEIGHT - 40), BRAND)


def _draw_square(sheet, address):
    """Draw the QR on white with its quiet zone, and beneath it the address for those who type."""
    frame = Box((WIDTH - QR_SIDE) / 2, 300, QR_SIDE, QR_SIDE)
    sheet.frame(GO, WHITE, frame)
    sheet.draw_square(frame, address)
    sheet.say_within(Box(frame.x, frame.y - 20, QR_SIDE, 16), address.split("://")[-1], ADDRESS)


def _draw_column(sheet, left):
    """Draw one language's column: above the square what to do with it, below it the steps and who helps."""
    sheet.say_within(Box(left, 618, COLUMN, 64), _("Scan to start the course"), CALL)
    for number, text in enumerate(_steps(), start=1):
        bottom = 272 - 48 * number
        sheet.say_within(Box(left, bottom, 20, 44), str(number), NUMBER)
        sheet.say_within(Box(left + 24, bottom, COLUMN - 24, 44), text, STEP)
    sheet.say(_("Help"), (left, 104), HELP)
    for number, line in enumerate(helpline_directory.to_call(HELPLINES)):
        sheet.say_within(Box(left, 83 - 18 * number, COLUMN, 16), line, HELP_LINE)


def _steps():
    return (
        _("Point your phone's camera at the square."),
        _("Sign in with your phone number."),
        _("Learn a few minutes at a time, and get your certificate."),
    )
