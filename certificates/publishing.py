"""The published status list: made again after each revocation, and once a day."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from certificates import keys, status_list, status_places
from certificates.models import Certificate, CertificateAct, PublishedList

RENEWED_EVERY = timedelta(days=1)
# A list may still be in use when a certificate of it has just run out.
_KEPT_AFTER = status_list.HOLDS
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_ENDS = (CertificateAct.Kind.REVOKED, CertificateAct.Kind.REPLACED)


def address() -> str:
    return f"{settings.BASE_URL}/v/status.json"


def issuer() -> str:
    """Return the issuer's address in credentials, at which its profile is."""
    return f"{settings.BASE_URL}/v/issuer.json"


def newest(now: datetime | None = None) -> PublishedList:
    """Return the list to publish now. Raises keys.NoKey where it must be signed and can't be."""
    now = now or timezone.now()
    row = PublishedList.objects.order_by("pk").first()
    return row if row and _stands(row, now) else publish(now)


def _stands(row, now):
    """Return whether it is of today, signed with today's key, and later than whatever was revoked or replaced."""
    if now - row.issued_at >= RENEWED_EVERY or row.kid != keys.load().current(now).kid:
        return False
    return not CertificateAct.objects.filter(kind__in=_ENDS, at__gt=row.issued_at).exists()


def publish_soon() -> None:
    """Publish again once the running transaction is through: what it revoked is then in the list."""
    # A fault here is logged, and made up for when the list is next asked for.
    transaction.on_commit(publish, robust=True)


def publish(now: datetime | None = None) -> PublishedList:
    """Make the list of this moment, and return it. Two at once wait for each other, so that the later has it all."""
    with transaction.atomic():
        PublishedList.objects.get_or_create(pk=1, defaults={"issued_at": _NEVER, "document": "", "etag": ""})
        row = PublishedList.objects.select_for_update().get(pk=1)
        # Phones take no older list for a newer one.
        row.issued_at = max(now or timezone.now(), row.issued_at)
        row.kid = keys.load().current(row.issued_at).kid
        row.document = json.dumps(_document(row), separators=(",", ":"))
        row.etag = hashlib.sha256(row.document.encode()).hexdigest()[:32]
        row.save()
    return row


def ended(now: datetime) -> list[int]:
    """Return the places of what is revoked or replaced and would else still hold."""
    gone = Certificate.objects.exclude(revoked_at=None, replaced_by=None).exclude(status_index=None)
    return list(gone.filter(expires_at__gt=now - _KEPT_AFTER).values_list("status_index", flat=True))


def _document(row):
    bits = status_list.bits_of(ended(row.issued_at), status_places.length())
    return status_list.make(bits, row.issued_at, issuer(), address(), keys.private(row.kid), row.kid)
