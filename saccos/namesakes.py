"""Two of an operator's staff who look alike and are two people, by somebody's word: never offered as one again.

The word is about entries. Where one of them was made one with a third entry since, it holds for that one, until that
merge is undone; where the two themselves were made one, it rests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import PersonMerge, User
from saccos import history
from saccos.models import Namesakes, Operator, StaffMember

history.register("two-people", _("%(one)s and %(other)s look alike, and were said to be two people."))
history.register("maybe-one", _("%(one)s and %(other)s may be one person after all: what was said was taken back."))


class NotOnList(Exception):
    """One of the two is not, or no longer, on the operator's staff."""


@dataclass(frozen=True)
class Told:
    """What somebody said of two who are on the staff now: the row of their word, and both by their places."""

    word: Namesakes
    members: tuple[StaffMember, StaffMember]


def say_two(operator: Operator, one: int, other: int, by, now: datetime) -> None:
    """Keep that two of the operator's current staff, by their places' primary keys, are two people.

    In either order, and again, it is one word. Raises NotOnList.
    """
    with transaction.atomic():
        members = StaffMember.objects.current().filter(operator=operator).select_related("person").in_bulk({one, other})
        if len(members) < 2:
            raise NotOnList
        first, second = sorted((member.person for member in members.values()), key=lambda person: person.pk)
        if frozenset((first.pk, second.pk)) in apart(operator):
            return
        given = {"by": by, "at": now}
        _word, is_new = Namesakes.objects.get_or_create(operator=operator, one=first, other=second, defaults=given)
        if is_new:
            history.note(operator, "two-people", by, now, one=str(first), other=str(second))


def take_back(operator: Operator, word: int, by, now: datetime) -> None:
    """Let two look alike again, by the primary key of the word; where it was taken back before, nothing happens."""
    with transaction.atomic():
        words = dict(_resolved(operator))
        pair = next((pair for one, pair in words.items() if one.pk == word), None)
        if pair is None:
            return
        # Of entries merged since, there may be one for each.
        same = [one.pk for one, other_pair in words.items() if other_pair == pair]
        if Namesakes.objects.filter(pk__in=same).delete()[0]:
            one, other = sorted(map(str, User.objects.filter(pk__in=pair)))
            history.note(operator, "maybe-one", by, now, one=one, other=other)


def apart(operator: Operator) -> set[frozenset[int]]:
    """Return the pairs of people, by primary key, who were said to be two: one query, and one where there are any."""
    return {pair for _word, pair in _resolved(operator)}


def apart_on_list(operator: Operator, members: dict[int, int]) -> set[tuple[int, int]]:
    """Return the same as sorted pairs of places. `members` holds each person's place on the operator's list."""
    pairs = [[members[person] for person in pair if person in members] for pair in apart(operator)]
    return {tuple(sorted(pair)) for pair in pairs if len(pair) == 2}


def told(operator: Operator) -> list[Told]:
    """Return what was said of those on the operator's staff now, the newest first."""
    words = list(_resolved(operator))
    people = {person for _word, pair in words for person in pair}
    rows = StaffMember.objects.current().filter(operator=operator, person__in=people).select_related("person")
    places = {row.person_id: row for row in rows}
    found = {pair: word for word, pair in reversed(words) if len(pair) == 2 and pair <= places.keys()}
    both = [Told(word, tuple(places[person] for person in sorted(pair))) for pair, word in found.items()]
    return both[::-1]


def _resolved(operator) -> Iterable[tuple[Namesakes, frozenset[int]]]:
    """Return each word with the entries that the two are now; one entry where they were made one."""
    words = list(operator.namesakes.select_related("by"))
    into = _merged({person for word in words for person in (word.one_id, word.other_id)})
    return [(word, frozenset(_kept(person, into) for person in (word.one_id, word.other_id))) for word in words]


def _merged(people) -> dict[int, int]:
    """Return for each of these entries that was merged, and those merged further, the entry kept."""
    into = {}
    while people:
        found = dict(PersonMerge.objects.filter(gone__in=people, undone_at=None).values_list("gone", "kept"))
        into |= found
        people = set(found.values()) - into.keys()
    return into


def _kept(person, into):
    while person in into:
        person = into[person]
    return person
