"""Where the digest goes by e-mail: an address is used once its owner has said yes from the mailbox itself."""

import secrets
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction

from messaging import outbox
from messaging.models import Message
from saccos.managing import digest_texts
from saccos.models import DigestAddress, Management
from saccos.models.managing import Digest

KIND = "digest_address"
HOLDS = timedelta(days=7)
"""So long a link confirms, from when it was last sent."""
SEND_AGAIN = timedelta(minutes=10)
"""Until then a second request for the same address sends no second mail."""
MOST_A_DAY = 10
"""Mails that one manager may have sent to addresses, in a day by the clock of the world."""


class TooMany(Exception):
    """The manager has had as many links sent today as anybody may."""


def want(management: Management, email: str, now: datetime) -> None:
    """Let the digest go to this address, at once where the same person has confirmed it, else when its owner does.

    What is in use stays so until then. Raises TooMany.
    """
    with transaction.atomic():
        address = _held(management)
        if email == address.email or _has_confirmed(management, email):
            _use(address, email)
        elif email == address.asked_email and address.token:
            _send(address, now)
        else:
            address.asked_email, address.token, address.asked_at = email, secrets.token_urlsafe(24), None
            _send(address, now)


def send_again(management: Management, now: datetime) -> None:
    """Send the link to the address that waits, where the last one is not too young. Raises TooMany."""
    with transaction.atomic():
        address = _held(management)
        if address.asked_email:
            want(management, address.asked_email, now)


def give_up(management: Management) -> None:
    """Let nothing wait to be confirmed any more: the link that was sent works no longer."""
    DigestAddress.objects.filter(management=management).exclude(asked_email="").update(asked_email="", token=None)


def of_token(token: str, now: datetime) -> DigestAddress | None:
    """Return whose link this is, confirmed or not; None where nobody's, or it came too late."""
    address = DigestAddress.objects.filter(token=token).select_related("management__operator").first()
    return None if address and address.asked_email and not is_open(address, now) else address


def is_open(address: DigestAddress, now: datetime) -> bool:
    """Return whether a link that waits still confirms."""
    return address.asked_at is not None and now < address.asked_at + HOLDS


def confirm(address: DigestAddress) -> None:
    """Put in use the address that waits, on each list on which it waits for this manager; again, nothing happens."""
    with transaction.atomic():
        found = DigestAddress.objects.select_for_update().get(pk=address.pk)
        if not found.asked_email:
            return
        same = DigestAddress.objects.filter(asked_email=found.asked_email)
        same.filter(management__user=found.management.user_id).update(email=found.asked_email, asked_email="")


def may_send_again(address: DigestAddress, now: datetime) -> bool:
    return address.asked_at is None or now >= address.asked_at + SEND_AGAIN


def ask_the_others(now: datetime) -> None:
    """Send a link to each address in waiting that none was sent to yet: it came from elsewhere than its page."""
    waiting = Management.objects.filter(digest=Digest.EMAIL, operator__merged_into=None, user__is_active=True)
    others = waiting.filter(digest_address__asked_at=None).exclude(digest_address__asked_email="")
    for management in others.filter(digest_address__isnull=False).select_related("digest_address"):
        try:
            send_again(management, now)
        except TooMany:
            continue


def _held(management):
    """Return the address as it is now, nobody else changing it meanwhile."""
    DigestAddress.objects.get_or_create(management=management)
    held = DigestAddress.objects.select_for_update(of=("self",)).select_related("management__user")
    return held.select_related("management__operator").get(management=management)


def _has_confirmed(management, email):
    return DigestAddress.objects.filter(management__user=management.user_id, email=email).exists()


def _use(address, email):
    if address.asked_email:
        address.asked_email, address.token = "", None
    address.email = email
    address.save()


def _send(address, now):
    if not may_send_again(address, now):
        return
    if not _may_ask(address.management.user_id, now):
        raise TooMany
    address.asked_at = now
    address.save()
    text = digest_texts.to_confirm(address.management, address.token)
    outbox.enqueue(
        *(KIND, address.asked_email, text), channel=Message.Channel.EMAIL, is_secret=True, expires_at=now + HOLDS
    )


def _may_ask(person, now):
    """Count one more mail of this manager's today, and return whether it is within the limit."""
    key = f"digest-address:{person}:{now:%Y-%m-%d}"
    cache.add(key, 0, timeout=2 * 24 * 3600)
    try:
        return cache.incr(key) <= MOST_A_DAY
    except ValueError:  # A full cache may have let go of it.
        return True
