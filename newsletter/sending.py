"""Sending a newsletter: begun once by a person, then put into the outbox some at a time until everybody has it.

Whoever was on the list when it began gets it once, in their language. A run that dies leaves nothing half done: a mail
and the note that it was put are written together.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F

from messaging import reminders
from messaging.models import Message
from newsletter import kinds, letters, mailing
from newsletter.models import Delivery, Issue, Subscriber

BATCH = 500
"""Mails written in one transaction, so that memory stays the same however long the list is."""
_LANGUAGES = [code for code, _name in settings.LANGUAGES]
_State = Issue.State


class Unwritten(Exception):
    """It lacks a subject or a text in one language, and somebody on the list reads that."""


def reach() -> dict[str, int]:
    """Return {language: number of subscribers} for whom a newsletter begun now would be."""
    rows = Subscriber.objects.confirmed().order_by().values_list("language").annotate(Count("pk"))
    return dict.fromkeys(_LANGUAGES, 0) | dict(rows)


def begin(issue: Issue, user, now: datetime) -> bool:
    """Let the newsletter go out; return False where somebody began it before. Raises Unwritten."""
    if issue.unwritten:
        raise Unwritten
    begun = {"state": _State.SENDING, "started_at": now, "sent_by": user}
    return bool(Issue.objects.filter(pk=issue.pk, state=_State.DRAFT).update(**begun))


def put_some(now: datetime) -> int:
    """Put mails of the newsletters being sent into the outbox; return how many.

    No more than NEWSLETTER_PACE wait there at any time, and none is sent at night.
    """
    room = settings.NEWSLETTER_PACE - _waiting()
    put = 0
    for issue in Issue.objects.filter(state=_State.SENDING).order_by("started_at", "pk"):
        while room > 0 and (number := _put_batch(issue.pk, min(room, BATCH), now)):
            put, room = put + number, room - number
    return put


def send_test(issue: Issue, email: str) -> int:
    """Put it in each language it is written in into the outbox, for one address; return how many mails that are."""
    languages = [code for code in _LANGUAGES if code not in issue.unwritten]
    written = [letters.newsletter(issue, language, is_test=True) for language in languages]
    return len(Message.objects.bulk_create(mailing.message(kinds.TEST, email, letter, "test") for letter in written))


def _waiting():
    states = [Message.State.QUEUED, Message.State.SENDING]
    return Message.objects.filter(kind=kinds.NEWSLETTER, state__in=states).count()


def _put_batch(pk, limit, now):
    """Put up to `limit` mails of one newsletter, and close it after the last; 0 where another run is at it."""
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        issue = Issue.objects.select_for_update(skip_locked=skips).filter(pk=pk, state=_State.SENDING).first()
        if issue is None:
            return 0
        waiting = Subscriber.objects.waiting_for(issue).order_by("pk")
        # Who is leaving just now is passed by; if they stay after all, the next batch finds them.
        subscribers = list(waiting.select_for_update(of=("self",), skip_locked=skips)[:limit])
        _put(issue, subscribers, now)
        done = {} if waiting.exists() else {"state": _State.SENT, "sent_at": now}
        Issue.objects.filter(pk=pk).update(addressed=F("addressed") + len(subscribers), **done)
    return len(subscribers)


def _put(issue, subscribers, now):
    written = {code: letters.newsletter(issue, code) for code in {one.language for one in subscribers}}
    messages = Message.objects.bulk_create(
        mailing.message(kinds.NEWSLETTER, one.email, written[one.language], one.token, reminders.by_day(now))
        for one in subscribers
    )
    Delivery.objects.bulk_create(
        Delivery(issue=issue, subscriber=one, message=message)
        for one, message in zip(subscribers, messages, strict=True)
    )
