"""Whom the platform knows already, as far as a row of a list may be compared with it.

An operator's own staff, present and past, is known in full. Of others no more is read than whether a number that the
list itself brings is somebody's, by what name, and whether they are on another operator's staff.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain

from django.db.models import CharField, Count, Exists, F, OuterRef
from django.db.models.functions import Cast

from accounts.models import User
from saccos import joining, namesakes
from saccos.models import Operator, StaffMember
from saccos.roster import alike


@dataclass(frozen=True)
class Member:
    """One person's last time on the operator's own staff."""

    pk: int
    person: int
    name: str
    folded: str
    phone: str
    shared_phone: str
    role: str
    staff_number: str
    stage: str
    since: date
    has_left: bool
    is_elsewhere: bool
    is_their_own: bool
    """Whether they are not untouched (accounts.untouched): name and number are theirs to change."""
    has_refused: bool
    """Whether they said, not long ago, that they do not work here."""


@dataclass(frozen=True)
class Person:
    """Somebody who has a number, and is not on the operator's staff now."""

    pk: int
    folded: str
    is_elsewhere: bool
    is_their_own: bool
    """Whether they are not untouched (accounts.untouched): they are told of every list that names them."""


@dataclass
class Known:
    """The operator's staff, by everything by which a row may find them."""

    by_phone: dict[str, Member] = field(default_factory=dict)
    by_shared: dict[tuple[str, str], Member] = field(default_factory=dict)
    by_number: dict[str, Member] = field(default_factory=dict)
    by_name: dict[str, list[Member]] = field(default_factory=dict)
    apart: set[frozenset[int]] = field(default_factory=set)
    """Of whom somebody said that they are two people."""

    def add(self, member: Member):
        """Add a member; who comes first goes before who comes later."""
        if member.phone:
            self.by_phone.setdefault(member.phone, member)
        if member.shared_phone:
            self.by_shared.setdefault((member.shared_phone, member.folded), member)
        if member.staff_number:
            self.by_number.setdefault(member.staff_number.casefold(), member)
        self.by_name.setdefault(member.folded, []).append(member)

    @cached_property
    def _by_sound(self):
        found = {}
        for member in chain.from_iterable(self.by_name.values()):
            if not member.has_left:
                for key in alike.keys(member.folded):
                    found.setdefault(key, []).append(member)
        return found

    def like(self, folded: str) -> list[Member]:
        """Return those now on the staff whose name is this one or near it, each once."""
        if not self._by_sound:
            return []
        found = {member.pk: member for key in alike.keys(folded) for member in self._by_sound.get(key, ())}
        return [member for member in found.values() if alike.near(member.folded, folded)]

    def meant(self, members: list[Member], folded: str) -> Member | None:
        """Return the first of these who may be meant by the name: not who is another person than one so called."""
        so_called = [member.person for member in members if member.folded == folded]
        others = (member for member in members if not any(self._are_two(member, person) for person in so_called))
        return next(others, None)

    def _are_two(self, member, person):
        return frozenset((member.person, person)) in self.apart


def of(operator: Operator, today: date) -> Known:
    """Read the operator's staff in one query, and who are two: whoever is there now comes before whoever has left."""
    known, seen = Known(apart=namesakes.apart(operator)), set()
    rows = operator.staff.order_by(F("ended_on").desc(nulls_first=True), "pk").annotate(
        phone_text=Cast("person__phone", CharField()),
        shared_text=Cast("person__shared_phone", CharField()),
        is_elsewhere=Exists(_elsewhere(operator).filter(person=OuterRef("person"))),
        is_their_own=~Exists(User.objects.untouched().filter(pk=OuterRef("person"))),
        has_refused=Exists(joining.refusals(operator, today).filter(member__person=OuterRef("person"))),
    )
    for row in rows.values_list(*_READ):
        pk, person, name, folded, phone, shared, role, number, stage, since, ended_on, is_elsewhere, is_own, no = row
        if person in seen:
            continue
        seen.add(person)
        known.add(
            Member(
                *(pk, person, name, folded, phone or "", shared or "", role, number, stage, since),
                *(ended_on is not None, is_elsewhere, is_own, no),
            )
        )
    return known


_READ = (
    *("pk", "person", "person__full_name", "person__search_name", "phone_text", "shared_text", "role"),
    *("staff_number", "stage", "started_on", "ended_on", "is_elsewhere", "is_their_own", "has_refused"),
)


def people_with(phones: Iterable[str], operator: Operator) -> dict[str, Person]:
    """Return who has these numbers, in one query."""
    phones = [phone for phone in phones if phone]
    if not phones:
        return {}
    people = User.objects.filter(phone__in=phones).annotate(
        phone_text=Cast("phone", CharField()),
        is_elsewhere=Exists(_elsewhere(operator).filter(person=OuterRef("pk"))),
        is_their_own=~Exists(User.objects.untouched().filter(pk=OuterRef("pk"))),
    )
    rows = people.values_list("phone_text", "pk", "search_name", "is_elsewhere", "is_their_own")
    return {phone: Person(*found) for phone, *found in rows}


def sharing(phones: Collection[str]) -> dict[str, int]:
    """Return how many people are noted on each of these numbers besides its owner; no query where there is none."""
    if not phones:
        return {}
    rows = User.objects.filter(shared_phone__in=phones).order_by().values_list("shared_phone")
    return {str(phone): number for phone, number in rows.annotate(number=Count("pk"))}


def _elsewhere(operator):
    return StaffMember.objects.current().exclude(operator=operator)
