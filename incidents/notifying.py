"""Telling the case team that something has arrived, and nothing else: neither what, nor about whom, nor how urgent.

So too of the team itself: that something has changed in it, and not what.

When a message was written and sent stands in the outbox, so both are on the ten minutes: to the second it would tell,
beside a server's log, who sent the report.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.models import Case, Officer
from messaging import outbox
from messaging.models import Message

KIND = "report_arrived"
EVERY = timedelta(minutes=10)
CHANGED = "case_team_changed"
# So long whoever was removed still hears of what changes: it may be that nobody else would object.
PAST_ARE_TOLD = timedelta(days=30)


def tell_team(urgency: int, now: datetime) -> None:
    """Write a message to each officer who has keys, at most one in ten minutes, by e-mail or else by SMS.

    It goes out when the ten minutes are over; what happens now goes at once, by SMS where there is a number.
    """
    begun = now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    is_now = urgency == Case.Urgency.NOW
    told = Message.objects.of_kind(KIND, begun)
    known = set(told.values_list("recipient", flat=True))
    for officer in Officer.objects.with_keys().select_related("user"):
        channel, recipient = _way_to(officer.user, is_now)
        if not recipient:
            continue
        if recipient not in known:
            _write(officer.user, channel, recipient, begun, begun if is_now else begun + EVERY)
        elif is_now:
            told.filter(recipient=recipient, state=Message.State.QUEUED).update(send_after=begun)


def tell_of_change(now: datetime) -> None:
    """Write a message to everybody of the team, and to who left it in the last 30 days; one that waits is enough."""
    waiting = Message.objects.filter(kind=CHANGED, state=Message.State.QUEUED)
    known = set(waiting.values_list("recipient", flat=True))
    lately = Q(left_at=None) | Q(left_at__gt=now - PAST_ARE_TOLD)
    for officer in Officer.objects.filter(lately).select_related("user"):
        channel, recipient = _way_to(officer.user, is_now=True)
        if recipient and recipient not in known:
            _write_of_change(officer.user, channel, recipient)


def _write_of_change(user, channel, recipient):
    with translation.override(user.language):
        text = _("Something has changed in the case team. Look who is of it and who holds the key.")
        parts = [text, settings.BASE_URL + reverse("incidents:officers")]
    outbox.enqueue(CHANGED, recipient, _join(parts, channel), channel=channel)


def _join(parts, channel):
    return ("\n\n" if channel == Message.Channel.EMAIL else " ").join(parts)


def _way_to(user, is_now):
    by_sms = (Message.Channel.SMS, str(user.phone or ""))
    by_mail = (Message.Channel.EMAIL, user.email)
    first, second = (by_sms, by_mail) if is_now else (by_mail, by_sms)
    return first if first[1] else second


def _write(user, channel, recipient, begun, send_after):
    with translation.override(user.language):
        address = settings.BASE_URL + reverse("incidents:cases")
        parts = [_("A report has arrived."), address]
    message = outbox.enqueue(KIND, recipient, _join(parts, channel), channel=channel, send_after=send_after)
    Message.objects.filter(pk=message.pk).update(created_at=begun)
