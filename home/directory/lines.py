"""What the directory's papers have in common: which services stand on them, in which order, and their furniture."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home import helpline_directory
from home.directory.numbers import said_as
from home.models import Helpline
from places.counties import County
from printing.sheet import GO, INK, PAPER, Box, Sheet, Style, describe

ROAD_EDGE = 4


class Row(NamedTuple):
    """One line of paper: what for, the numbers, and what else there is to know."""

    need: str
    numbers: str
    about: str


def rows(county: str) -> list[Row]:
    """Return a row for each service with a number, danger first, the county's own before those of the country.

    An empty county leaves out what serves one county only.
    """
    return [Row(need, _numbers(line), _about(line)) for need, lines in _groups(county) for line in lines]


def rows_by_need(county: str) -> list[Row]:
    """Return a row for each need, with the numbers of all its services."""
    return [Row(need, " · ".join(map(_numbers, lines)), "") for need, lines in _groups(county)]


def _groups(county):
    found = helpline_directory.found(county=county) if county else helpline_directory.shown_for()
    return helpline_directory.grouped(line for line in found if len(line.numbers))


def _numbers(line: Helpline):
    return " · ".join(map(said_as, line.numbers))


def _about(line):
    free = _("Free") if line.is_free else ""
    return " · ".join(filter(None, (line.name, free, line.hours, line.get_county_display())))


def address(county: str) -> str:
    """Return the address of the whole directory, of the county's where one is named."""
    return f"{settings.BASE_URL}{reverse('home:helplines')}{f'?county={county}' if county else ''}"


def title(county: str) -> str:
    """Return what the paper is called."""
    return f"{_('Who helps')} · {County(county).label}" if county else _("Who helps")


def description(county: str, now: datetime) -> dict:
    """Return what the file says of itself."""
    return describe(f"{title(county)} · {settings.WAGTAIL_SITE_NAME}", _("Helplines and services"), now)


def dated(now: datetime) -> str:
    """Return the line that says of which day the numbers are."""
    return _("Numbers as of %(day)s") % {"day": date_format(timezone.localtime(now), "j F Y")}


def draw_road(sheet: Sheet, box: Box, words: str, style: Style) -> None:
    """Draw a road along the top with its dashed lane, and the words on it."""
    sheet.fill(INK, box)
    sheet.fill(GO, Box(box.x, box.y - ROAD_EDGE / 2, box.width, ROAD_EDGE / 2))
    lane = box.y + box.height / 9
    sheet.dash(PAPER, box.height / 22, (box.height / 3, box.height / 4), (box.x, lane, box.x + box.width, lane))
    inside = Box(box.x + box.height / 3, box.y + box.height / 6, box.width - box.height * 2 / 3, box.height * 0.8)
    sheet.say_within(inside, words, style)
