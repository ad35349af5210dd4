"""How many operators of each kind the programme has mapped, against how many it means to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from saccos.models import Operator, Target
from saccos.programme.entries import Entry

Kind = Operator.Kind


@dataclass(frozen=True)
class Reached:
    """`target` is None where none is set."""

    kind: str
    number: int
    target: int | None

    @property
    def is_reached(self) -> bool:
        return self.target is not None and self.number >= self.target

    @property
    def width(self) -> int:
        """Return how far the bar reaches, of 100."""
        return min(100, 100 * self.number // self.target) if self.target else 0

    def __str__(self):
        sentence = _SENTENCES if self.target is not None else _SENTENCES_WITHOUT
        return sentence[self.kind]() % {"number": self.number, "target": self.target}


# Whole phrases, because a language may put a kind's plural elsewhere.
_SENTENCES = {
    Kind.MATATU_SACCO: lambda: _("%(number)s of %(target)s matatu saccos"),
    Kind.BUS_SACCO: lambda: _("%(number)s of %(target)s bus saccos"),
    Kind.BUS_COMPANY: lambda: _("%(number)s of %(target)s bus companies"),
    Kind.TRUCK_COMPANY: lambda: _("%(number)s of %(target)s truck companies"),
}
_SENTENCES_WITHOUT = {
    Kind.MATATU_SACCO: lambda: _("Matatu saccos: %(number)s (no target)"),
    Kind.BUS_SACCO: lambda: _("Bus saccos: %(number)s (no target)"),
    Kind.BUS_COMPANY: lambda: _("Bus companies: %(number)s (no target)"),
    Kind.TRUCK_COMPANY: lambda: _("Truck companies: %(number)s (no target)"),
}


def counts(entry: Entry) -> bool:
    """Return whether an operator counts towards the targets: it is mapped, or further."""
    return Operator.Engagement(entry.engagement).is_mapped


def reached(entries: Iterable[Entry]) -> list[Reached]:
    """Return each kind with a target or an operator that counts, in the order of the kinds."""
    numbers = Counter(entry.kind for entry in entries if counts(entry))
    wanted = dict(Target.objects.values_list("kind", "number"))
    return [Reached(kind, numbers[kind], wanted.get(kind)) for kind in Kind.values if kind in wanted or numbers[kind]]
