"""The attendance list on paper: A4 pages of numbered rows, the expected by name, then empty ones to fill the page."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from printing.sheet import A4_UPRIGHT, INK, MM, QUIET, Box, Sheet, Style
from printing.typesetting import BOLD, REGULAR
from workshops import qr_page
from workshops.models import Participant, Workshop

WIDTH, HEIGHT = A4_UPRIGHT
LEFT = 13 * MM
MEASURE = WIDTH - 2 * LEFT
TOP = HEIGHT - 52 * MM
ROW = 10.5 * MM
ROWS_A_PAGE = 21
FEWEST_EMPTY = 8
FOOT = 10 * MM
PAD = 4

TITLE = Style(BOLD, 20)
ABOUT = Style(REGULAR, 11)
HEADING = Style(BOLD, 9)
CELL = Style(REGULAR, 11)
NUMBER = Style(BOLD, 11)
SMALL = Style(REGULAR, 9, QUIET)


class Line(NamedTuple):
    number: int
    name: str = ""
    operator: str = ""
    role: str = ""
    phone: str = ""


def draw(workshop: Workshop, participants: Sequence[Participant]) -> bytes:
    """Return the PDF. Of a phone only the last three digits are shown: the list goes round the hall."""
    file = BytesIO()
    sheet = Sheet(file, qr_page.description(workshop), A4_UPRIGHT)
    rows = lines(workshop, participants)
    pages = [rows[start : start + ROWS_A_PAGE] for start in range(0, len(rows), ROWS_A_PAGE)]
    for number, page in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        _draw_head(sheet, workshop)
        _draw_table(sheet, page)
        sheet.say(f"{number} / {len(pages)}", (WIDTH - LEFT - 30, FOOT), SMALL)
        sheet.say(settings.WAGTAIL_SITE_NAME, (LEFT, FOOT), SMALL)
    sheet.finish()
    return file.getvalue()


def lines(workshop: Workshop, participants: Sequence[Participant]) -> list[Line]:
    """Return the rows to print: everybody on the list under their number, and the free numbers up to the capacity.

    After the last name there are always FEWEST_EMPTY empty rows, and then as many as fill the page.
    """
    known = {participant.number: _line(participant) for participant in participants}
    needed = max(workshop.capacity, max(known, default=0) + FEWEST_EMPTY)
    last = -(-needed // ROWS_A_PAGE) * ROWS_A_PAGE
    return [known.get(number) or Line(number) for number in range(1, last + 1)]


def _line(participant):
    person = participant.person
    phone = f"… {str(person.phone)[-3:]}" if person.phone else ""
    role = person.get_role_display() if person.role else ""
    return Line(participant.number, str(person), str(participant.operator or ""), role, phone)


def _draw_head(sheet, workshop):
    sheet.say_within(Box(LEFT, HEIGHT - 26 * MM, MEASURE, 13 * MM), workshop.title, TITLE)
    hours = f"{qr_page.day(workshop)}, {workshop.hours}"
    about = f"{hours} · {workshop.place}, {workshop.get_county_display()}"
    sheet.say_within(Box(LEFT, HEIGHT - 32 * MM, MEASURE, 6 * MM), about, ABOUT)
    said = _both(lambda: _("Attendance list: sign beside your name, or write yourself in an empty row."))
    sheet.say_within(Box(LEFT, HEIGHT - 42 * MM, MEASURE, 9 * MM), said, SMALL)


def _columns():
    """Return each column's width in millimetres and its heading in both languages."""
    return (
        (10, lambda: _("No.")),
        (52, lambda: _("Full name")),
        (38, lambda: _("Operator")),
        (26, lambda: _("Work")),
        (28, lambda: _("Phone")),
        (30, lambda: _("Signature")),
    )


def _both(heading):
    """Return the words in every language, each once: "Full name / Jina kamili"."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(heading()))
    return " / ".join(dict.fromkeys(found))


def _draw_table(sheet, page):
    foot = TOP - ROW * len(page)
    edge = LEFT
    for place, (width, heading) in enumerate(_columns()):
        sheet.say_within(Box(edge + PAD, TOP, width * MM - PAD, 8 * MM), _both(heading), HEADING)
        for row, line in enumerate(page, start=1):
            if place < len(line) and (cell := str(line[place])):
                box = Box(edge + PAD, TOP - ROW * row + 1, width * MM - 2 * PAD, ROW - 2)
                sheet.say_within(box, cell, CELL if place else NUMBER)
        edge += width * MM
        if place < len(_columns()) - 1:
            sheet.line(QUIET, 0.5, (edge, foot, edge, TOP))
    for row in range(len(page) + 1):
        height = TOP - ROW * row
        sheet.line(INK if row == 0 else QUIET, 1.2 if row == 0 else 0.5, (LEFT, height, LEFT + MEASURE, height))
