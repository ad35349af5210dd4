"""Which helplines and services are shown for which need; lessons, the Help bar, pages and paper all read them here."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from wagtail.log_actions import log

from home import matching
from home.models import Helpline

CONFIRMED_FOR = timedelta(days=180)
CONFIRMED_AGAIN = "home.confirm_helpline"
IN_THE_BAR = 2


class NothingToConfirm(Exception):
    """The service has neither a number nor a website that could be shown."""


def shown_for(needs: Iterable[str] = ()) -> list[Helpline]:
    """Return the confirmed services of the whole country for these needs, in order; for every need where none is named.

    A service counts for its own need and for those that it is also for.
    """
    wanted = set(needs)
    return [line for line in Helpline.objects.shown().filter(county="") if not wanted or wanted & line.needs]


def found(need: str = "", county: str = "", words: str = "") -> list[Helpline]:
    """Return the confirmed services that fit all that is asked, those of the county before those of the country.

    `need` and `county` are values of their choices. Each word must stand in a name, in what the service does or is for;
    digits alone in a number, however that is spaced. An empty county means all of them.
    """
    fitting = [line for line in Helpline.objects.shown() if _fits(line, need, county, words)]
    return sorted(fitting, key=lambda line: line.county != county) if county else fitting


def _fits(line, need, county, words):
    if (need and need not in line.needs) or (county and line.county not in ("", county)):
        return False
    if digits := matching.digits_of(words):
        return any(digits in matching.digits_of(part.value) for part in line.numbers)
    return matching.holds(_text_of(line), matching.words_of(words))


def _text_of(line):
    needs = (str(Helpline.Need(need).label) for need in Helpline.Need.values if need in line.needs)
    return "\n".join((line.name_en, line.name_sw, line.about_en, line.about_sw, *needs))


def grouped(lines: Iterable[Helpline], need: str = "") -> list[tuple[str, list[Helpline]]]:
    """Return (what for, its services) for each need that has some, danger first; all in one where a need was asked."""
    lines = list(lines)
    if need:
        return [(Helpline.Need(need).label, lines)] if lines else []
    groups = ((one.label, [line for line in lines if line.need == one]) for one in Helpline.Need)
    return [(label, group) for label, group in groups if group]


def to_confirm(today: date):
    """Return the rows that are shown but were last confirmed more than 180 days ago, or on no known day."""
    return Helpline.objects.to_confirm_again(today - CONFIRMED_FOR)


def confirm(line: Helpline, by, today: date) -> bool:
    """Note that this person confirmed the service today and show it; return whether that was news.

    Raises NothingToConfirm where nobody could reach it.
    """
    if not line.can_be_reached:
        raise NothingToConfirm
    if (line.status, line.last_verified, line.confirmed_by) == (Helpline.Status.CONFIRMED, today, by):
        return False
    line.status, line.last_verified, line.confirmed_by = Helpline.Status.CONFIRMED, today, by
    with transaction.atomic():
        line.save(update_fields=["status", "last_verified", "confirmed_by"])
        log(instance=line, action=CONFIRMED_AGAIN, user=by)
    return True


def to_call(most: int) -> list[str]:
    """Return the first services with a number to call, as lines for paper: what for, and the numbers."""
    callable_ones = [line for line in shown_for() if numbers_of(line)]
    return [f"{line.get_need_display()}: {numbers_of(line)}" for line in callable_ones[:most]]


def numbers_of(line: Helpline) -> str:
    """Return the numbers to call, as they stand on paper."""
    return ", ".join(part.value for part in line.numbers if part.block_type == "call")


def short_codes() -> list[str]:
    """Return the numbers that stand on the Help bar: the first short code of each of the first services."""
    codes = [[part.value for part in line.numbers if _is_short(part)] for line in shown_for()]
    return [numbers[0] for numbers in codes if numbers][:IN_THE_BAR]


def _is_short(part):
    return part.block_type == "call" and len(part.value) <= 4
