"""The outbox: a message is written in the transaction of what caused it, and a worker sends it afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from messaging import outcomes, reminders
from messaging.gateways import Refused, Unreachable
from messaging.models import Message

State = Message.State

# What one claim takes: even if each one runs into its time limit, the claim outlives it.
BATCH = 10
CLAIM_HOLDS = timedelta(minutes=5)
MOST_TRIES = 5
BACK_OFF = (timedelta(seconds=10), timedelta(seconds=40), timedelta(minutes=3), timedelta(minutes=15))


@dataclass
class Counts:
    """What became of the messages of one run."""

    sent: int = 0
    again: int = 0
    failed: int = 0
    expired: int = 0

    @property
    def total(self):
        return self.sent + self.again + self.failed + self.expired

    def __add__(self, other):
        return Counts(
            self.sent + other.sent, self.again + other.again, self.failed + other.failed, self.expired + other.expired
        )


def enqueue(
    kind: str,
    recipient: str,
    body: str,
    *,
    channel: str = Message.Channel.SMS,
    is_secret: bool = False,
    expires_at: datetime | None = None,
    send_after: datetime | None = None,
    html: str = "",
    headers: dict[str, str] | None = None,
) -> Message:
    """Write a message to be sent: it goes out if, and only if, the caller's transaction is committed.

    The first line of an e-mail is its subject. `html` says the same as a page, `headers` go along with an e-mail.
    """
    times = {"send_after": send_after} if send_after else {}
    return Message.objects.create(
        kind=kind,
        recipient=str(recipient),
        body=body,
        channel=channel,
        is_secret=is_secret,
        expires_at=expires_at,
        html=html,
        headers=headers or {},
        **times,
    )


def drain(gateway, now: datetime, limit: int = BATCH) -> Counts:
    """Send what is due, up to the limit (and to one batch), and return what became of it.

    The gateway is called outside any transaction. A message is sent at least once: a worker that dies between sending
    and noting it leaves a message that another one sends again.
    """
    counts = Counts(expired=_expire(now), failed=_give_up(now))
    for message in _claim(now, min(limit, BATCH)):
        _send(gateway, message, now, counts)
    return counts


def _waiting(now):
    """Return what no living worker is sending: what is queued, and what a worker claimed and left."""
    return Message.objects.filter(Q(state=State.QUEUED) | Q(state=State.SENDING, claimed_at__lte=now - CLAIM_HOLDS))


def _expire(now):
    return _close(_waiting(now).filter(expires_at__lte=now), State.EXPIRED)


def _give_up(now):
    """Fail what has taken its workers down with it each time."""
    return _close(_waiting(now).filter(tries__gte=MOST_TRIES), State.FAILED, error="no answer from the worker")


def _close(messages, state, **values):
    """Bring messages to their last state, wiping the secret ones; return how many there were."""
    with transaction.atomic():
        kept = messages if settings.DEVELOPMENT else messages.filter(is_secret=False)
        wiped = {"body": "", "html": "", "headers": {}}
        count = 0 if settings.DEVELOPMENT else messages.filter(is_secret=True).update(state=state, **wiped, **values)
        return count + kept.update(state=state, **values)


def _claim(now, limit):
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = _waiting(now).filter(send_after__lte=now).exclude(kind__in=reminders.held_back(now))
        due = due.order_by("send_after", "pk").select_for_update(skip_locked=skips)
        messages = list(due.exclude(kind__in=reminders.patient())[:limit])
        if len(messages) < limit and reminders.patient():
            messages += due.filter(kind__in=reminders.patient())[: limit - len(messages)]
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(
            state=State.SENDING, claimed_at=now, tries=F("tries") + 1
        )
    for message in messages:
        message.claimed_at, message.tries = now, message.tries + 1
    return messages


def _send(gateway, message, now, counts):
    try:
        gateway_id = gateway.send(message)
    except Refused as error:
        counts.failed += _note_refusal(message, error)
    except Unreachable as error:
        _try_again(message, error, now, counts)
    else:
        counts.sent += _note(message, State.SENT, sent_at=now, gateway_id=gateway_id[:100], error="")


def _note_refusal(message, error):
    with transaction.atomic():
        if not _mine(message).exists():
            return 0
        # The other room first: it locks what it owns before any message, here as elsewhere, and may delete this one.
        outcomes.refused(message)
        _note(message, State.FAILED, error=str(error)[:200])
    return 1


def _try_again(message, error, now, counts):
    if message.tries >= MOST_TRIES:
        counts.failed += _note(message, State.FAILED, error=str(error)[:200])
        return
    later = now + BACK_OFF[message.tries - 1]
    counts.again += _mine(message).update(state=State.QUEUED, send_after=later, claimed_at=None, error=str(error)[:200])


def _note(message, state, **values):
    """Note the end of a message, unless another worker has taken it over since."""
    return _close(_mine(message), state, **values)


def _mine(message):
    return Message.objects.filter(pk=message.pk, claimed_at=message.claimed_at)
