"""What stands on paper in both languages, once where they agree."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext


def in_each(say: Callable[[], str]) -> list[str]:
    """Return what is said in each language in turn, once where they agree."""
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(str(say()))
    return once(*said)


@cache
def each(message: str) -> tuple[str, ...]:
    """Return a message of the catalogue in each language in turn, once where they agree."""
    return tuple(in_each(lambda: gettext(message)))


def in_both(message: str) -> str:
    """Return a message of the catalogue in each language, in one line."""
    return " · ".join(each(message))


def dates(moment: datetime) -> list[str]:
    """Return the day of a moment, as the platform's own clock has it, in each language."""
    return list(_spelled(timezone.localtime(moment).date()))


@lru_cache(1000)
def _spelled(day):
    return in_each(lambda: format_date(day, "j F Y"))


def once(*texts: str) -> list[str]:
    """Return the texts in their order, without repeating any."""
    return list(dict.fromkeys(texts))
