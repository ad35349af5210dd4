"""Who came to a workshop for an operator and is not on its list: its managers hear of them, and may take them on it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Least, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from saccos import moving
from saccos.dashboard_parts import Line
from saccos.minute.contacting import number_of
from saccos.models import Operator, StaffMember
from workshops.models import Participant


class NoWord(Exception):
    """They are on another operator's list, and no phone reaches them: they could not say no."""


def of(operator: Operator) -> QuerySet[Participant]:
    """Return the last word of each person who came for this operator and is not on its list, the newest first.

    Who was on it that day or since, has named another operator since, or begun elsewhere, is not among them.
    `is_elsewhere` says who is on another operator's list.
    """
    came = Participant.objects.came().filter(person__is_active=True).exclude(operator=None)
    came_on = TruncDate("came_at")
    rows = came.filter(operator=operator).alias(came_on=came_on, said_on=Least(came_on, TruncDate("created_at")))
    theirs = StaffMember.objects.filter(person=OuterRef("person"))
    was_here = theirs.filter(operator=operator).filter(Q(ended_on=None) | Q(ended_on__gte=OuterRef("said_on")))
    elsewhere = theirs.exclude(operator=operator)
    later = Q(came_at__gt=OuterRef("came_at")) | Q(came_at=OuterRef("came_at"), pk__gt=OuterRef("pk"))
    return (
        rows.exclude(Exists(was_here))
        .exclude(Exists(elsewhere.filter(started_on__gt=OuterRef("came_on"))))
        .exclude(Exists(came.filter(later, person=OuterRef("person"))))
        .annotate(is_elsewhere=Exists(elsewhere.current()))
        .select_related("person", "workshop")
        .order_by("-came_at", "-pk")
    )


def waiting(operator: Operator) -> QuerySet[Participant]:
    """Return those of whom the operator's managers have not said that they work elsewhere."""
    return of(operator).filter(not_theirs_at=None)


def lines(operator: Operator, now: datetime) -> list[Line]:
    """Return the line that leads to them; none where there is nobody. One query."""
    number = waiting(operator).count()
    if not number:
        return []
    text = ngettext(
        "%(n)s person came to a workshop for you and is not on your list",
        "%(n)s people came to a workshop for you and are not on your list",
        number,
    )
    return [Line(text % {"n": number}, _("Look"), reverse("workshops:walk_ins", args=[operator.slug]))]


def can_take(row: Participant) -> bool:
    """Return whether the manager's word is enough for a row of `of`: who is on another list must be able to say no."""
    return not row.is_elsewhere or bool(number_of(row.person))


def take(operator: Operator, person: int, by, now: datetime) -> StaffMember | None:
    """Put one of them, by primary key, on the list; return their row, or None where nobody of that key is among them.

    A second call finds them on the list, and changes nothing. Raises NoWord, and what moving.move raises.
    """
    with transaction.atomic():
        row = of(operator).filter(person=person).first()
        if row is None:
            return None
        if not can_take(row):
            raise NoWord
        return moving.move(row.person, operator, row.person.role or User.Role.OTHER, by, now)


def set_aside(operator: Operator, person: int, now: datetime) -> bool:
    """Remember that they do not work there; return whether it was new. Should they come for it again, they are back."""
    row = waiting(operator).filter(person=person).first()
    return bool(row and Participant.objects.filter(pk=row.pk, not_theirs_at=None).update(not_theirs_at=now))
