"""Taking back reminders and invitations that wait for the morning, as long as none of the outbox's workers has them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from messaging import parts
from messaging.models import Message
from saccos import history
from saccos.inviting import sending
from saccos.minute import reminding
from saccos.minute.contacting import number_of
from saccos.models import Invitation, Operator, Reminder, StaffMember

KINDS = (reminding.KIND, sending.KIND)


def withdraw(staff: QuerySet[StaffMember], operator: Operator, by, now: datetime) -> int:
    """Take back what this operator lets wait for these staff; return how many messages. A second call finds none."""
    with transaction.atomic():
        number = _take_back(operator.reminders.filter(person__in=staff.values("person"), at__gt=now))
        if number:
            history.note(operator, "withdrawn", by, now, number=number)
    return number


def spare(member: StaffMember, now: datetime) -> None:
    """Take back what the operator of this row lets wait for its person, who is leaving."""
    with transaction.atomic():
        _take_back(Reminder.objects.filter(operator=member.operator_id, person=member.person_id, at__gt=now))


def take_back(people: Iterable[int], operator: Operator, now: datetime) -> None:
    """Take back, by day too, all that this operator lets wait for people whom it took off its list unsaid."""
    _take_back(operator.reminders.filter(person__in=people, at__gt=now - reminding.BETWEEN))


def _take_back(reminders):
    """Delete those of the reminders whose messages still wait, with them; what has gone out stays on record."""
    waiting = list(reminders.select_related("person").order_by("pk"))
    if not waiting:
        return 0
    queued = _queued(waiting)
    found = {one: message for one in waiting if (message := _own(one, queued))}
    Message.objects.filter(pk__in=[message.pk for message in found.values()]).delete()
    Reminder.objects.filter(pk__in=[one.pk for one in found]).delete()
    invited = Invitation.objects.filter(sent_at__in={one.at for one in found})
    for operator in {one.operator_id for one in found}:
        people = [one.person_id for one in found if one.operator_id == operator]
        invited.filter(member__operator=operator, member__person__in=people).update(sent_at=None)
    return len(found)


def _queued(waiting):
    """Return what waits in the outbox at these moments for these people's phones, by number and moment."""
    messages = Message.objects.select_for_update().filter(
        kind__in=KINDS,
        state=Message.State.QUEUED,
        recipient__in={number_of(one.person) for one in waiting},
        send_after__in={one.at for one in waiting},
    )
    found = {}
    for message in messages.order_by("pk"):
        found.setdefault((message.recipient, message.send_after), []).append(message)
    return found


def _own(reminder, queued):
    """Take out of what waits, and return, the message that greets this person: others may share the phone."""
    messages = queued.get((number_of(reminder.person), reminder.at), [])
    name = parts.plain(reminder.person.full_name.split(" ")[0])
    mine = next((message for message in messages if not name or message.body.startswith(f"{name},")), None)
    if mine:
        messages.remove(mine)
    return mine
