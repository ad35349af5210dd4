"""The certificate on paper: one landscape A4 page in both languages, the same bytes each time it is made."""

from datetime import UTC
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from reportlab.lib.units import mm

from certificates import qr
from certificates.models import Certificate
from certificates.sheet import BLACK, GO, HEIGHT, INK, PAPER, QUIET, WHITE, WIDTH, Box, Sheet, Style
from certificates.typesetting import BOLD, REGULAR

QR_SIDE = 30 * mm
ROAD = 62
LEFT, RIGHT = 112, WIDTH - 50
MEASURE = RIGHT - LEFT
DASH, DASHES = 16, 26

BRAND = Style(BOLD, 24)
KIND = Style(REGULAR, 14, GO)
SMALL = Style(REGULAR, 14, QUIET)
LABEL = Style(REGULAR, 10, QUIET)
NAME = Style(BOLD, 52, smallest=14)
TITLE = Style(BOLD, 24)
VALUE = Style(BOLD, 14)
CODE = Style(BOLD, 26)
SCAN = Style(BOLD, 13, GO)


def draw(certificate: Certificate) -> bytes:
    """Return the PDF."""
    file = BytesIO()
    sheet = Sheet(file, _description(certificate))
    _draw_road(sheet)
    _draw_heading(sheet)
    _draw_statement(sheet, certificate)
    _draw_facts(sheet, certificate)
    _draw_square(sheet, certificate)
    _draw_advice(sheet)
    sheet.finish()
    return file.getvalue()


def _description(certificate):
    return {
        "title": f"{certificate.course_title_en} · {certificate.holder_name}",
        "author": certificate.issuer,
        "subject": f"{_in_both(_('Certificate of training'))} · {certificate.spelled_code}",
        "creator": settings.WAGTAIL_SITE_NAME,
        "date": certificate.issued_at.astimezone(UTC),
    }


def _draw_road(sheet):
    """Draw the ground, and down its left edge a road with its dashed lane."""
    sheet.fill(PAPER, Box(0, 0, WIDTH, HEIGHT))
    sheet.fill(INK, Box(0, 0, ROAD, HEIGHT))
    sheet.fill(GO, Box(ROAD, 0, 5, HEIGHT))
    sheet.dash(PAPER, 5, (30, 22), (ROAD / 2, -8, ROAD / 2, HEIGHT))


def _draw_heading(sheet):
    sheet.draw_shield(Box(LEFT - 8, HEIGHT - 95, 60, 60))
    sheet.say(settings.WAGTAIL_SITE_NAME, (LEFT + 60, HEIGHT - 61), BRAND)
    sheet.say(_in_both(_("Certificate of training")), (LEFT + 60, HEIGHT - 82), KIND)


def _draw_statement(sheet, certificate):
    """Say who did what: the holder's name is the largest thing on the page."""
    sheet.say(_in_both(_("This certifies that")), (LEFT, 446), SMALL)
    sheet.say_within(Box(LEFT, 366, MEASURE, 70), certificate.holder_name, NAME)
    gap = (MEASURE - DASH * DASHES) / (DASHES - 1)
    sheet.dash(GO, 2.5, (DASH, gap), (LEFT, 356, RIGHT, 356))
    sheet.say(_in_both(_("completed the course and passed its quizzes")), (LEFT, 328), SMALL)
    for bottom, title in zip((282, 248), _once(certificate.course_title_en, certificate.course_title_sw), strict=False):
        sheet.say_within(Box(LEFT, bottom, MEASURE, 32), title, TITLE)


def _draw_facts(sheet, certificate):
    _draw_fact(sheet, LEFT, _("Issued on"), _dates(certificate.issued_at))
    _draw_fact(sheet, LEFT + 150, _("Valid until"), _dates(certificate.expires_at))
    _draw_fact(sheet, LEFT + 300, _("Issued by"), [certificate.issuer])
    sheet.say(_in_both(_("Code")), (LEFT, 132), LABEL)
    sheet.say(certificate.spelled_code, (LEFT, 104), CODE)


def _draw_fact(sheet, x, label, values):
    sheet.say(_in_both(label), (x, 204), LABEL)
    for number, value in enumerate(values):
        sheet.say_within(Box(x, 182 - 17 * number, 142, 17), value, VALUE)


def _draw_square(sheet, certificate):
    """Draw the QR on white, with its quiet zone, and say what it is for."""
    scan = _("Scan to check")
    modules = qr.matrix(certificate.qr_text)
    module = QR_SIDE / len(modules)
    quiet = qr.QUIET * module + 4  # and room for the frame's round corners
    side = QR_SIDE + 2 * quiet
    frame = Box(RIGHT - side, 92, side, side)
    sheet.frame(GO, WHITE, frame)
    left, top = frame.x + quiet, frame.y + side - quiet
    sheet.fill(
        BLACK,
        *(Box(left + x * module, top - (y + 1) * module, length * module, module) for y, x, length in qr.runs(modules)),
    )
    for number, text in enumerate(_in_each(lambda: gettext(scan))):
        sheet.say_within(Box(frame.x, frame.y + side + 20 - 15 * number, side, 16), text, SCAN)


def _draw_advice(sheet):
    """Say how to find out whether what the paper says is true."""
    host = urlsplit(settings.BASE_URL).netloc
    advice = _(
        "This paper proves nothing until it is checked: scan the square or type the code at %(address)s,"
        " and compare the name with the ID card."
    )
    for number, text in enumerate(_in_each(lambda: gettext(advice) % {"address": f"{host}/v"})):
        sheet.say_within(Box(LEFT, 48 - 16 * number, MEASURE, 14), text, LABEL)


def _in_both(message):
    return " · ".join(_in_each(lambda: gettext(message)))


def _dates(moment):
    day = timezone.localtime(moment).date()
    return _in_each(lambda: format_date(day, "j F Y"))


def _in_each(say):
    """Return what is said in each language, once where they agree."""
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(say())
    return _once(*said)


def _once(*texts):
    return list(dict.fromkeys(texts))
