"""The page for an operator's board: one A4 sheet in the active language. Measures are points from the bottom left."""

from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home import helpline_directory
from printing.sheet import A4_UPRIGHT, GO, INK, PAPER, QUIET, WHITE, Box, Sheet, Style, describe
from printing.typesetting import BOLD, REGULAR, width
from saccos.minute.board import Report, Share
from saccos.models import Operator

WIDTH, HEIGHT = A4_UPRIGHT
LEFT = 44
MEASURE = WIDTH - 2 * LEFT
GAP = 28
COLUMN = (MEASURE - GAP) / 2
RIGHT = LEFT + COLUMN + GAP
ROAD = 56
WAIT, LINE, FLAG = "#b86a00", "#d8d2c4", "#a4161a"
COLOURS = {"go": GO, "wait": WAIT, "begun": QUIET, "rest": LINE}
HELPLINES = 3
ROLES = 6
ROW = 26

NAME = Style(BOLD, 28)
HEADLINE = Style(BOLD, 22, GO)
HEADING = Style(BOLD, 13)
TEXT = Style(REGULAR, 11)
SMALL = Style(REGULAR, 9, QUIET)
FIGURE = Style(BOLD, 30)
ASKED = Style(BOLD, 15)


def draw(operator: Operator, report: Report, now: datetime) -> bytes:
    """Return the PDF."""
    file = BytesIO()
    sheet = Sheet(file, _description(operator, now), A4_UPRIGHT)
    sheet.fill(PAPER, Box(0, 0, WIDTH, HEIGHT))
    _head(sheet, operator, now)
    _figures(sheet, report.figures)
    _shares(sheet, LEFT, _("Trained, by role"), report.roles[:ROLES])
    _shares(sheet, RIGHT, _("Hold a valid certificate, by course"), report.courses)
    _trend(sheet, report.months, ROW * (ROLES - max(len(report.roles[:ROLES]), len(report.courses), 1)))
    _next_to_lapse(sheet, report.next_to_lapse)
    _asked(sheet, report.figures)
    _foot(sheet)
    sheet.finish()
    return file.getvalue()


def _description(operator, now):
    title = f"{operator} · {date_format(timezone.localdate(now), 'j F Y')}"
    return describe(title, _("How our crew stands"), now)


def _head(sheet, operator, now):
    sheet.fill(INK, Box(0, HEIGHT - ROAD, WIDTH, ROAD))
    sheet.fill(GO, Box(0, HEIGHT - ROAD - 5, WIDTH, 5))
    sheet.dash(PAPER, 3, (22, 16), (0, HEIGHT - ROAD + 9, WIDTH, HEIGHT - ROAD + 9))
    sheet.say(settings.WAGTAIL_SITE_NAME, (LEFT, HEIGHT - 32), Style(BOLD, 17, PAPER))
    day = date_format(timezone.localdate(now), "j F Y")
    sheet.say(day, (WIDTH - LEFT - width(day, REGULAR, 12), HEIGHT - 31), Style(REGULAR, 12, PAPER))
    sheet.say_within(Box(LEFT, 730, MEASURE, 40), operator.name, NAME)
    place = f"{operator.get_kind_display()} · {operator.get_county_display()}"
    sheet.say(place[:1].upper() + place[1:], (LEFT, 718), Style(REGULAR, 11, QUIET))


def _figures(sheet, figures):
    """Draw the sentence, the bar, and the three figures with their words."""
    sheet.say_within(Box(LEFT, 674, MEASURE, 28), _headline(figures), HEADLINE)
    _bar(sheet, Box(LEFT, 644, MEASURE, 20), figures.bar, figures.total)
    third = MEASURE / 3
    told = (
        (figures.trained, _("trained"), GO),
        (figures.lapsing, _("lapse in 30 days"), WAIT),
        (figures.not_yet, _("not yet"), FLAG),
    )
    for place, (number, words, colour) in enumerate(told):
        left = LEFT + place * third
        sheet.fill(colour, Box(left, 590, 4, 42))
        sheet.say(str(number), (left + 14, 607), FIGURE)
        sheet.say_within(Box(left + 14, 588, third - 24, 15), words, Style(REGULAR, 12, QUIET))
    if figures.not_yet:
        said = {"begun": figures.in_progress, "rest": figures.not_started}
        text = _("%(begun)s in progress, %(rest)s not started") % said
        sheet.say_within(Box(LEFT + 2 * third + 14, 574, third - 14, 13), text, SMALL)


def _headline(figures):
    if not figures.total:
        return _("Nobody is on the staff list yet")
    if not figures.not_yet:
        text = ngettext("Your one staff member is trained", "All %(total)s staff are trained", figures.total)
    else:
        text = ngettext(
            "%(trained)s of %(total)s staff member is trained",
            "%(trained)s of %(total)s staff are trained",
            figures.total,
        )
    return text % {"trained": figures.trained, "total": figures.total}


