"""How many reports came, for the programme: by county and month, with nothing told about so few that they would show.

Only months that are over are counted: from day to day, a figure that grows would tell when a report came.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from incidents.models import ReceivedCount
from places import hiding
from places.counties import County

MONTHS = 12
TOTAL = None


@dataclass(frozen=True)
class Counts:
    """Months and counties with reports, and the number of each pair; TOTAL stands for all of them."""

    months: list[date]
    counties: list[str]
    cells: Counter
    hidden: set

    def shown(self, county, month) -> int | None:
        """Return a number, or None where it is hidden."""
        return None if (county, month) in self.hidden else self.cells[county, month]

    def rows(self):
        """Yield the name of each county and its numbers, month by month and then its total; last, all of them."""
        for county in [*self.counties, TOTAL]:
            numbers = [self.shown(county, month) for month in [*self.months, TOTAL]]
            yield _name(county), numbers


def counts_of(today: date) -> Counts:
    """Return the counts of the last twelve whole months before this one."""
    end = today.replace(day=1)
    months = [end - relativedelta(months=back) for back in range(MONTHS, 0, -1)]
    cells = Counter()
    for county, month, number in ReceivedCount.objects.filter(month__in=months).values_list(
        "county", "month", "number"
    ):
        for cell in ((county, month), (county, TOTAL), (TOTAL, month), (TOTAL, TOTAL)):
            cells[cell] += number
    counties = sorted({county for county, _month in cells if county is not TOTAL and cells[county, TOTAL]})
    return Counts(months, counties, cells, hidden_of(cells, counties, months))


def hidden_of(cells: Counter, counties: list[str], months: list[date]) -> set:
    """Return which cells of the table are hidden.

    Those under five are, and so many more of each row and column that none of them follows from its total.
    """
    hidden = {cell for cell, number in cells.items() if hiding.is_few(number)}
    rows = [[(county, month) for month in [*months, TOTAL]] for county in [*counties, TOTAL]]
    columns = [[(county, month) for county in [*counties, TOTAL]] for month in [*months, TOTAL]]
    lines = [[cell for cell in line if cells[cell]] for line in (*rows, *columns)]
    while more := {cell for line in lines for cell in _more(line, cells, hidden)}:
        hidden |= more
    return hidden


def _more(line, cells, hidden):
    """Return what else of one line has to be hidden now: its smallest part that is shown, else its total, or nothing.

    The last of the line is the total of the parts before it.
    """
    if not line:
        return []
    *parts, total = line
    shut = [cell for cell in parts if cell in hidden]
    follows_from_total = len(shut) == 1 or hiding.is_few(sum(cells[cell] for cell in shut))
    is_safe = bool(shut) if total in hidden else not follows_from_total
    shown = sorted((cell for cell in parts if cell not in hidden), key=lambda cell: (cells[cell], str(cell)))
    return [] if is_safe else [*shown, total][:1]


def _name(county):
    if county is TOTAL:
        return _("All")
    return str(County(county).label) if county else _("not known")
