"""Who it is that somebody at a workshop names: a person we know, or a new one."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import get_language

from accounts import names, numbers, untouched
from accounts.models import User
from saccos.models import Operator, StaffMember
from workshops.models import Participant, Workshop

_WORDS_IN_COMMON = 2


@dataclass(frozen=True)
class Said:
    """What was said of somebody: a full name as it is kept, the phone as +254… or None, operator and role."""

    full_name: str
    phone: str | None = None
    operator: Operator | None = None
    role: str = ""


def find_or_make(workshop: Workshop, said: Said, *, by_trainer: bool) -> User:
    """Return the person, known by their number, or without one by name among the expected and their operator's staff.

    A number under another name is a shared one: the person is made without it, and only a trainer's word notes it as
    their shared number, for it opens a way to sign in.
    """
    known = _of_number(said.phone) if said.phone else []
    same = [person for person in known if person.is_active and _is_meant(person, said, by_trainer)]
    if same:
        return _named(same[0], said)
    found = None if known else _of_name(workshop, said)
    return found or _make(said, is_taken=bool(known), by_trainer=by_trainer)


def is_same(known: str, said: str) -> bool:
    """Return whether two names on one number are one person's by a trainer's word: one is a part of the other."""
    first, second = set(names.fold(known).split()), set(names.fold(said).split())
    return bool(first and second) and (first & second in (first, second) or _share_two_words(first, second))


def is_surely_same(known: str, said: str) -> bool:
    """Return whether two names on one number are one person's by their own word: equal, or with two words in common.

    Less opens another's row to whoever knows their number and first name.
    """
    first, second = names.fold(known), names.fold(said)
    return bool(first) and (first == second or _share_two_words(set(first.split()), set(second.split())))


def _share_two_words(first, second):
    return len(first & second) >= _WORDS_IN_COMMON


def _is_meant(person, said, by_trainer):
    if not person.full_name:
        return by_trainer and untouched.is_untouched(person)
    return (is_same if by_trainer else is_surely_same)(person.full_name, said.full_name)


def _of_number(phone):
    """Return the people on that number, its owner first."""
    people = User.objects.filter(Q(phone=phone) | Q(shared_phone=phone)).order_by("pk")
    return sorted(people, key=lambda person: str(person.phone or "") != phone)


def _named(person, said):
    """Return the person, with the name that the trainer says where the number came without one."""
    if not person.full_name:
        person.full_name = said.full_name
        person.save(update_fields=["full_name"])
    return person


def _of_name(workshop, said):
    """Return the one person of this name on the list, or on the staff of the operator; None where it is not clear.

    Where a number was said that nobody has, only who has none can be meant.
    """
    name = names.fold(said.full_name)
    if not name:
        return None
    listed = Participant.objects.filter(workshop=workshop, person__search_name=name, operator=said.operator)
    found = _only(listed, said)
    if found or said.operator is None:
        return found
    staff = StaffMember.objects.current().filter(operator=said.operator, sort_name=name)
    return _only(staff, said)


def _only(rows, said):
    rows = rows.filter(person__phone=None) if said.phone else rows
    people = [row.person for row in rows.select_related("person")[:2]]
    return people[0] if len(people) == 1 else None


def _make(said, *, is_taken, by_trainer):
    own = None if is_taken else said.phone
    fields = {"full_name": said.full_name, "role": said.role, "language": get_language() or "en"}
    if is_taken and by_trainer and numbers.has_room(said.phone):
        fields["shared_phone"] = said.phone
    try:
        with transaction.atomic():
            return User.objects.create_learner(own, **fields)
    except IntegrityError:
        # Somebody brought this number in the same moment.
        return User.objects.get(phone=own)
