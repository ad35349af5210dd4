"""How long this room keeps what it holds."""

from datetime import datetime, timedelta

from messaging.models import Message
from newsletter import kinds, leaving
from newsletter.models import Subscriber

KEEP_MESSAGES = timedelta(days=180)
"""Mails to subscribers, without their text: long enough to tell whether the newsletter before came back too."""


def purge(now: datetime) -> int:
    """Forget addresses that nobody confirmed within 7 days, and old mails; return how many addresses and mails."""
    lapsed = Subscriber.objects.lapsed(now)
    gone = sum(leaving.leave(subscriber, among=lapsed) for subscriber in lapsed.iterator())
    done = [Message.State.SENT, Message.State.FAILED, Message.State.EXPIRED]
    old = Message.objects.filter(kind__in=kinds.ALL, state__in=done, created_at__lte=now - KEEP_MESSAGES)
    return gone + old.delete()[1].get("messaging.Message", 0)
