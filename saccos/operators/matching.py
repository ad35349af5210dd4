"""Which operators look like one: a measure of two entries, and the pairs of many that reach it.

What two entries share counts for itself, each with the chance that it means one operator:

- the same NTSA number or registration number: 0.9;
- the same name, common words such as "sacco" and the order of the words left aside: 0.8;
- a name that is nearly the same (of the pairs of letters in both, 80 in 100 are common): 0.7 times that share;
- a shared phone of a contact, or a shared number plate: 0.6.

The score of a pair is the chance that not all of these mislead, 1 - (1 - a)(1 - b)…; from `ENOUGH` on it is shown.
Numbers in names must agree: line 12 is not line 13. Nothing here asks the database but `entries`
and what follows it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from django.db.models import Count, Max, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts import names
from saccos.models import Contact, Operator, OperatorMerge, Vehicle
from saccos.operators import plates


class Reason(TextChoices):
    NTSA = "ntsa", _("same NTSA number")
    REGISTRATION = "registration", _("same registration number")
    NAME = "name", _("same name")
    NEAR_NAME = "near-name", _("nearly the same name")
    PHONE = "phone", _("a phone in common")
    PLATE = "plate", _("a number plate in common")


WEIGHTS = {
    Reason.NTSA: 0.9,
    Reason.REGISTRATION: 0.9,
    Reason.NAME: 0.8,
    Reason.NEAR_NAME: 0.7,
    Reason.PHONE: 0.6,
    Reason.PLATE: 0.6,
}
ENOUGH = 0.5
NEAR = 0.8
# What says nothing about which operator it is: kinds of business, in both languages.
_COMMON = frozenset(
    "sacco saccos ltd limited co company plc and the bus buses matatu matatus truck trucks transport transporters "
    "travellers services service cooperative society savings credit na ya wa la cha".split()
)
# A word or a piece of one that so many share leads nowhere.
_TOO_COMMON = 30


@dataclass(frozen=True)
class Entry:
    """What is compared of one operator; phones and plates as they are compared, empty where there are none."""

    pk: int
    name: str
    registered_name: str = ""
    ntsa_number: str = ""
    registration_number: str = ""
    phones: frozenset = frozenset()
    plates: frozenset = frozenset()

    @cached_property
    def names(self) -> list["Name"]:
        return [Name(text) for text in dict.fromkeys((self.name, self.registered_name)) if text]

    @cached_property
    def numbers(self) -> tuple[str, str]:
        return _number(self.ntsa_number), _number(self.registration_number)


class Name:
    """A name as it is compared."""

    def __init__(self, text: str):
        words = re.findall(r"\w+", names.fold(text))
        self.words = sorted(word for word in words if word not in _COMMON) or sorted(words)
        self.core = " ".join(self.words)
        self.digits = [word for word in self.words if word.isdecimal()]
        self.pieces = frozenset(self.core[place : place + 2] for place in range(len(self.core) - 1))

    @property
    def trails(self) -> Iterator[str]:
        """Yield what another name that is nearly the same would share with this one: three letters in a row."""
        packed = self.core.replace(" ", "_")
        yield from {packed[place : place + 4] for place in range(max(1, len(packed) - 3))}


def _number(text):
    return "".join(re.findall(r"\w", text)).upper()


@dataclass(frozen=True)
class Pair:
    """Two that look alike, the older entry first; `score` is between 0 and 1."""

    one: int
    other: int
    score: float
    reasons: tuple[Reason, ...]


def likeness(one: Name, other: Name) -> float:
    """Return how much of two names is common, by their pairs of letters: 1 is the same, 0 nothing."""
    if one.digits != other.digits or not one.pieces or not other.pieces:
        return float(one.core == other.core)
    return 2 * len(one.pieces & other.pieces) / (len(one.pieces) + len(other.pieces))


def compare(one: Entry, other: Entry) -> Pair:
    """Return how much two entries look like one operator, and why."""
    found = dict(_found(one, other))
    misled = 1.0
    for weight in found.values():
        misled *= 1 - weight
    first, second = sorted((one.pk, other.pk))
    return Pair(first, second, round(1 - misled, 3), tuple(found))


def _found(one, other):
    for reason, mine, theirs in zip((Reason.NTSA, Reason.REGISTRATION), one.numbers, other.numbers, strict=True):
        if mine and mine == theirs:
            yield reason, WEIGHTS[reason]
    near = max((likeness(mine, theirs) for mine in one.names for theirs in other.names), default=0)
    if any(mine.core == theirs.core for mine in one.names for theirs in other.names):
        yield Reason.NAME, WEIGHTS[Reason.NAME]
    elif near >= NEAR:
        yield Reason.NEAR_NAME, WEIGHTS[Reason.NEAR_NAME] * near
    if one.phones & other.phones:
        yield Reason.PHONE, WEIGHTS[Reason.PHONE]
    if one.plates & other.plates:
        yield Reason.PLATE, WEIGHTS[Reason.PLATE]


def pairs(operators: Iterable[Entry], apart: frozenset = frozenset()) -> list[Pair]:
    """Return the pairs that look alike, the surest first; `apart` holds pairs of ids known to be two."""
    operators = {entry.pk: entry for entry in operators}
    found = [compare(operators[one], operators[other]) for one, other in _candidates(operators.values()) - set(apart)]
    return sorted(
        (pair for pair in found if pair.score >= ENOUGH), key=lambda pair: (-pair.score, pair.one, pair.other)
    )


def likest(texts: Iterable[str], operators: Iterable[Entry]) -> dict[str, str]:
    """Return for each of these names that looks like an operator's, that one's name."""
    operators = {entry.pk: entry for entry in operators}
    by_key, found = _by_key(operators.values(), _name_keys), {}
    for text in texts:
        new = Entry(0, text)
        pks = {pk for key in _name_keys(new) if len(by_key.get(key, ())) <= _TOO_COMMON for pk in by_key.get(key, ())}
        score, pk = max(((compare(new, operators[pk]).score, -pk) for pk in pks), default=(0, 0))
        if score >= ENOUGH:
            found[text] = operators[-pk].name
    return found


def _name_keys(entry):
    yield from (name.core for name in entry.names)
    yield from _trails(entry)


def _candidates(operators) -> set[tuple[int, int]]:
    """Return the pairs that share anything rare enough to be looked at: comparing all with all would take minutes."""
    candidates = set()
    for keys in (_marks, _trails):
        for pks in _by_key(operators, keys).values():
            if 1 < len(pks) <= _TOO_COMMON:
                candidates.update(combinations(sorted(pks), 2))
    return candidates


def _by_key(operators, keys: Callable):
    shared = defaultdict(set)
    for entry in operators:
        for key in keys(entry):
            shared[key].add(entry.pk)
    return shared


def _marks(entry):
    yield from ((number, place) for place, number in enumerate(entry.numbers) if number)
    yield from entry.phones
    yield from entry.plates
    yield from (name.core for name in entry.names)


def _trails(entry):
    return (trail for name in entry.names for trail in name.trails)


def entries() -> list[Entry]:
    return entries_of(Operator.objects.standing())


def entries_of(operators: QuerySet[Operator]) -> list[Entry]:
    """Read what is compared of these operators, in three queries."""
    phones, fleet = defaultdict(set), defaultdict(set)
    mine = operators.values("pk")
    for operator, phone in Contact.objects.exclude(phone="").filter(operator__in=mine).values_list("operator", "phone"):
        phones[operator].add(str(phone))
    for operator, plate in Vehicle.objects.filter(operator__in=mine).values_list("operator", "plate"):
        fleet[operator].add(plates.fold(plate))
    fields = ("pk", "name", "registered_name", "ntsa_number", "registration_number")
    return [Entry(*row, frozenset(phones[row[0]]), frozenset(fleet[row[0]])) for row in operators.values_list(*fields)]


def named() -> list[Entry]:
    """Read the names of the operators there are, in one query."""
    return [Entry(*row) for row in Operator.objects.standing().values_list("pk", "name", "registered_name")]


def state() -> tuple:
    """Return what is another value once anything is that is compared: each saving keeps a revision."""
    operators = Operator.objects.aggregate(Count("pk"), Count("merged_into"), Max("latest_revision"))
    merges = OperatorMerge.objects.aggregate(Count("pk"), Max("undone_at"))
    return (*operators.values(), *merges.values())


def apart() -> frozenset:
    """Return the pairs that were said to be two: their merge was undone, or refused from the start."""
    undone = OperatorMerge.objects.exclude(undone_at=None).values_list("kept", "gone")
    return frozenset(tuple(sorted(pair)) for pair in undone)
