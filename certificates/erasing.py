"""What stays of a certificate when its holder is erased: that its code was issued, and that it is revoked."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from certificates import acting, revoking
from certificates.models import Certificate, CertificateAct
from certificates.printing import jobs


def erase(person: User, by: str, now: datetime) -> int:
    """Revoke the person's certificates and take the name out of each; return how many. Again, it finds none."""
    with transaction.atomic():
        # Nothing may be issued to them between looking and erasing.
        User.objects.select_for_update().filter(pk=person.pk).first()
        certificates = list(person.certificates.all())
        for certificate in certificates:
            revoking.revoke(certificate, Certificate.RevokeReason.ERASED, by, now)
            acting.note(certificate, CertificateAct.Kind.ERASED, by, now)
        # The statement says the name, too.
        Certificate.objects.filter(pk__in=[one.pk for one in certificates]).update(
            holder_name="", statement=b"", learner=None
        )
        jobs.forget(certificate.code for certificate in certificates)
    return len(certificates)
