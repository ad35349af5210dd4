"""What a manager prints: the certificates that the operator's current staff hold now, and the jobs made of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from certificates.models import Certificate, PrintJob
from certificates.printing import jobs
from saccos.models import Operator, OperatorPrintJob


def certificates_of(operator: Operator, now: datetime) -> QuerySet[Certificate]:
    """Return the valid certificates of the current staff, by name; of a course renewed early, only the newer one."""
    valid = Certificate.objects.valid(now)
    staff = operator.staff.current().values("person")
    renewed = valid.filter(renews=OuterRef("pk"))
    return valid.filter(~Exists(renewed), learner__in=staff).order_by("holder_name", "course_title_en", "code")


def start(operator: Operator, certificates: Iterable[Certificate], form: str, made_by: User | None) -> PrintJob:
    """Return the operator's job that prints these certificates (certificates.printing.jobs.start), tied to it.

    Raises jobs.NothingToPrint.
    """
    with transaction.atomic():
        job = jobs.start(certificates, form, operator.name, made_by)
        OperatorPrintJob.objects.get_or_create(job=job, defaults={"operator": operator})
    return job


def jobs_of(operator: Operator) -> QuerySet[PrintJob]:
    """Return what was printed of this operator's staff, whatever it was called then."""
    return PrintJob.objects.filter(pk__in=operator.print_jobs.values("job"))
