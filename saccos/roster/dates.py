"""Dates as people write them, the day first, and as spreadsheets count them."""

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]+)?([a-z]{3,9})[\s\-/.,']+(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_YEAR = re.compile(r"(19[5-9]\d|20\d\d)")
# The spreadsheets' count of days; 20000 is in 1954 and 60000 in 2064.
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)
_CENTURY = 2000
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january januari", "feb february februari", "mar march machi", "apr april aprili", "may mei"),
            *("jun june juni", "jul july julai", "aug august ago agosti", "sep sept september septemba"),
            *("oct october okt oktoba", "nov november novemba", "dec december des desemba"),
        ),
        start=1,
    )
    for name in names.split()
}


def read(text: str) -> date:
    """Return the day that is meant: of a month or a year alone, the first. Raises ValueError."""
    text = text.strip().casefold()
    if found := _ISO.fullmatch(text):
        return date(*map(int, found.groups()))
    if found := _NUMBERS.fullmatch(text):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(text)) and found[2] in _MONTHS:
        return date(_year(found[3]), _MONTHS[found[2]], int(found[1] or 1))
    if found := _MONTH_YEAR.fullmatch(text):
        return date(int(found[2]), int(found[1]), 1)
    if found := _YEAR.fullmatch(text):
        return date(int(found[1]), 1, 1)
    if found := _SERIAL.fullmatch(text):
        return _DAY_ZERO + timedelta(days=int(found[1]))
    raise ValueError(text)


def _year(digits):
    return int(digits) if len(digits) == 4 else _CENTURY + int(digits)
