"""Leaving the list. Nothing stays of who leaves: no address, no delivery, no mail that was sent or still waits."""

from django.db import transaction

from messaging.models import Message
from newsletter import kinds
from newsletter.models import Subscriber, SubscriberQuerySet


def leave(subscriber: Subscriber, among: SubscriberQuerySet | None = None) -> bool:
    """Delete the subscriber and every mail of ours to the address; return False where that was done already.

    With `among`, only who is one of those still, now that nobody else can change it.
    """
    with transaction.atomic():
        # Whoever is just putting a newsletter into the outbox holds this row: then that mail is deleted too.
        everybody = Subscriber.objects.all() if among is None else among
        found = everybody.select_for_update().filter(pk=subscriber.pk).first()
        if found is None:
            return False
        Message.objects.filter(kind__in=kinds.ALL, recipient=found.email).delete()
        found.delete()
    return True


def leave_by(token: str) -> bool:
    """Delete whom the link of a mail belongs to; return False where nobody is on the list by it."""
    subscriber = Subscriber.objects.filter(token=token).first()
    return subscriber is not None and leave(subscriber)
