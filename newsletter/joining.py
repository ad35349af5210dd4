"""Joining the list: an address is on it once its owner has said yes from the mailbox itself."""

from datetime import datetime, timedelta

from django.db import transaction

from messaging.models import Message
from newsletter import kinds, letters, mailing
from newsletter.models import Subscriber

ASK_AGAIN = timedelta(hours=1)
"""Until then a second request for the same address sends no second mail."""
SAY_AGAIN = timedelta(days=1)
"""Likewise for an address that is on the list already."""


def ask(email: str, language: str, now: datetime) -> None:
    """Write to the address, which is in small letters: to confirm it, or that it is on the list already.

    Nothing is returned, so that nobody can tell from the answer whether an address is known.
    """
    with transaction.atomic():
        chosen = {"language": language, "asked_at": now}
        subscriber, is_new = Subscriber.objects.get_or_create(email=email, defaults=chosen)
        if subscriber.confirmed_at:
            _say_already(subscriber, now)
        elif is_new or _asks_again(subscriber, chosen, now):
            mailing.message(kinds.CONFIRM, email, letters.to_confirm(language), subscriber.token).save()


def waiting(token: str, now: datetime) -> Subscriber | None:
    """Return whose link this is, confirmed or not; None where nobody's, or it came too late."""
    return Subscriber.objects.not_lapsed(now).filter(token=token).first()


def confirm(subscriber: Subscriber, now: datetime) -> bool:
    """Put the subscriber on the list; return False where they are on it, or have left."""
    return bool(Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=now))


def _asks_again(subscriber, chosen, now):
    asked = Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None, asked_at__lte=now - ASK_AGAIN)
    return bool(asked.update(**chosen))


def _say_already(subscriber, now):
    held = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    said = Message.objects.of_kind(kinds.ALREADY, since=now - SAY_AGAIN).filter(recipient=subscriber.email)
    if held and not said.exists():
        mailing.message(kinds.ALREADY, held.email, letters.already(held.language), held.token).save()
