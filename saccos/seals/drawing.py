"""The seal on paper: a poster for the stage and a sticker for the vehicle, in both languages, with the signed QR."""

from io import BytesIO

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home import helpline_directory
from printing.sheet import A4_UPRIGHT, GO, INK, MM, PAPER, QUIET, WHITE, Box, Sheet, Style, describe
from printing.typesetting import BOLD, REGULAR
from saccos.models import Seal
from saccos.seals import statement

STICKER = (148 * MM, 105 * MM)
HELPLINES = 3


def poster(seal: Seal) -> bytes:
    """Return the A4 poster."""
    width, height = A4_UPRIGHT
    file = BytesIO()
    sheet = Sheet(file, _description(seal), A4_UPRIGHT)
    sheet.fill(PAPER, Box(0, 0, width, height))
    _road(sheet, Box(0, height - 70, width, 70), Style(BOLD, 22, PAPER))
    sheet.draw_shield(Box(44, height - 168, 76, 76))
    sheet.say_within(Box(132, height - 170, width - 176, 84), seal.operator_name, Style(BOLD, 38))
    measure = (width - 2 * 44 - 24) / 2
    for number, code in enumerate(dict(settings.LANGUAGES)):
        left = 44 + number * (measure + 24)
        with translation.override(code):
            sheet.say_within(
                Box(left, 570, measure, 84), _("The crew of this operator are trained"), Style(BOLD, 25, GO)
            )
            sheet.say_within(Box(left, 506, measure, 58), _share(seal), Style(REGULAR, 15))
            sheet.say_within(Box(left, 158, measure, 40), _("Scan to see whether it holds today."), Style(BOLD, 14))
            _helplines(sheet, left, 128, measure, 12)
    _square(sheet, seal, Box((width - 98 * MM) / 2, 212, 98 * MM, 98 * MM))
    sheet.say_within(Box(44, 26, width - 88, 20), _foot(seal), Style(REGULAR, 10, QUIET))
    sheet.finish()
    return file.getvalue()


def sticker(seal: Seal) -> bytes:
    """Return the sticker for a vehicle's window, A6 lying on its side."""
    width, height = STICKER
    file = BytesIO()
    sheet = Sheet(file, _description(seal), STICKER)
    sheet.fill(PAPER, Box(0, 0, width, height))
    _road(sheet, Box(0, height - 34, width, 34), Style(BOLD, 14, PAPER))
    side = 52 * MM
    left, measure = 16, width - side - 48
    sheet.draw_shield(Box(left, height - 84, 38, 38))
    sheet.say_within(Box(left + 44, height - 86, measure - 44, 42), seal.operator_name, Style(BOLD, 19))
    half = (width - 2 * left - 16) / 2
    for number, code in enumerate(dict(settings.LANGUAGES)):
        top = height - 92 - number * 54
        with translation.override(code):
            text = _("The crew of this operator are trained")
            sheet.say_within(Box(left, top - 30, measure, 30), text, Style(BOLD, 13, GO))
            sheet.say_within(Box(left, top - 50, measure, 19), _share(seal), Style(REGULAR, 8))
            _helplines(sheet, left + number * (half + 16), 84, half, 9)
    _square(sheet, seal, Box(width - side - 16, 102, side, side))
    sheet.say_within(Box(left, 8, width - 32, 12), _foot(seal), Style(REGULAR, 7, QUIET))
    sheet.finish()
    return file.getvalue()


def _road(sheet, box, brand):
    sheet.fill(INK, box)
    sheet.fill(GO, Box(box.x, box.y - 4, box.width, 4))
    sheet.dash(PAPER, box.height / 20, (box.height / 3, box.height / 4), (0, box.y + 7, box.width, box.y + 7))
    sheet.say(settings.WAGTAIL_SITE_NAME, (box.height * 0.6, box.y + box.height * 0.42), brand)


def _square(sheet, seal, frame):
    """Draw the QR on white with its quiet zone."""
    said = statement.text(seal.code, bytes(seal.statement))
    sheet.frame(GO, WHITE, frame)
    sheet.draw_square(frame, said)


def _share(seal):
    text = _("%(trained)s of %(total)s staff held a valid certificate on %(date)s.")
    date = date_format(timezone.localtime(seal.given_at), "j F Y")
    return text % {"trained": seal.trained, "total": seal.total, "date": date}


def _helplines(sheet, left, top, measure, size):
    sheet.say(_("Help"), (left, top), Style(BOLD, size))
    for number, line in enumerate(helpline_directory.to_call(HELPLINES), start=1):
        sheet.say_within(Box(left, top - 4 - number * size * 1.5, measure, size * 1.4), line, Style(REGULAR, size))


def _foot(seal):
    place = statement.address(seal.code).lower().split("://")[-1].replace(seal.code.lower(), seal.code)
    until = date_format(timezone.localtime(seal.expires_at), "j F Y")
    return _("%(address)s · at most until %(date)s") % {"address": place, "date": until}


def _description(seal):
    title = f"{seal.operator_name} · {settings.WAGTAIL_SITE_NAME}"
    return describe(title, _("The crew of this operator are trained"), seal.given_at)
