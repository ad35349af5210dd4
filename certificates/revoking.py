"""How a certificate is taken back: once, for good, with the reason and who did it."""

from datetime import datetime

from django.db import transaction

from certificates import acting, publishing
from certificates.models import Certificate, CertificateAct

# Whoever revokes chooses one of these; "erased" comes with erasing the person.
REASONS = [value for value in Certificate.RevokeReason.values if value != Certificate.RevokeReason.ERASED]


def revoke(certificate: Certificate, reason: str, by: str, now: datetime) -> bool:
    """Revoke the certificate and return whether this call did it; one revoked before keeps its reason and its date."""
    with transaction.atomic():
        standing = Certificate.objects.filter(pk=certificate.pk, revoked_at=None)
        is_first = bool(standing.update(revoked_at=now, revoke_reason=reason, revoked_by=by[:120]))
        if is_first:
            acting.note(certificate, CertificateAct.Kind.REVOKED, by, now, reason)
            publishing.publish_soon()
    certificate.refresh_from_db()
    return is_first
