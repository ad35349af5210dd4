"""Who may stand twice on one operator's list, and who may put the two together.

The measure, on folded names (accounts.names.fold). Two words match where they are equal, where one is the initial of
the other, or where they are one typing slip apart: a letter more, a letter less, another letter, or two neighbours
swapped, in words of four letters or more. Two names are alike where every word of the shorter one, of two words or
more, matches a word of its own in the other one, in any order; at least one match is of equal words, and at most one
is a slip; six words are looked at. On one number, own or shared, one word in common is enough, equal or a slip apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import combinations, permutations

from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast

from accounts import merging
from accounts.models import PersonMerge, User
from saccos import namesakes
from saccos.models import Operator, StaffMember
from saccos.namesakes import NotOnList

MOST_PAIRS = 500
"""So many are looked for at once: those on one number first, then those who share a rare word, then the others."""
_SHORTEST_SLIP = 4
_MOST_WORDS = 6


@dataclass(frozen=True)
class Entry:
    """One current place on the list: `name` is folded, `numbers` are those on which the person is reached."""

    pk: int
    name: str
    numbers: frozenset[str] = frozenset()


class NotYours(Exception):
    """Two people who have both signed in, or one with rights of their own: the programme looks at these."""


class AreTwo(Exception):
    """Somebody said that they are two people: that is to be taken back first."""


def pairs_of(operator: Operator) -> list[tuple[int, int]]:
    """Return the pairs among the operator's current staff that may be one person, by primary key.

    Of whom somebody said that they are two is in none. Two queries, and one where anything was said.
    """
    rows = StaffMember.objects.current().filter(operator=operator).order_by("pk")
    numbers = [Cast(f"person__{name}", CharField()) for name in ("phone", "shared_phone")]
    entries, places = [], {}
    for pk, person, name, phone, shared in rows.values_list("pk", "person", "sort_name", *numbers):
        entries.append(Entry(pk, name, frozenset(filter(None, (phone, shared)))))
        places[person] = pk
    return find(entries, apart=namesakes.apart_on_list(operator, places))


def find(
    entries: Iterable[Entry], most: int = MOST_PAIRS, apart: Collection[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Return at most so many pairs that may be one person, each once, the likelier ones first; none that is `apart`."""
    entries = list(entries)
    found = {}
    for one, other in (*_on_one_number(entries), *_alike_among(entries, most, apart)):
        found.setdefault(_in_order(one, other))
    return [pair for pair in found if pair not in apart][:most]


def alike(one: str, other: str) -> bool:
    """Return whether two folded names may be one person's, by the measure above."""
    short, long = sorted((_words(one), _words(other)), key=len)
    left, right = list(short), list(long)
    for word in short:
        if word in right:
            left.remove(word)
            right.remove(word)
    return 1 < len(short) > len(left) and _all_match(left, right)


def has_word_in_common(one: str, other: str) -> bool:
    """Return whether a word of one folded name is one of the other's, or one slip from it."""
    return any(a == b or is_slip(a, b) for a in _words(one) for b in _words(other))


