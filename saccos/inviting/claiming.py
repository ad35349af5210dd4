"""Claiming a place on a staff list by its own link: for who was put there without a phone, or with a wrong number.

Who holds the link is believed when they say yes to the name, so it is good once, and only as long as nobody has ever
signed in as that person: then there is nothing yet that a stranger could take over.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import merging, untouched
from accounts.models import PhoneDevice, User
from saccos import history, joining
from saccos.managing.waiting import masked
from saccos.models import Invitation


class NotTheirs(Exception):
    """The place can't be claimed with this account."""


def may_claim(invitation: Invitation, account: User) -> bool:
    """Return whether this account, which is not the member's, may be asked if it is them."""
    member = invitation.member
    is_open = invitation.closed_at is None and member.ended_on is None
    return is_open and untouched.is_untouched(member.person) and _is_a_learner(account)


def claim(invitation: Invitation, account: User, now: datetime) -> User:
    """Make one of the account and the member's person, close the invitation, and return whom to sign in from now on.

    A number that has nothing of its own goes to the member's person. An account with a name or training is kept and
    gets what the person had, which can be undone; its time at another operator ends, as by joining. A second tap finds
    them to be one already. Raises NotTheirs.
    """
    with transaction.atomic():
        people = [account.pk, invitation.member.person_id]
        list(User.objects.select_for_update().filter(pk__in=people).order_by("pk"))
        invitation = Invitation.objects.select_related("member__person", "operator").get(pk=invitation.pk)
        if _are_one(invitation.member.person, account):
            return invitation.member.person
        account = User.objects.filter(pk=account.pk).first()
        if account is None or not may_claim(invitation, account):
            raise NotTheirs
        person, phone = invitation.member.person, account.phone
        said = {"name": str(person), "phone": masked(phone)}
        Invitation.objects.filter(pk=invitation.pk).update(closed_at=now)
        person = _absorb(person, account) if is_empty(account) else _merge(person, account, invitation, now)
        history.note(invitation.operator, "claimed", person, now, **said)
    return person


def is_empty(account: User) -> bool:
    """Return whether the account is a number that has just signed in and nothing else."""
    if account.registered_at or account.full_name:
        return False
    return not any(
        relation.related_model._base_manager.filter(**{relation.field.name: account}).exists()
        for relation in User._meta.related_objects
        if relation.related_model is not PhoneDevice
    )


def _are_one(person, account):
    """Return whether they were made one before: a number is one person's, and an empty account is gone by then."""
    return person.pk == account.pk or (person.phone is not None and person.phone == account.phone)


def _is_a_learner(account):
    return account.phone is not None and User.objects.only_learners().filter(pk=account.pk).exists()


def _absorb(person, account):
    """Give the number of an empty account to the person, and delete the account."""
    phone = account.phone
    PhoneDevice.objects.filter(user=person).update(user=None)
    PhoneDevice.objects.filter(user=account).update(user=person)
    account.delete()
    person.phone, person.shared_phone = phone, ""
    person.save(update_fields=["phone", "shared_phone"])
    return person


def _merge(person, account, invitation, now):
    """Give the person's place, and what they earned, to the account."""
    before = joining.current_employment(account)
    if before and before.operator_id != invitation.operator_id:
        joining.leave(before, timezone.localdate(now))
        history.note(before.operator, "moved-away", account, now, name=str(account))
    try:
        merging.merge(account, person, account, now)
    except merging.CannotMerge as error:
        raise NotTheirs from error
    return account
