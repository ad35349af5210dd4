"""The certificate on paper: one landscape A4 page in both languages, the same bytes each time it is made."""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from certificates.models import Certificate, DesignVersion
from printing import qr, typesetting
from printing.both import dates, each, in_both, in_each, once
from printing.drawing import Drawing
from printing.sheet import A4, GO, HEIGHT, INK, MM, PAPER, QUIET, WHITE, WIDTH, Box, Sheet, Style
from printing.typesetting import BOLD, REGULAR

QR_SIDE = 30 * MM
ROAD = 62
LEFT, RIGHT = 112, WIDTH - 50
MEASURE = RIGHT - LEFT
DASH, DASHES = 16, 26
COLUMNS = LEFT, LEFT + 150, LEFT + 300
FRAME_FOOT = 92

BRAND = Style(BOLD, 24)
KIND = Style(REGULAR, 14, GO)
SMALL = Style(REGULAR, 14, QUIET)
LABEL = Style(REGULAR, 10, QUIET)
NAME = Style(BOLD, 52, smallest=14)
TITLE = Style(BOLD, 24)
VALUE = Style(BOLD, 14)
CODE = Style(BOLD, 26)
SCAN = Style(BOLD, 13, GO)
SIGNATORY = Style(BOLD, 12)
OFFICE = Style(REGULAR, 10, QUIET)

LOGO_BOX = Box(RIGHT - 170, HEIGHT - 104, 170, 72)
NAME_BOX = Box(LEFT, 366, MEASURE, 70)
WORDING_BOX = Box(LEFT, 323, MEASURE, 18)
WORDING_BOXES = Box(LEFT, 332, MEASURE, 16), Box(LEFT, 316, MEASURE, 16)
TITLE_BOXES = Box(LEFT, 282, MEASURE, 32), Box(LEFT, 248, MEASURE, 32)
ISSUER_BOXES = Box(COLUMNS[2], 182, 250, 17), Box(COLUMNS[2], 165, 250, 34)
SIGNATURE_BOX = Box(COLUMNS[2], 122, 250, 40)
SIGNATORY_BOX = Box(COLUMNS[2], 104, 250, 14)
OFFICE_BOX = Box(COLUMNS[2], 78, 250, 25)


def draw(certificate: Certificate, design: DesignVersion | None = None) -> bytes:
    """Return the PDF, in the certificate's own design, or for a preview in another, which need not be saved."""
    return _file([certificate], design)


def draw_many(certificates: Iterable[Certificate]) -> bytes:
    """Return a PDF of one page each, in their order, with one set of fonts. Raises ValueError where there are none."""
    return _file(list(certificates), None)


def _file(certificates, design):
    file = BytesIO()
    sheet = Sheet(file, _description(certificates))
    for number, certificate in enumerate(certificates):
        if number:
            sheet.next_page()
        _draw_page(sheet, certificate, design or certificate.design)
    sheet.finish()
    return file.getvalue()


def _description(certificates):
    """Return what the file says of itself. Raises ValueError where there are none."""
    latest = max(certificates, key=lambda certificate: certificate.issued_at)
    kind = in_both(_("Certificate of training"))
    about = {"author": latest.issuer, "creator": settings.WAGTAIL_SITE_NAME, "date": latest.issued_at}
    if len(certificates) > 1:
        return about | {"title": f"{kind} · {len(certificates)}", "subject": kind}
    title = f"{latest.course_title_en} · {latest.holder_name}"
    return about | {"title": title, "subject": f"{kind} · {latest.spelled_code}"}


def _draw_page(sheet, certificate, design):
    sheet.place(_ground(settings.WAGTAIL_SITE_NAME, urlsplit(settings.BASE_URL).netloc))
    sheet.say_within(NAME_BOX, certificate.holder_name, NAME)
    _draw_wording(sheet, design)
    for box, title in zip(TITLE_BOXES, once(certificate.course_title_en, certificate.course_title_sw), strict=False):
        sheet.say_within(box, title, TITLE)
    _draw_facts(sheet, certificate)
    _draw_square(sheet, certificate)
    if design:
        _draw_design(sheet, design)


