"""What a page of the programme is asked to show, from its address and back; what makes no sense is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from places.corridors import Corridor
from saccos.models import Operator, OperatorStage, Route
from saccos.programme.entries import COUNTIES, ENGAGEMENTS, KINDS, Entry

CORRIDORS = dict(Corridor.choices)
_LONGEST = 100
_KNOWN = {"kind": KINDS, "county": COUNTIES, "engagement": ENGAGEMENTS, "corridor": CORRIDORS}


@dataclass(frozen=True)
class Choice:
    """Each is empty where everything is asked for; `stage` is a part of a bus stage's name."""

    kind: str = ""
    county: str = ""
    engagement: str = ""
    stage: str = ""
    corridor: str = ""

    def __bool__(self):
        return any(self._asked().values())

    def __str__(self):
        words = [
            str(_KNOWN[name].get(value, value)) for name, value in self._asked().items() if value and name in _KNOWN
        ]
        return ", ".join([*words, self.stage] if self.stage else words)

    def _asked(self):
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def query(self, **more) -> str:
        """Return the choice as the query of an address, with what the page adds."""
        return urlencode({name: value for name, value in (self._asked() | more).items() if value})

    def but(self, **changed) -> "Choice":
        return replace(self, **changed)

    def filter(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that are meant, in their order; asks the database only for stages and corridors."""
        named = [(name, value) for name in ("kind", "county", "engagement") if (value := getattr(self, name))]
        meant = [entry for entry in entries if all(getattr(entry, name) == value for name, value in named)]
        for ids in self._places():
            known = set(ids)
            meant = [entry for entry in meant if entry.pk in known]
        return meant

    def narrow(self, operators: QuerySet[Operator]) -> QuerySet[Operator]:
        """Return those of the operators that are meant, as `filter` does for entries."""
        named = {name: value for name in ("kind", "county", "engagement") if (value := getattr(self, name))}
        operators = operators.filter(**named)
        for ids in self._places():
            operators = operators.filter(pk__in=ids)
        return operators

    def _places(self):
        if self.stage:
            yield OperatorStage.objects.filter(name__icontains=self.stage).values_list("operator", flat=True)
        if self.corridor:
            yield Route.objects.filter(corridor=self.corridor).values_list("operator", flat=True)


def read(asked: Mapping[str, str]) -> tuple[Choice, list[str]]:
    """Return what the address asks for, and a sentence for each value that says nothing and is left out."""
    found, refused = {}, []
    for field in fields(Choice):
        value = asked.get(field.name, "").replace("\0", "").strip()[:_LONGEST]
        if value and value not in _KNOWN.get(field.name, [value]):
            refused.append(_REFUSALS[field.name]() % {"value": value})
        else:
            found[field.name] = value
    return Choice(**found), refused


_REFUSALS = {
    "kind": lambda: _("“%(value)s” is no kind of operator, so all kinds are shown."),
    "county": lambda: _("“%(value)s” is no county’s number, so all counties are shown."),
    "engagement": lambda: _("“%(value)s” is no step of engagement, so all are shown."),
    "corridor": lambda: _("“%(value)s” is no corridor, so all are shown."),
}

CHOICES = {
    "kinds": Operator.Kind.choices,
    "counties": sorted(COUNTIES.items(), key=lambda item: item[1]),
    "engagements": Operator.Engagement.choices,
    "corridors": Corridor.choices,
}
"""What the filters offer."""
