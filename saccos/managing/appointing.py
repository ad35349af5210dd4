"""Managers whom the programme appoints, changes or takes off, in the operator's history like those who were invited."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from saccos import history
from saccos.managing import waiting
from saccos.models import Management, Operator

history.register("manager-appointed", _("%(name)s was made a manager by the programme: %(right)s."))


def rights_of(operator: Operator) -> dict[int, str]:
    """Return the right of each of the operator's managers, by the person's primary key."""
    return dict(Management.objects.filter(operator=operator).values_list("user", "right"))


def note(operator: Operator, before: dict[int, str], by, now: datetime) -> None:
    """Put into the history what the managers are now and were not before, as `rights_of` told, and who is one no more.

    The invitations are closed that somebody sent who may not any longer. It belongs into the transaction of the change.
    """
    after = rights_of(operator)
    changed = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
    for person in User.objects.filter(pk__in=changed).order_by("pk"):
        right = after.get(person.pk)
        if person.pk in before:
            waiting.close_of(Management(operator=operator, user=person), right, by, now)
        history.note(operator, _kind(person.pk in before, right), by, now, name=str(person), **_said(right))


def _kind(was_there, right):
    if not right:
        return "manager-removed"
    return "manager-right" if was_there else "manager-appointed"


def _said(right):
    return {"right": right} if right else {}