@lru_cache(8)
def _ground(site_name, host):
    """Return what is the same on every certificate of the site."""
    ground = Drawing()
    _draw_road(ground)
    ground.draw_shield(Box(LEFT - 8, HEIGHT - 95, 60, 60))
    ground.say(site_name, (LEFT + 60, HEIGHT - 61), BRAND)
    ground.say(in_both(_("Certificate of training")), (LEFT + 60, HEIGHT - 82), KIND)
    ground.say(in_both(_("This certifies that")), (LEFT, 446), SMALL)
    gap = (MEASURE - DASH * DASHES) / (DASHES - 1)
    ground.dash(GO, 2.5, (DASH, gap), (LEFT, 356, RIGHT, 356))
    for left, label in zip(COLUMNS, (_("Issued on"), _("Valid until"), _("Issued by")), strict=True):
        ground.say(in_both(label), (left, 204), LABEL)
    ground.say(in_both(_("Code")), (LEFT, 132), LABEL)
    _draw_advice(ground, host)
    return ground.keep(A4)


def _draw_road(ground):
    """Draw the paper, and down its left edge a road with its dashed lane."""
    ground.fill(PAPER, Box(0, 0, WIDTH, HEIGHT))
    ground.fill(INK, Box(0, 0, ROAD, HEIGHT))
    ground.fill(GO, Box(ROAD, 0, 5, HEIGHT))
    ground.dash(PAPER, 5, (30, 22), (ROAD / 2, -8, ROAD / 2, HEIGHT))


def _draw_advice(ground, host):
    """Say how to find out whether what the paper says is true."""
    advice = _(
        "This paper proves nothing until it is checked: scan the square or type the code at %(address)s,"
        " and compare the name with the ID card."
    )
    for number, text in enumerate(in_each(lambda: gettext(advice) % {"address": f"{host}/v"})):
        ground.say_within(Box(LEFT, 48 - 16 * number, MEASURE, 14), text, LABEL)


def _draw_wording(sheet, design):
    """Say what the holder did, in both languages: in one line where they fit into it."""
    texts = each(_("completed the course and passed its quizzes"))
    if design:
        own = [design.content.get(name, "") for name in ("wording_en", "wording_sw")]
        texts = once(*filter(None, own)) or texts
    line = " · ".join(texts)
    if typesetting.width(line, SMALL.font, SMALL.size) <= MEASURE:
        texts = [line]
    boxes = WORDING_BOXES if len(texts) > 1 else [WORDING_BOX]
    for box, text in zip(boxes, texts, strict=False):
        sheet.say_within(box, text, SMALL)


def _draw_facts(sheet, certificate):
    for left, moment in zip(COLUMNS, (certificate.issued_at, certificate.expires_at), strict=False):
        for number, day in enumerate(dates(moment)):
            sheet.say_within(Box(left, 182 - 17 * number, 142, 17), day, VALUE)
    is_long = typesetting.width(certificate.issuer, VALUE.font, VALUE.size) > ISSUER_BOXES[0].width
    sheet.say_within(ISSUER_BOXES[is_long], certificate.issuer, VALUE)
    sheet.say(certificate.spelled_code, (LEFT, 104), CODE)


def _draw_square(sheet, certificate):
    """Draw the QR on white, with its quiet zone, and say what it is for."""
    text = certificate.qr_text
    quiet = QR_SIDE * qr.QUIET / (17 + 4 * qr.version(text)) + 4  # and room for the frame's round corners
    side = QR_SIDE + 2 * quiet
    frame = Box(RIGHT - side, FRAME_FOOT, side, side)
    sheet.frame(GO, WHITE, frame)
    sheet.draw_qr(Box(frame.x + quiet, frame.y + quiet, QR_SIDE, QR_SIDE), text)
    for number, label in enumerate(each(_("Scan to check"))):
        sheet.say_within(Box(frame.x, frame.y + side + 20 - 15 * number, side, 16), label, SCAN)


def _draw_design(sheet, design):
    """Draw the logo, and the signature above a line with who signs and their office."""
    said = design.content
    if design.logo:
        sheet.picture(LOGO_BOX, design.logo, across=1)
    if not (design.signature or said.get("signatory")):
        return
    if design.signature:
        sheet.picture(SIGNATURE_BOX, design.signature, across=0)
    left, foot = SIGNATURE_BOX.x, SIGNATURE_BOX.y - 2
    sheet.line(QUIET, 0.8, (left, foot, left + SIGNATURE_BOX.width, foot))
    sheet.say_within(SIGNATORY_BOX, said.get("signatory", ""), SIGNATORY)
    offices = [said.get(name, "") for name in ("signatory_role_en", "signatory_role_sw")]
    sheet.say_within(OFFICE_BOX, " · ".join(once(*filter(None, offices))), OFFICE)
