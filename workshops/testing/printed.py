"""The paper of a test on A4: an answer sheet with letters to cross, and the questions, in one language."""

from collections.abc import Sequence
from io import BytesIO

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from printing.sheet import A4_UPRIGHT, GO, INK, PAPER, QUIET, WHITE, Box, Sheet, Style, describe
from printing.typesetting import BOLD, REGULAR
from workshops.models import WorkshopTest
from workshops.testing import choosing, letters
from workshops.testing.printed_questions import Pages

WIDTH, HEIGHT = A4_UPRIGHT
LEFT = 48
MEASURE = WIDTH - 2 * LEFT
ROAD = 46
BRAND = Style(BOLD, 16, PAPER)
PLACE = Style(REGULAR, 11, PAPER)
TITLE = Style(BOLD, 26)
WHICH = Style(REGULAR, 13, QUIET)
LABEL = Style(REGULAR, 11, QUIET)
ADVICE = Style(REGULAR, 13)
NUMBER = Style(BOLD, 15)
LETTER = Style(BOLD, 12)
SMALL = Style(REGULAR, 9, QUIET)
SQUARE, GAP, ROW = 23, 8, 34
GRID_TOP = HEIGHT - 330
DEEP = 13
"""Rows in a column of the answer sheet."""
MOST_BESIDE, MOST_BESIDE_WORDS = 6, 4
"""Letters of a row where two columns stand side by side: at most, and before “a letter for each scene”."""


def draw(tests: Sequence[WorkshopTest], language: str) -> bytes:
    """Return the PDF of these tests' papers, one after the other, in the language "en" or "sw"."""
    with translation.override(language):
        file = BytesIO()
        sheet = Sheet(file, _description(tests), A4_UPRIGHT)
        for number, test in enumerate(tests):
            if number:
                sheet.next_page()
            _draw_test(sheet, test, language)
        sheet.finish()
    return file.getvalue()


def _description(tests):
    workshop = tests[0].workshop
    title = f"{workshop.title} · {_('Question paper')}"
    return describe(title, ", ".join(map(_title_of, tests)), max(test.created_at for test in tests))


def _title_of(test):
    return choosing.title_of(test.occasion, test.quiz)


def _draw_test(sheet, test, language):
    paper = choosing.asked_in(test)
    columns = 1 if any(max(one.boxes, len(one.letters)) > _most_beside(one) for one in paper) else 2
    for start in range(0, len(paper), columns * DEEP):
        if start:
            sheet.next_page()
        _draw_answers(sheet, test, paper[start : start + columns * DEEP])
    Pages(sheet, _title_of(test), _mark_of(test), language).draw(paper)


def _most_beside(one):
    return MOST_BESIDE_WORDS if one.kind == "scenario" else MOST_BESIDE


def _draw_answers(sheet, test, rows):
    _draw_head(sheet, test)
    _draw_who(sheet)
    _draw_advice(sheet, rows)
    for one, corner in zip(rows, _corners(len(rows)), strict=True):
        _draw_row(sheet, one, corner)
    sheet.say(_mark_of(test), (LEFT, 30), SMALL)


def _mark_of(test):
    """Return by what a paper found alone is known."""
    day = date_format(timezone.localtime(test.workshop.starts_at), "j F Y")
    return f"{test.workshop.title} · {day} · {test.workshop_id}-{test.pk}"


def _draw_head(sheet, test):
    day = date_format(timezone.localtime(test.workshop.starts_at), "j F Y")
    sheet.fill(INK, Box(0, HEIGHT - ROAD, WIDTH, ROAD))
    sheet.fill(GO, Box(0, HEIGHT - ROAD - 4, WIDTH, 4))
    sheet.say(settings.WAGTAIL_SITE_NAME, (LEFT, HEIGHT - 29), BRAND)
    sheet.say_within(Box(LEFT, HEIGHT - 112, MEASURE, 44), _title_of(test), TITLE)
    where = f"{test.workshop.title} · {test.workshop.place} · {day}"
    sheet.say_within(Box(LEFT, HEIGHT - 138, MEASURE, 22), where, WHICH)


def _draw_who(sheet):
    """Draw the boxes for the number on the attendance list and the name."""
    foot, wide = HEIGHT - 218, 110
    sheet.say_within(Box(LEFT, foot + 46, wide + 40, 14), _("Your number on the list"), LABEL)
    sheet.frame(INK, WHITE, Box(LEFT, foot, wide, 40))
    left = LEFT + wide + 56
    sheet.say(_("Your name"), (left, foot + 49), LABEL)
    sheet.frame(INK, WHITE, Box(left, foot, LEFT + MEASURE - left, 40))


def _draw_advice(sheet, paper):
    said = [_("Read each question on the next page, and cross the letter of your answer here.")]
    if any(one.kind in letters.SEVERAL for one in paper):
        said.append(_("Where it says “several”, cross all the letters that are right."))
    if any(one.boxes for one in paper):
        said.append(_("Where there are empty boxes, write letters into them."))
    said.append(_("Crossed the wrong one? Fill it in black, and cross another."))
    sheet.say_within(Box(LEFT, HEIGHT - 306, MEASURE, 72), " ".join(said), ADVICE)


def _corners(count):
    """Return where each row begins: down one column, or two where one is not enough."""
    deep = count if count <= DEEP else -(-count // 2)
    return [(LEFT + (place // deep) * MEASURE / 2, GRID_TOP - ROW * (place % deep + 1)) for place in range(count)]


def _draw_row(sheet, one, corner):
    left, foot = corner
    sheet.say(str(one.number), (left, foot + 7), NUMBER)
    place = left + 34
    for label in range(1, one.boxes + 1) if one.boxes else one.letters:
        box = Box(place, foot, SQUARE, SQUARE)
        sheet.frame(QUIET, WHITE, box)
        if one.boxes:
            sheet.say(str(label), (place + 2, foot + SQUARE + 1), SMALL._replace(size=7))
        else:
            sheet.say(label, (place + 7.5, foot + 7), LETTER)
        place += SQUARE + GAP
    if one.kind in letters.SEVERAL:
        sheet.say(_("several"), (place + 2, foot + 8), SMALL)
    elif one.kind == "scenario":
        sheet.say_within(Box(place + 2, foot, 76, SQUARE), _("a letter for each scene"), SMALL)
