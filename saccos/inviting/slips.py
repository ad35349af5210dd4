"""Slips to hand out: eight on a sheet of A4, each with a name and the QR of that person's own link, to be cut apart."""

from collections.abc import Iterable
from io import BytesIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from printing.sheet import A4_UPRIGHT, GO, MM, QUIET, Box, Sheet, Style, describe
from printing.typesetting import BOLD, REGULAR
from saccos.inviting import sending
from saccos.models import Invitation, Operator, StaffMember

COLUMNS, ROWS = 2, 4
ON_A_SHEET = COLUMNS * ROWS
PAGE_WIDTH, PAGE_HEIGHT = A4_UPRIGHT
WIDTH, HEIGHT = PAGE_WIDTH / COLUMNS, PAGE_HEIGHT / ROWS
# No desktop printer reaches the very edge of the paper.
MARGIN = 8 * MM
QR_SIDE = 42 * MM
GAP = 4 * MM
CUT, CUT_WIDTH, CUT_DASHES = "#8b91a3", 0.5, (4, 4)

BRAND = Style(BOLD, 9, GO)
NAME = Style(BOLD, 17, smallest=9)
OPERATOR = Style(BOLD, 11, smallest=7)
TEXT = Style(REGULAR, 10, smallest=7)
ADDRESS = Style(REGULAR, 8, QUIET, smallest=5)


def draw(operator: Operator, slips: Iterable[tuple[StaffMember, Invitation]]) -> bytes:
    """Return the PDF; each slip is in its person's language. Without anybody it is one empty sheet."""
    file = BytesIO()
    title = f"{operator} · {_('Invitations')}"
    sheet = Sheet(file, describe(title, _("Slips with a personal link"), operator.created_at), A4_UPRIGHT)
    for number, (member, invitation) in enumerate(slips):
        place = number % ON_A_SHEET
        if number and place == 0:
            sheet.next_page()
        if place == 0:
            _draw_cuts(sheet)
        with translation.override(member.person.language):
            _draw_slip(sheet, corner(place), member.person, operator, sending.address(invitation.token))
    sheet.finish()
    return file.getvalue()


def corner(place: int) -> tuple[float, float]:
    """Return the bottom left of the slip in that place, 0 to 7, row by row from the top left, in points."""
    row, column = divmod(place, COLUMNS)
    return column * WIDTH, (ROWS - 1 - row) * HEIGHT


def _draw_cuts(sheet):
    """Draw dashed lines along which the sheet is cut."""
    for column in range(1, COLUMNS):
        sheet.dash(CUT, CUT_WIDTH, CUT_DASHES, (column * WIDTH, 0, column * WIDTH, PAGE_HEIGHT))
    for row in range(1, ROWS):
        sheet.dash(CUT, CUT_WIDTH, CUT_DASHES, (0, row * HEIGHT, PAGE_WIDTH, row * HEIGHT))


def _draw_slip(sheet, at, person, operator, address):
    left, foot = at[0] + MARGIN, at[1] + MARGIN
    sheet.draw_square(Box(left, foot + (HEIGHT - 2 * MARGIN - QR_SIDE) / 2, QR_SIDE, QR_SIDE), address)
    x, measure = left + QR_SIDE + GAP, WIDTH - 2 * MARGIN - QR_SIDE - GAP
    top = at[1] + HEIGHT - MARGIN
    sheet.say_within(Box(x, top - 12, measure, 12), settings.WAGTAIL_SITE_NAME, BRAND)
    sheet.say_within(Box(x, top - 56, measure, 42), str(person), NAME)
    sheet.say_within(Box(x, top - 84, measure, 26), operator.name, OPERATOR)
    text = _("Scan this with your phone's camera. Sign in with your own number: a free course, and a certificate.")
    sheet.say_within(Box(x, foot + 22, measure, top - 88 - foot - 22), text, TEXT)
    sheet.say_within(Box(x, foot, measure, 20), address.split("://")[-1], ADDRESS)