def is_slip(one: str, other: str) -> bool:
    """Return whether two words of four letters or more are exactly one typing slip apart."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_SLIP or len(long) - len(short) > 1:
        return False
    if len(short) < len(long):
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    wrong = [at for at in range(len(short)) if short[at] != long[at]]
    if len(wrong) == 2:
        first, second = wrong
        return second == first + 1 and short[first] == long[second] and short[second] == long[first]
    return len(wrong) == 1


def _words(name):
    """Return the words by which a name is compared: no more than people have, however long a name somebody typed."""
    return name.split()[:_MOST_WORDS]


def _all_match(left, right):
    """Return whether each word of `left` matches one of its own in `right`, at most one by a slip."""
    return any(
        sum(not _is_initial(a, b) for a, b in zip(left, tried, strict=True)) <= 1
        and all(_is_initial(a, b) or is_slip(a, b) for a, b in zip(left, tried, strict=True))
        for tried in permutations(right, len(left))
    )


def _is_initial(one, other):
    return one[0] == other[0] and 1 in (len(one), len(other))


def _on_one_number(entries) -> Iterator[tuple[Entry, Entry]]:
    by_number = defaultdict(list)
    for entry in entries:
        for number in entry.numbers:
            by_number[number].append(entry)
    for group in by_number.values():
        yield from (pair for pair in combinations(group, 2) if has_word_in_common(pair[0].name, pair[1].name))


def _in_order(one, other):
    return min(one.pk, other.pk), max(one.pk, other.pk)


def _alike_among(entries, most, apart) -> Iterator[tuple[Entry, Entry]]:
    """Yield up to `most` pairs with names alike: only names with a word in common are compared, rare words first."""
    by_word = defaultdict(list)
    for entry in entries:
        for word in set(_words(entry.name)):
            by_word[word].append(entry)
    number = 0
    for word, group in sorted(by_word.items(), key=lambda one: (len(one[1]), one[0])):
        for pair in _alike_with(word, group):
            if _in_order(*pair) in apart:
                continue
            yield pair
            number += 1
            if number == most:
                return


def _alike_with(word, group):
    """Yield the pairs alike among those whose names have this word: two are compared where another word may match."""
    if len(group) < 2 or len(word) == 1:
        return
    seen, has_initials = defaultdict(list), any(len(w) == 1 for entry in group for w in _words(entry.name))
    for entry in group:
        keys = {key for other in _words(entry.name) for key in _keys(other, has_initials)} - {word}
        met = {other.pk: other for key in keys for other in seen[key]}
        for other in met.values():
            if alike(entry.name, other.name):
                yield other, entry
        for key in keys:
            seen[key].append(entry)


@lru_cache(maxsize=20_000)
def _keys(word, with_initials):
    """Return what two words have in common if they match: two words one slip apart share one of these."""
    keys = {word} | ({word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) >= _SHORTEST_SLIP else set())
    return frozenset(keys | ({f"{word[0]}."} if with_initials else set()))


def ways(one: StaffMember, other: StaffMember) -> list[tuple[StaffMember, StaffMember]]:
    """Return the ways, as (kept, gone), in which a manager may put two together; none where it is the programme's.

    Both bear what StaffQuerySet.with_standing tells. Nobody goes by a manager's word but the untouched
    (accounts.untouched), and nobody with a right of their own gains.
    """
    if not (one.is_only_learner and other.is_only_learner):
        return []
    kept_first = sorted((one, other), key=lambda member: member.is_untouched)
    both = [tuple(kept_first), tuple(reversed(kept_first))]
    return [(kept, gone) for kept, gone in both if gone.is_untouched]


def put_together(operator: Operator, kept: int, gone: int, by: User, now: datetime) -> PersonMerge:
    """Make one of two of the operator's current staff, by their primary keys and a manager's word.

    Whom somebody signs in as gets no number by it: it would be a way in that a manager invented. Raises NotOnList,
    AreTwo, NotYours where it is none of the `ways` or they are not alike, and what accounts.merging.merge raises.
    """
    with transaction.atomic():
        members = _held(operator, (kept, gone)).with_standing().select_related("person").in_bulk()
        if not {kept, gone} <= set(members):
            raise NotOnList
        kept, gone = members[kept], members[gone]
        if frozenset((kept.person_id, gone.person_id)) in namesakes.apart(operator):
            raise AreTwo
        if (kept, gone) not in ways(kept, gone) or not _may_be_one(kept, gone):
            raise NotYours
        return merging.merge(kept.person, gone.person, by, now, gives_number=kept.is_untouched)


def _held(operator, pks):
    """Return these current members; nobody signs in as them meanwhile."""
    members = StaffMember.objects.current().filter(operator=operator, pk__in=pks)
    list(User.objects.select_for_update().filter(employments__in=members.values("pk")).order_by("pk"))
    return members


def _may_be_one(*members):
    return bool(find(_entry(member) for member in members))


def _entry(member):
    numbers = (str(number) for number in (member.person.phone, member.person.shared_phone) if number)
    return Entry(member.pk, member.sort_name, frozenset(numbers))
