"""Operators ranked by the share of their staff that is trained, each among those of its county and kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saccos.programme.entries import Entry

FEWEST = 5
"""With fewer staff one person more or less turns the order over, so that these have no place."""


FEWEST_IN_A_GROUP = 3
"""Among fewer operators a place says nothing."""


class Sort(TextChoices):
    GROUP = "group", gettext_lazy("county and kind")
    SHARE = "share", gettext_lazy("share trained")
    STAFF = "staff", gettext_lazy("staff")
    LAPSING = "lapsing", gettext_lazy("lapsing in 30 days")


@dataclass(frozen=True)
class Line:
    """`place` is among the `of` operators of the county and kind that have one; None with too few staff or too few of
    them.
    """

    entry: Entry
    place: int | None
    of: int

    @property
    def is_small(self) -> bool:
        return self.entry.staff < FEWEST

    @property
    def group(self) -> tuple[str, str]:
        return self.entry.county_name, self.entry.kind


def lines(everybody: Iterable[Entry], chosen: Iterable[Entry], sort: Sort = Sort.GROUP) -> list[Line]:
    """Return a line for each chosen operator: those with few staff last, in the order asked for.

    Places are among all operators of the county and kind, whatever is chosen. Equal shares have equal places, and the
    next one counts those before it: 1, 1, 3.
    """
    places, sizes = _places(everybody)
    found = [Line(entry, places.get(entry.pk), sizes[entry.county, entry.kind]) for entry in chosen]
    return sorted(found, key=lambda line: (line.is_small, *_KEYS[sort](line)))


def _places(everybody):
    groups, places = defaultdict(list), {}
    for entry in everybody:
        if entry.staff >= FEWEST:
            groups[entry.county, entry.kind].append(entry)
    for group in groups.values():
        group.sort(key=_share, reverse=True)
        if len(group) < FEWEST_IN_A_GROUP:
            continue
        for number, entry in enumerate(group):
            before = group[number - 1] if number else None
            is_equal = before and _share(before) == _share(entry)
            places[entry.pk] = places[before.pk] if is_equal else number + 1
    return places, defaultdict(int, {key: len(group) for key, group in groups.items()})


def _share(entry):
    # Division rounds equal fractions to the same number, so that 1 of 3 and 2 of 6 are a tie.
    return entry.trained / entry.staff if entry.staff else -1


_KEYS = {
    Sort.GROUP: lambda line: (*line.group, -_share(line.entry), line.entry.name),
    Sort.SHARE: lambda line: (-_share(line.entry), -line.entry.staff, line.entry.name),
    Sort.STAFF: lambda line: (-line.entry.staff, line.entry.name),
    Sort.LAPSING: lambda line: (-line.entry.lapsing, -line.entry.staff, line.entry.name),
}


def table(found: Iterable[Line]) -> Iterator[list]:
    """Yield the rows of the league for a spreadsheet, headings first; an operator without a place has an empty cell."""
    yield [
        _("County"),
        _("Kind"),
        _("Operator"),
        _("Engagement"),
        _("Place"),
        _("Operators with a place"),
        _("Staff"),
        _("Trained"),
        _("Share trained (%)"),
        _("Lapsing in 30 days"),
    ]
    for place, of, entry in ((line.place, line.of, line.entry) for line in found):
        named = [entry.county_name, str(entry.kind_name), entry.name, str(entry.engagement_name)]
        yield [*named, place, of, entry.staff, entry.trained, entry.share, entry.lapsing]
