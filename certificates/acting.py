"""The record of what is done to certificates: who, when and why. It only grows."""

from datetime import datetime

from certificates.models import Certificate, CertificateAct
from certificates.signals import certificate_acted


def note(certificate: Certificate, kind: str, by: str, now: datetime, detail: str = "") -> None:
    """Add an act, in the transaction that does it and after its changes, and tell whoever listens."""
    CertificateAct.objects.create(certificate=certificate, kind=kind, at=now, by=by[:120], detail=detail[:200])
    certificate_acted.send(sender=Certificate, certificate=certificate)
