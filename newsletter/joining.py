"""Joining the list: an address is on it once its owner has said yes from the mailbox itself."""

from datetime import datetime, timedelta

from django.db import transaction

from messaging.models import Message
from newsletter import kinds, letters, limits, mailing
from newsletter.models import Subscriber

ASK_AGAIN = timedelta(hours=1)
"""Until then a second request for the same address sends no second mail."""
SAY_AGAIN = timedelta(days=1)
"""Likewise for an address that is on the list already."""


def ask(email: str, language: str, now: datetime) -> None:
    """Write to the address, which is in small letters: to confirm it, or that it is on the list already.

    Nothing is returned, so that nobody can tell from the answer whether an address is known. An address gets no more
    mails than limits.MAILS in a week, and lapses by when it was asked for first.
    """
    with transaction.atomic():
        chosen = {"language": language, "asked_at": now}
        subscriber = Subscriber.objects.get_or_create(email=email, defaults=chosen)[0]
        held = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
        if held and held.confirmed_at:
            _say_already(held, now)
        elif held and not _mailed(kinds.CONFIRM, held, since=now - ASK_AGAIN):
            _ask_to_confirm(held, language, now)


def waiting(token: str, now: datetime) -> Subscriber | None:
    """Return whose link this is, confirmed or not; None where nobody's, or it came too late."""
    return Subscriber.objects.not_lapsed(now).filter(token=token).first()


def confirm(subscriber: Subscriber, now: datetime) -> bool:
    """Put the subscriber on the list; return False where they are on it, or have left."""
    return bool(Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=now))


def _ask_to_confirm(held, language, now):
    if limits.may_write(held.email, now):
        held.language = language
        if Subscriber.objects.lapsed(now).filter(pk=held.pk).exists():
            held.asked_at = now
        held.save(update_fields=["language", "asked_at"])
        _send(kinds.CONFIRM, held, letters.to_confirm(language), now)
    elif not _mailed(kinds.CONFIRM, held, since=held.asked_at):
        # Nobody could confirm it: no link went out.
        held.delete()


def _say_already(held, now):
    if not _mailed(kinds.ALREADY, held, since=now - SAY_AGAIN) and limits.may_write(held.email, now):
        _send(kinds.ALREADY, held, letters.already(held.language), now)


def _mailed(kind, subscriber, since):
    return Message.objects.filter(kind=kind, recipient=subscriber.email, created_at__gt=since).exists()


def _send(kind, subscriber, letter, now):
    message = mailing.message(kind, subscriber.email, letter, subscriber.token)
    message.created_at = now
    message.save()
