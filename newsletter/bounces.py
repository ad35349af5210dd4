"""What follows when a mail of ours comes back. The whole rule:

- Refused for good (by the server at once, or by a report; `messaging.refusals` says which codes are): the address
  leaves the list at once, though a passing failure of the same newsletter was noted before.
- A passing failure (a report with any other status after the server gave up, such as a full mailbox): the third
  newsletter in a row that fails so ends it. A newsletter that does not come back in between begins the count anew.
- One newsletter counts once for each subscriber, however many reports come; a mere delay counts nothing.
"""

from django.db import transaction
from django.db.models import F

from messaging.models import Message
from newsletter import leaving
from newsletter.models import Delivery, Issue, Subscriber
from newsletter.returned import Returned

MOST_IN_A_ROW = 3
_FAILED = Message.State.FAILED


def refused(message: Message) -> None:
    """Take off the list the address that a server has just refused for good."""
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(email=message.recipient).first()
        if subscriber:
            _count(Delivery.objects.filter(message=message.pk).first())
            leaving.leave(subscriber)


def take(returned: Returned) -> bool:
    """Note a mail that came back; return False where it changes nothing: they have left, or it is known already."""
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(token=returned.token).first()
        if subscriber is None:
            return False
        delivery = subscriber.deliveries.filter(issue=returned.issue).select_related("message").first()
        is_known = _has_failed(delivery)
        if not returned.is_permanent and (is_known or delivery is None):
            return False
        if not is_known:
            _count(delivery)
        if returned.is_permanent or _once_more(subscriber, delivery) >= MOST_IN_A_ROW:
            leaving.leave(subscriber)
    return True


def _has_failed(delivery):
    return bool(delivery and delivery.message and delivery.message.state == _FAILED)


def _count(delivery):
    if delivery:
        Issue.objects.filter(pk=delivery.issue_id).update(came_back=F("came_back") + 1)


def _once_more(subscriber, delivery):
    """Mark the delivery as failed, and return how many in a row have."""
    Message.objects.filter(pk=delivery.message_id).update(state=_FAILED, error="returned")
    earlier = subscriber.deliveries.filter(pk__lt=delivery.pk).select_related("message").order_by("-pk").first()
    subscriber.bounces = subscriber.bounces + 1 if _has_failed(earlier) else 1
    subscriber.save(update_fields=["bounces"])
    return subscriber.bounces
