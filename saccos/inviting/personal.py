"""Personal invitations: a link of their own for each of the staff who has not started, and how far each one came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from saccos.models import Invitation, Operator, StaffMember


class Step(TextChoices):
    """How far somebody came since they were invited, by its name in the address."""

    NOT_INVITED = "not-invited", _("Not invited")
    NOT_OPENED = "not-opened", _("Invited, not opened")
    OPENED = "opened", _("Opened, not started")
    STARTED = "started", _("Started")


# Who was trained in person has begun too, without ever having opened a course here.
_BEGUN = Q(has_begun=True) | Q(trained_until__isnull=False)
_INVITED = Q(sent_at__isnull=False) | Q(opened_at__isnull=False)
_CONDITIONS = {
    Step.NOT_INVITED: ~_BEGUN & ~_INVITED,
    Step.NOT_OPENED: ~_BEGUN & Q(sent_at__isnull=False, opened_at=None),
    Step.OPENED: ~_BEGUN & Q(opened_at__isnull=False),
    Step.STARTED: _BEGUN & _INVITED,
}


@dataclass(frozen=True)
class Line:
    """One of the staff with their invitation: `token` is of the open one, if any; times are None where it was not."""

    member: StaffMember
    token: str | None
    sent_at: datetime | None
    opened_at: datetime | None

    @property
    def has_signed_in(self) -> bool:
        return self.member.person.registered_at is not None

    @property
    def is_waiting(self) -> bool:
        return is_waiting(self.member)


def is_waiting(member: StaffMember) -> bool:
    """Return whether somebody has still to start: the same for one row as in the lists."""
    return not member.has_begun and member.trained_until is None


def staff_in(operator: Operator, step: Step | None) -> QuerySet[StaffMember]:
    """Return the current staff at that step, in no order; with None all who have not started or were invited."""
    staff = _with_times(operator.staff.current())
    return staff.filter(_CONDITIONS[step] if step else ~_BEGUN | _INVITED)


def numbers(operator: Operator) -> dict[Step, int]:
    """Return how many of the current staff are at each step, in one query."""
    counted = {step.name: Count("pk", filter=condition) for step, condition in _CONDITIONS.items()}
    found = _with_times(operator.staff.current()).aggregate(**counted)
    return {step: found[step.name] for step in Step}


def lines(members: Iterable[StaffMember]) -> list[Line]:
    """Return the members, who come with their persons, each with what became of their invitations; one query."""
    members, found = list(members), {}
    for row in Invitation.objects.filter(member__in=[member.pk for member in members]):
        found.setdefault(row.member_id, []).append(row)
    return [_line(member, found.get(member.pk, [])) for member in members]


def give_links(members: Iterable[StaffMember], by) -> dict[int, Invitation]:
    """Return for each of the members (by id) their open invitation, making those that are missing.

    Three queries at most. Two managers who ask at one moment get the same links.
    """
    operators = {member.pk: member.operator_id for member in members}
    found = _open(operators)
    if missing := operators.keys() - found.keys():
        made = [Invitation(operator_id=operators[pk], member_id=pk, created_by=by) for pk in missing]
        Invitation.objects.bulk_create(made, ignore_conflicts=True)
        found = _open(operators)
    return found


def _open(members):
    """Return {member's id: their open invitation}."""
    return {row.member_id: row for row in Invitation.objects.filter(member__in=members, closed_at=None)}


def _with_times(staff):
    theirs = Invitation.objects.filter(member=OuterRef("pk")).order_by().values("member")
    return staff.annotate(
        sent_at=Subquery(theirs.annotate(last=Max("sent_at")).values("last")),
        opened_at=Subquery(theirs.annotate(first=Min("opened_at")).values("first")),
    )


def _line(member, invitations):
    return Line(
        member=member,
        token=next((row.token for row in invitations if row.closed_at is None), None),
        sent_at=max((row.sent_at for row in invitations if row.sent_at), default=None),
        opened_at=min((row.opened_at for row in invitations if row.opened_at), default=None),
    )
