"""The front of a pocket card: whose it is, what they learned, until when, and the QR that proves it."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from certificates.models import Certificate
from printing import typesetting
from printing.both import dates, in_both, in_each, once
from printing.cutting import CARD, CARD_HEIGHT, CARD_WIDTH
from printing.drawing import GO, MM, QUIET, Box, Drawing, Style
from printing.sheet import Sheet
from printing.typesetting import BOLD, REGULAR

EDGE = 5 * MM  # nothing is printed nearer to the cut, and every QR's quiet zone of 4 modules fits into it
QR_SIDE = 30 * MM
QR_BOX = Box(CARD_WIDTH - EDGE - QR_SIDE, CARD_HEIGHT - EDGE - QR_SIDE, QR_SIDE, QR_SIDE)
MEASURE = QR_BOX.x - 2 * EDGE
LANE, LANE_FOOT = (7, 4.2), 72

BRAND = Style(BOLD, 12)
KIND = Style(REGULAR, 7, GO)
NAME = Style(BOLD, 16)
TITLE_SIZES = (8, 7, 6)
LABEL = Style(REGULAR, 7, QUIET)
VALUE = Style(BOLD, 8)
CODE = Style(BOLD, 13)
SCAN = Style(BOLD, 7, GO)

SIGN_BOX = Box(EDGE - 4, CARD_HEIGHT - EDGE - 25, 27, 27)
LOGO_BOX = Box(EDGE, CARD_HEIGHT - EDGE - 23, 22, 23)
BRAND_LEFT = EDGE + 26
NAME_BOX = Box(EDGE, 76.5, MEASURE, 31)
TITLES_BOX = Box(EDGE, 40, MEASURE, 29)
DAY_BOX = Box(EDGE, 22.5, MEASURE, 10)
ISSUER_BOX = Box(EDGE, 7.5, MEASURE, 14)
SCAN_BOX = Box(QR_BOX.x, 21, QR_SIDE, 10)
CODE_BOX = Box(QR_BOX.x, 8, QR_SIDE, 15)


def draw(sheet: Sheet, certificate: Certificate, corner: tuple[float, float] = (0, 0)) -> None:
    """Draw the front of a card with its bottom left at the corner, in points."""
    logo = certificate.design.logo if certificate.design else b""
    sheet.place(_ground(settings.WAGTAIL_SITE_NAME, bytes(logo)), corner)
    _say(sheet, corner, NAME_BOX, certificate.holder_name, NAME)
    _draw_titles(sheet, corner, set_titles(certificate.course_title_en, certificate.course_title_sw))
    _say(sheet, corner, DAY_BOX, " · ".join(dates(certificate.expires_at)), VALUE)
    _say(sheet, corner, ISSUER_BOX, issued_by(certificate.issuer), LABEL)
    _say(sheet, corner, CODE_BOX, certificate.spelled_code, CODE)
    sheet.draw_qr(_moved(QR_BOX, corner), certificate.qr_text)


@lru_cache(8)
def _ground(site_name, logo):
    """Return what is alike on the front of every card: the organisation's logo stands in the place of our own sign."""
    ground = Drawing()
    if logo:
        ground.picture(LOGO_BOX, logo)
    else:
        ground.draw_shield(SIGN_BOX)
    ground.say(site_name, (BRAND_LEFT, SIGN_BOX.y + 16.5), BRAND)
    for number, text in enumerate(in_each(lambda: gettext(_("Certificate of training")))):
        ground.say(text, (BRAND_LEFT, SIGN_BOX.y + 8 - 7.5 * number), KIND)
    ground.dash(GO, 1.5, LANE, (EDGE, LANE_FOOT, EDGE + MEASURE, LANE_FOOT))
    ground.say(in_both(_("Valid until")), (EDGE, 33.5), LABEL)
    ground.say_within(SCAN_BOX, in_both(_("Scan to check")), SCAN)
    return ground.keep(CARD)


@lru_cache(256)
def set_titles(english: str, kiswahili: str) -> tuple[int, list[tuple[str, str]]]:
    """Return the size of type and the lines, each with its font, in which the course's titles fit their box.

    Titles shrink first and wrap; what the smallest type has no room for is left out, behind an ellipsis.
    """
    titles = list(zip(once(english, kiswahili), (BOLD, REGULAR), strict=False))
    for size in TITLE_SIZES:
        lines = [(line, font) for title, font in titles for line in typesetting.wrap(title, font, size, MEASURE)]
        room = int(TITLES_BOX.height / (size * typesetting.LEADING))
        if len(lines) <= room:
            return size, lines
    share = room // len(titles)
    return size, [(line, font) for title, font in titles for line in _cut(title, font, size, share)]


@lru_cache(256)
def issued_by(issuer: str) -> str:
    """Return the line that says who issued it, cut where it is too long for its box."""
    text = f"{in_both(_('Issued by'))}: {issuer}"
    return " ".join(_cut(text, LABEL.font, LABEL.smallest, 2))


def _cut(text, font, size, count):
    """Return the text in at most so many lines; what has no room is left out, behind an ellipsis."""
    lines = typesetting.wrap(text, font, size, MEASURE)
    if len(lines) <= count:
        return lines
    last = lines[count - 1]
    while typesetting.width(f"{last}…", font, size) > MEASURE:
        last = last[:-1]
    return [*lines[: count - 1], f"{last}…"]


def _draw_titles(sheet, corner, titles):
    size, lines = titles
    top = corner[1] + TITLES_BOX.y + TITLES_BOX.height
    for number, (line, font) in enumerate(lines):
        foot = top - size - number * size * typesetting.LEADING
        sheet.say(line, (corner[0] + TITLES_BOX.x, foot), Style(font, size))


def _say(sheet, corner, box, text, style):
    sheet.say_within(_moved(box, corner), text, style)


def _moved(box, corner):
    return Box(corner[0] + box.x, corner[1] + box.y, box.width, box.height)
