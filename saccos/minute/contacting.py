"""How a manager reaches somebody: by a call, or on WhatsApp with the words ready."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from accounts import phones
from saccos import invitations
from saccos.minute import wording
from saccos.models import Operator, StaffMember
from saccos.models.staff import State

_OWN, _SHARED = (Cast(f"person__{name}", CharField()) for name in ("phone", "shared_phone"))
# As text: to read each number as one costs a list of thousands more than all the rest.
NUMBER = Coalesce(NullIf(_OWN, Value("")), _SHARED)
"""For a staff row in the database, what `number_of` says of its person."""


def number_of(person) -> str:
    """Return the number on which the person is reached, their own or one they share, as +254…; else nothing."""
    return str(person.phone or person.shared_phone or "")


def with_numbers(staff: Iterable[StaffMember]) -> Iterable[StaffMember]:
    """Put `number` and `shown_number`, as people read it, on each of the staff; both empty where there is none."""
    for member in staff:
        member.number = number_of(member.person)
        member.shown_number = phones.show(member.number) if member.number else ""
    return staff


def with_ways(staff: Iterable[StaffMember], operator: Operator, now: datetime) -> Iterable[StaffMember]:
    """Put `whatsapp`, the address that opens it, on each of the staff too, who come `with_state`."""
    for member in with_numbers(staff):
        member.whatsapp = invitations.whatsapp(_ready(member, operator, now), member.number) if member.number else ""
    return staff


def _ready(member, operator, now):
    """Return the text of a reminder, or nothing for who needs none."""
    if member.state == State.TRAINED:
        return ""
    return wording.text(wording.of_member(member), operator.name, now)
