"""Asking somebody, by their phone number, to manage an operator's staff list too."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import phones
from messaging import outbox, parts, reminders
from saccos import history
from saccos.managing import rights
from saccos.managing.waiting import masked
from saccos.models import Management, ManagerInvitation, Operator
from saccos.models.managing import Right

KIND = "manager_invitation"
VALID = timedelta(days=14)
MOST_A_DAY = 20


class ManagesAlready(Exception):
    """This number is a manager's of the operator."""


class TooMany(Exception):
    """The operator has invited as many managers today as anybody may."""


class InvitationClosed(Exception):
    """Closed, used by somebody, or too old."""


class AnotherPhone(Exception):
    """Who holds the link does not hold the phone that was invited."""


def invite(operator: Operator, phone: str, right: Right, by, now: datetime) -> ManagerInvitation:
    """Return the open invitation of this phone number (+254…), making it and its SMS on the first call.

    Another right replaces the first one. What is open for 14 days runs out; asking again makes a new one.
    Raises ManagesAlready, or TooMany beyond 20 new ones in 24 hours.
    """
    with transaction.atomic():
        rights.take_turns(operator)
        if operator.managements.filter(user__phone=phone).exists():
            raise ManagesAlready
        waiting = operator.manager_invitations.filter(phone=phone, accepted_at=None, closed_at=None)
        waiting.filter(at__lte=now - VALID).update(closed_at=now)
        if found := waiting.first():
            return _with_right(found, right, by, now)
        if operator.manager_invitations.filter(at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise TooMany
        made = ManagerInvitation.objects.create(operator=operator, phone=phone, right=right, by=by, at=now)
        _note(made, by, now)
        outbox.enqueue(KIND, phone, text_for(made, by), send_after=reminders.by_day(now), expires_at=now + VALID)
        return made


def close(invitation: ManagerInvitation, by, now: datetime) -> None:
    """Close an invitation that waits; one that is closed or accepted stays as it is."""
    with transaction.atomic():
        if _waiting(invitation).update(closed_at=now):
            history.note(invitation.operator, "manager-uninvited", by, now, phone=masked(invitation.phone))


def accept(invitation: ManagerInvitation, person, now: datetime) -> Management:
    """Return the person's management of the operator, making it on the first call; a right never shrinks by it.

    An invitation of an operator that was merged into another leads to that one. Raises InvitationClosed, or
    AnotherPhone where it is not their number that was invited.
    """
    with transaction.atomic():
        rights.take_turns(invitation.operator)
        invitation.refresh_from_db()
        operator = invitation.operator.kept
        if person.phone != invitation.phone:
            raise AnotherPhone
        mine = Management.objects.filter(operator=operator, user=person).first()
        if invitation.accepted_at and mine:
            return mine
        if not is_open(invitation, now):
            raise InvitationClosed
        _waiting(invitation).update(accepted_at=now)
        return _take_on(operator, invitation.right, person, mine, now)


def is_open(invitation: ManagerInvitation, now: datetime) -> bool:
    return invitation.closed_at is None and invitation.accepted_at is None and now < invitation.at + VALID


def address(invitation: ManagerInvitation) -> str:
    """Return the whole address that accepts, in the active language."""
    return settings.BASE_URL + reverse("saccos:become_manager", args=[invitation.token])


def text_for(invitation: ManagerInvitation, by) -> str:
    """Return the SMS in the language of who invites."""
    with translation.override(by.language):
        return parts.plain(text(invitation, by))


def text(invitation: ManagerInvitation, by) -> str:
    """Return what asks somebody to accept, in the active language."""
    return _("%(name)s asks you to help manage the staff of %(operator)s on %(site)s. Accept here: %(link)s") % {
        "name": by.get_short_name(),
        "operator": invitation.operator,
        "site": settings.WAGTAIL_SITE_NAME,
        "link": address(invitation),
    }


def shown_phone(invitation: ManagerInvitation) -> str:
    return phones.show(invitation.phone)


def _waiting(invitation):
    return ManagerInvitation.objects.filter(pk=invitation.pk, accepted_at=None, closed_at=None)


def _with_right(invitation, right, by, now):
    if invitation.right != right:
        _waiting(invitation).update(right=right)
        invitation.right = right
        _note(invitation, by, now)
    return invitation


def _note(invitation, by, now):
    history.note(
        invitation.operator, "manager-invited", by, now, phone=masked(invitation.phone), right=invitation.right
    )


def _take_on(operator, right, person, mine, now):
    if mine is None:
        mine = Management(operator=operator, user=person, right=right)
    mine.right = max(mine.right, right)
    mine.save()
    history.note(operator, "manager-joined", person, now, name=str(person), right=mine.right)
    return mine
