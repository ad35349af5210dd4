"""The programme's operators with their kept figures, as its pages read them: one query, never a row of staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Coalesce

from places.counties import County
from saccos.models import Operator

KINDS = dict(Operator.Kind.choices)
COUNTIES = dict(County.choices)
ENGAGEMENTS = dict(Operator.Engagement.choices)


class Entry(NamedTuple):
    """One operator. `trained` includes who lapses soon, as on every page; `staff` are its current staff."""

    pk: int
    name: str
    kind: str
    county: str
    engagement: str
    lapsing: int
    trained: int
    staff: int

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def county_name(self) -> str:
        return COUNTIES.get(self.county, self.county)

    @property
    def engagement_name(self) -> str:
        return ENGAGEMENTS.get(self.engagement, self.engagement)

    @property
    def share(self) -> int | None:
        return share(self.trained, self.staff)


@dataclass
class Sums:
    operators: int = 0
    staff: int = 0
    trained: int = 0
    lapsing: int = 0

    def add(self, entry: Entry) -> None:
        self.operators += 1
        self.staff += entry.staff
        self.trained += entry.trained
        self.lapsing += entry.lapsing

    @property
    def share(self) -> int | None:
        return share(self.trained, self.staff)


def share(trained: int, staff: int) -> int | None:
    """Return the whole percent trained, rounded down so that 80 means at least 80; None where there is no staff."""
    return 100 * trained // staff if staff else None


def read() -> list[Entry]:
    """Return every operator that was not merged into another, by name."""
    lapsing, trained = Coalesce("figures__lapsing", 0), Coalesce("figures__trained", 0)
    rows = Operator.objects.standing().order_by("name", "pk")
    rows = rows.annotate(soon=lapsing, all_trained=lapsing + trained, staff_in_all=Coalesce(F("figures__total"), 0))
    return [
        Entry._make(row)
        for row in rows.values_list("pk", "name", "kind", "county", "engagement", "soon", "all_trained", "staff_in_all")
    ]


def total(entries: Iterable[Entry]) -> Sums:
    sums = Sums()
    for entry in entries:
        sums.add(entry)
    return sums


def by_county(entries: Iterable[Entry]) -> dict[str, Sums]:
    """Return the sums of all 47 counties, by code."""
    sums = {code: Sums() for code in COUNTIES}
    for entry in entries:
        sums.setdefault(entry.county, Sums()).add(entry)
    return sums
