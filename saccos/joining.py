"""How a person comes to an operator's staff, and leaves it: one operator at a time, and the past stays on record."""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from saccos import history, keeping
from saccos.minute import withdrawing
from saccos.models import Invitation, Move, Operator, StaffMember

UNDO_DAYS = 30
REFUSAL_DAYS = 30
"""So long a no to being put on an operator's list holds against its managers' word."""


class LinkClosed(Exception):
    """The invitation was closed: its operator has a newer one."""


class TooLate(Exception):
    """They left too long ago for it to be a slip; they join again themselves."""


class HasRefused(Exception):
    """They said that they do not work here: they join themselves, or not at all."""


class JoinedSince(Exception):
    """The person is on somebody's staff again by their own choice."""


def current_employment(person) -> StaffMember | None:
    return StaffMember.objects.current().filter(person=person).select_related("operator").first()


def join(person, invitation: Invitation, role: str, now: datetime) -> StaffMember:
    """Return the person's place on the staff of the operator that invites, making it on the first call.

    Their time at another operator ends in the same step. Who is there already keeps the role they have. A link of an
    operator that was merged into another leads to that one.

    Raises LinkClosed where the invitation no longer holds.
    """
    with transaction.atomic():
        take_turns(person)
        if not Invitation.objects.filter(pk=invitation.pk, closed_at=None).exists():
            raise LinkClosed
        operator, before = invitation.operator.kept, current_employment(person)
        if before and before.operator_id == operator.pk:
            return before
        if before:
            history.note(before.operator, "moved-away", person, now, name=str(person))
        history.note(operator, "joined", person, now, name=str(person))
        return employ(person, operator, role, now)


def employ(person, operator: Operator, role: str, now: datetime) -> StaffMember:
    """Return the person's place on the operator's staff, making it where there is none and ending another operator's.

    Who is there already keeps the role they have. By whose word it may be done is the caller's to know.
    """
    with transaction.atomic():
        take_turns(person)
        employment = current_employment(person)
        if employment and employment.operator_id == operator.pk:
            return employment
        if employment:
            leave(employment, timezone.localdate(now))
        return StaffMember.objects.create(
            operator=operator, person=person, role=role, started_on=timezone.localdate(now)
        )


def leave(staff: StaffMember, on: date) -> None:
    """End the person's time at the operator; a second call leaves the first date as it is.

    What the operator lets wait for them until the morning is taken back.
    """
    ended_on = max(on, staff.started_on)
    with transaction.atomic():
        if StaffMember.objects.current().filter(pk=staff.pk).update(ended_on=ended_on):
            keeping.settle(staff, timezone.now())
            withdrawing.spare(staff, timezone.now())
    staff.refresh_from_db(fields=["ended_on"])


def can_come_back(staff: StaffMember, on: date) -> bool:
    """Return whether a leaving is recent enough to be put right by the manager alone, and was not the person's no."""
    return _is_recent(staff, on) and not _has_said_no_since(staff, on)


def _is_recent(staff, on):
    return staff.ended_on is not None and on - staff.ended_on <= timedelta(days=UNDO_DAYS)


def _has_said_no_since(staff, on):
    """Return whether the person refused this operator since this time there began."""
    theirs = refusals(staff.operator, on).filter(member__person=staff.person_id)
    return theirs.filter(refused_at__gte=_midnight(staff.started_on)).exists()


def refusals(operator: Operator, on: date) -> QuerySet[Move]:
    """Return the moves to this operator that were refused, and whose no still holds on this day."""
    since = on - timedelta(days=REFUSAL_DAYS)
    return Move.objects.filter(member__operator=operator, refused_at__gte=_midnight(since))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def come_back(staff: StaffMember, on: date) -> None:
    """Undo a leaving that was a slip. Who never left stays as they are.

    Raises TooLate after 30 days, HasRefused where they said no themselves, and JoinedSince where the person is
    on somebody's staff again.
    """
    if staff.ended_on is None:
        return
    if not _is_recent(staff, on):
        raise TooLate
    if _has_said_no_since(staff, on):
        raise HasRefused
    if not User.objects.standing().filter(pk=staff.person_id).exists():
        # Two entries of one person became one: it is the other one that is on a list, or may be.
        raise JoinedSince
    try:
        with transaction.atomic():
            StaffMember.objects.filter(pk=staff.pk).update(ended_on=None)
            keeping.settle(staff, timezone.now())
    except IntegrityError as error:
        raise JoinedSince from error
    staff.ended_on = None


def take_turns(person):
    """Let two requests for one person go one after the other, where the database does not see to it by itself."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
