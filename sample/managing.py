"""What a manager of the sample programme has done: managers, a staff list, invitations, a reminder, a seal."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from messaging.models import Message
from saccos import invitations
from saccos.inviting import sending
from saccos.managing import inviting
from saccos.minute import reminding
from saccos.models import Act, Invitation, Operator, Roster, StaffMember
from saccos.models.managing import Right
from saccos.roster import bringing, jobs
from saccos.roster.fields import Field
from saccos.seals import giving
from sample import days, people

_CAST = tuple(one.phone for one in people.CAST if one.phone)
_SECONDS = 30
_INVITED, _REMINDED = 3, 4
_NAMED = 2
"""So many of the staff are named in the lists that are brought."""
Phase = Roster.Phase


def load(data: dict, now: datetime) -> None:
    """Do what `content/managing.yaml` (parsed, as `data`) tells, where nothing was done with that operator's list."""
    operator = Operator.objects.filter(slug=data["operator"], acts=None).first()
    manager = User.objects.filter(phone=data["manager"]).first()
    if operator is None or manager is None or len(_some(operator)) < _NAMED:
        return
    with transaction.atomic():
        _share(operator, manager, data, now)
        _save_list(operator, manager, data, now)
        _invite(operator, manager, days.at(now, -11, 10))
        _remind(operator, manager, days.at(now, -6, 10))
        _check_list(operator, manager, data)
        _close_outbox(now)
        _give_seal(operator, manager, now)


def give_seals(slugs: list[str], now: datetime) -> None:
    """Let the programme give these operators their seal, where nothing was done with their lists."""
    by = User.objects.filter(username="farida").first()
    for operator in Operator.objects.filter(slug__in=slugs, acts=None):
        _give_seal(operator, by, days.at(now, -9, 11))


def _give_seal(operator, by, at):
    # On a machine where the sample is older, certificates may have lapsed since.
    with suppress(giving.NotEnough):
        giving.give(operator, by, at)


def _share(operator, manager, data, now):
    """Let somebody of the staff look at the list, and ask another manager, who has not answered."""
    asked, accepted = days.at(now, -40, 9), days.at(now, -40, 12)
    role = data["view_only_role"]
    found = operator.staff.current().filter(role=role, trained_until__gt=now).exclude(person__phone__in=_CAST)
    for member in found.select_related("person").order_by("person__phone")[:1]:
        invitation = inviting.invite(operator, str(member.person.phone), Right.VIEW, manager, asked)
        inviting.accept(invitation, member.person, accepted)
    inviting.invite(operator, data["asked"], Right.MANAGE, manager, days.at(now, -2, 9))
    invitations.open_for(operator, manager)


def _save_list(operator, manager, data, now):
    first, second = _some(operator)
    roster = _brought(operator, manager, data["saved"].format(first=_line(first), second=_line(second)))
    jobs.ask_to_save(roster)
    roster = jobs.work(roster, _SECONDS)
    at = days.at(now, -12, 9)
    Roster.objects.filter(pk=roster.pk).update(made_at=at, saved_at=at)
    Act.objects.filter(operator=operator, kind="list-saved").update(at=at)


def _check_list(operator, manager, data):
    """Leave a list at its dry run."""
    first, _second = _some(operator)
    elsewhere = StaffMember.objects.current().exclude(operator=operator).filter(person__registered_at__isnull=False)
    moving = elsewhere.exclude(person__phone__in=_CAST).select_related("person").order_by("pk").first()
    _brought(operator, manager, data["checked"].format(first=_line(first), elsewhere=_line(moving)))


def _brought(operator, manager, pasted):
    """Bring a pasted list, take its columns as they were guessed, and check it."""
    roster = bringing.bring(operator, pasted, "", manager, timezone.now())
    columns = {name: roster.columns[name] for name in Field.values if name in roster.columns}
    bringing.confirm(roster, columns, "", roster.has_heading)
    return jobs.work(Roster.objects.get(pk=roster.pk), _SECONDS)


def _some(operator):
    return operator.staff.current().exclude(person__phone__in=_CAST).select_related("person").order_by("pk")[:_NAMED]


def _line(member):
    return f"{member.person.full_name}\t{member.person.phone}\t{member.role}"


def _invite(operator, manager, at):
    """Invite some who have not started; one of them has opened the link since."""
    waiting = operator.staff.current().filter(has_begun=False, trained_until=None).exclude(person__phone__in=_CAST)
    chosen = list(waiting.order_by("-pk").values_list("pk", flat=True)[:_INVITED])
    sending.send(operator.staff.filter(pk__in=chosen), operator, manager, at)
    links = Invitation.objects.filter(operator=operator, member__in=chosen)
    links.update(created_at=at)
    links.filter(member=chosen[0]).update(opened_at=days.at(at, 1, 13))


def _remind(operator, manager, at):
    begun = operator.staff.current().filter(has_begun=True).order_by("trained_until", "pk")
    chosen = [member.pk for member in begun if member.trained_until is None or member.trained_until < at]
    reminding.send(operator.staff.filter(pk__in=chosen[:_REMINDED]), operator, manager, at)


def _close_outbox(now):
    """Let what was written for a day that is past have gone out on it, so that no worker sends it today."""
    kinds = (inviting.KIND, sending.KIND, reminding.KIND)
    past = Message.objects.filter(kind__in=kinds, state=Message.State.QUEUED, send_after__lte=now)
    past.update(state=Message.State.SENT, created_at=F("send_after"), sent_at=F("send_after"))
