"""Whom a workshop may expect: the staff of the operators that were invited."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from saccos import search
from saccos.models import Operator, StaffMember
from workshops import attending
from workshops.models import Participant, Workshop

MOST_SHOWN = 50


def staff(workshop: Workshop, operator: Operator, typed: str = "") -> QuerySet[StaffMember]:
    """Return the operator's current staff who are not on the list yet, by name, or those whom the words find."""
    listed = Participant.objects.filter(workshop=workshop, person=OuterRef("person"))
    current = StaffMember.objects.current().filter(operator=operator)
    found = search.matching(current, typed).exclude(Exists(listed))
    return found.select_related("person").order_by("sort_name", "pk")


def untrained(members: QuerySet[StaffMember], now: datetime) -> QuerySet[StaffMember]:
    """Return those who hold no certificate that stands now."""
    return members.filter(Q(trained_until=None) | Q(trained_until__lte=now))


def room(workshop: Workshop) -> int:
    """Return how many more people the places allow to expect, never below nothing."""
    return max(0, workshop.capacity - workshop.participants.count())


def add_untrained(workshop: Workshop, operator: Operator, now: datetime) -> int:
    """Expect the operator's untrained staff, by name, as far as there are places; return how many were added."""
    members = untrained(staff(workshop, operator), now)[: room(workshop)]
    return attending.expect(workshop, [(member.person, operator) for member in members])


def add(workshop: Workshop, operator: Operator, pks: list[int]) -> int:
    """Expect these staff members of the operator; return how many were added."""
    members = staff(workshop, operator).filter(pk__in=pks)
    return attending.expect(workshop, [(member.person, operator) for member in members])