def _bar(sheet, box, pieces, total):
    sheet.fill(LINE, box)
    for piece in pieces:
        left, long = (box.width * piece[name] / total for name in ("start", "width"))
        sheet.fill(COLOURS[piece["name"]], Box(box.x + left, box.y, long, box.height))


def _shares(sheet, left, heading, shares: list[Share]):
    """Draw a heading and beneath it a bar for each share, with the numbers behind it."""
    sheet.say_within(Box(left, 548, COLUMN, 18), heading, HEADING)
    if not shares:
        sheet.say(_("Nothing yet."), (left, 526), TEXT)
    for place, share in enumerate(shares):
        top = 526 - place * ROW
        numbers = _("%(trained)s of %(total)s") % {"trained": share.trained, "total": share.total}
        room = width(numbers, BOLD, 11)
        sheet.say_within(Box(left, top - 3, COLUMN - room - 8, 14), share.label, TEXT)
        sheet.say(numbers, (left + COLUMN - room, top), Style(BOLD, 11))
        sheet.fill(LINE, Box(left, top - 10, COLUMN, 5))
        if share.trained:
            sheet.fill(GO, Box(left, top - 10, COLUMN * share.trained / max(share.total, 1), 5))


def _trend(sheet, months, spare):
    """Draw a column for each month, as high as the certificates earned in it, with its number on top.

    `spare` is the room that the shares above left over.
    """
    heading = _("Certificates earned by today's staff, month by month")
    sheet.say_within(Box(LEFT, 352 + spare, MEASURE, 18), heading, HEADING)
    step, most = MEASURE / len(months), max(1, *(month.issued for month in months))
    sheet.line(LINE, 1, (LEFT, 276, LEFT + MEASURE, 276))
    for place, month in enumerate(months):
        middle = LEFT + (place + 0.5) * step
        high = (54 + spare) * month.issued / most
        sheet.fill(GO, Box(middle - step * 0.3, 276, step * 0.6, max(high, 0.8)))
        _centred(sheet, str(month.issued), middle, 280 + high, Style(BOLD, 10, INK if month.issued else QUIET))
        _centred(sheet, date_format(month.first, "M"), middle, 263, SMALL)


def _centred(sheet, text, middle, foot, style):
    sheet.say(text, (middle - width(text, style.font, style.size) / 2, foot), style)


def _next_to_lapse(sheet, people):
    sheet.say_within(Box(LEFT, 226, COLUMN, 18), _("Whose certificate ends next"), HEADING)
    if not people:
        sheet.say(_("Nobody holds a certificate yet."), (LEFT, 206), TEXT)
    for place, member in enumerate(people):
        foot = 206 - place * 17
        day = date_format(timezone.localdate(member.trained_until), "j M Y")
        room = width(day, REGULAR, 11)
        sheet.say_within(Box(LEFT, foot - 3, COLUMN - room - 8, 14), str(member.person), TEXT)
        sheet.say(day, (LEFT + COLUMN - room, foot), Style(REGULAR, 11, QUIET))


def _asked(sheet, figures):
    """Draw, in a frame, the one thing the board is asked for."""
    sheet.frame(GO, WHITE, Box(RIGHT, 116, COLUMN, 128))
    sheet.say(_("What we ask of the board"), (RIGHT + 14, 222), Style(BOLD, 13, GO))
    sheet.say_within(Box(RIGHT + 14, 126, COLUMN - 28, 84), _ask(figures), ASKED)


def _ask(figures):
    if figures.not_yet:
        text = ngettext(
            "Give the %(number)s person who is not trained yet two hours of working time for the course this month.",
            "Give the %(number)s people who are not trained yet two hours of working time for the course this month.",
            figures.not_yet,
        )
        return text % {"number": figures.not_yet}
    if figures.lapsing:
        return _("Let those whose certificate ends in 30 days renew it during working hours.")
    return _("Keep it so: let everybody who joins take the course in their first week.")


def _foot(sheet):
    """Draw who helps, and where the figures come from."""
    sheet.line(LINE, 1, (LEFT, 92, LEFT + MEASURE, 92))
    third = MEASURE / HELPLINES
    for place, line in enumerate(helpline_directory.shown_for()[:HELPLINES]):
        numbers = helpline_directory.numbers_of(line)
        sheet.say_within(Box(LEFT + place * third, 68, third - 12, 16), numbers, Style(BOLD, 13))
        sheet.say_within(Box(LEFT + place * third, 48, third - 12, 18), line.get_need_display(), SMALL)
    address = settings.BASE_URL.split("://")[-1]
    sheet.say_within(
        Box(LEFT, 22, MEASURE, 14), _("Figures of this day from %(address)s") % {"address": address}, SMALL
    )
