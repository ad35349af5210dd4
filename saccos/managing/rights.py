"""Who manages an operator's staff list, and with which right: changed by its owners, and never without one."""

from datetime import datetime

from django.db import transaction

from saccos import history
from saccos.managing import waiting
from saccos.models import Management, Operator
from saccos.models.managing import Right


class LastOwner(Exception):
    """Nobody would be left to decide about managers."""


class NotAnOwner(Exception):
    """Who asks for it no longer owns the list: another owner was quicker."""


def change(management: Management, right: Right, by, now: datetime) -> None:
    """Give a manager another right; the one they have changes nothing.

    Raises NotAnOwner, or LastOwner where the only owner would become less.
    """
    with transaction.atomic():
        found = _held(management)
        _owners_word(management.operator, by)
        if found is None or found.right == right:
            return
        if found.right == Right.OWN:
            _keep_an_owner(found)
        Management.objects.filter(pk=found.pk).update(right=right)
        waiting.close_of(found, right, by, now)
        history.note(management.operator, "manager-right", by, now, name=str(found.user), right=right)
    management.right = right


def remove(management: Management, by, now: datetime) -> None:
    """Take a manager off at an owner's word; a second call changes nothing. Raises NotAnOwner or LastOwner."""
    with transaction.atomic():
        found = _held(management)
        _owners_word(management.operator, by)
        _take_off(found, "manager-removed", by, now)


def leave(management: Management, now: datetime) -> None:
    """Let a manager stop by their own word; a second call changes nothing. Raises LastOwner."""
    with transaction.atomic():
        _take_off(_held(management), "manager-left", management.user, now)


def take_turns(operator: Operator) -> None:
    """Let what is decided about one operator's managers go one after the other, within a transaction."""
    Operator.objects.select_for_update(no_key=True).get(pk=operator.pk)


def _held(management):
    """Return the management as it is now, with the operator's managers held; None where it is gone."""
    take_turns(management.operator)
    return Management.objects.filter(pk=management.pk).select_related("user", "operator").first()


def _take_off(found, kind, by, now):
    if found is None:
        return
    if found.right == Right.OWN:
        _keep_an_owner(found)
    waiting.close_of(found, None, by, now)
    found.delete()
    history.note(found.operator, kind, by, now, name=str(found.user))


def _owners_word(operator, by):
    if not Management.objects.filter(operator=operator, user=by, right=Right.OWN).exists():
        raise NotAnOwner


def _keep_an_owner(management):
    """Raise LastOwner where no other owner could still sign in."""
    others = management.operator.managements.exclude(pk=management.pk)
    if not others.filter(right=Right.OWN, user__is_active=True).exists():
        raise LastOwner
