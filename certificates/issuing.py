"""How a certificate comes to be: once for each person, course and period, whoever asks and however often."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from certificates import acting, checking, codes, designing, holder_names, keys, numbering, statement, status_places
from certificates.models import Certificate, CertificateAct
from courses import outline
from courses.models import Enrolment
from home.context_processors import organisation
from printing import qr

PLATFORM = "the platform"
_TRIES = 3
_BATCH = 500
# A QR of this size is still read at 20 cm when printed 30 mm wide (certificate format).
LARGEST_QR = 11


class NotEarned(Exception):
    """The learner has not completed the course."""


class CannotIssue(Exception):
    """What the certificate must say is missing, or it can't be signed. The message says what."""


def issue(enrolment: Enrolment, now: datetime | None = None) -> Certificate:
    """Return the certificate that this enrolment earned, making it on the first call.

    A second call, at the same moment or later, returns the same one, revoked or not: the database keeps one for each
    learner, course and period. Holder, course titles and issuer are copied as they are now and stay so, and so are
    they signed.

    Raises NotEarned where the course is not complete, and CannotIssue where name, course or signing key is missing.
    """
    if enrolment.completed_at is None:
        raise NotEarned
    now = now or timezone.now()
    place = {"learner": enrolment.learner, "course_key": enrolment.course_key, "period": 1, "replaced_by": None}
    for _try in range(_TRIES):
        if certificate := Certificate.objects.filter(**place).first():
            return certificate
        # Refused where somebody else has just issued it, or where the code drawn was taken: look again.
        with suppress(IntegrityError), transaction.atomic():
            return make(place | snapshot(enrolment, now), PLATFORM, now)
    raise CannotIssue(f"enrolment {enrolment.pk}: the database refused it {_TRIES} times")


def make(fields: dict, by: str, now: datetime) -> Certificate:
    """Write one certificate, signed, with the act of issuing it, and return it. `fields` are the model's.

    Raises CannotIssue, and IntegrityError where the database keeps a promise.
    """
    certificate = build(fields | {"issued_at": now, "status_index": status_places.draw()[0]})
    certificate.save(force_insert=True)
    acting.note(certificate, CertificateAct.Kind.ISSUED, by, now)
    return certificate


def build(fields: dict) -> Certificate:
    """Return a certificate with these fields, signed and not yet written. Raises CannotIssue."""
    certificate = Certificate(code=codes.draw(), **fields)
    _sign(certificate)
    return certificate


def _sign(certificate):
    try:
        key = keys.load().current(certificate.issued_at)
        private = keys.private(key.kid)
    except keys.NoKey as error:
        raise CannotIssue(str(error)) from error
    said = statement.Statement(
        key.kid,
        holder_names.for_code(certificate.holder_name),
        numbering.number_of(certificate),
        certificate.status_index,
        int(certificate.issued_at.timestamp()),
        int(certificate.expires_at.timestamp()),
    )
    address = checking.address(settings.BASE_URL, certificate.code)
    certificate.statement = statement.sign(said, private, address)
    if qr.version(certificate.qr_text) > LARGEST_QR:
        raise CannotIssue("The QR would be too dense: BASE_URL is too long.")


def enrolments_lacking():
    """Return the completed enrolments whose learner has no certificate of the course, in whatever state."""
    earned = Certificate.objects.filter(learner=OuterRef("learner"), course_key=OuterRef("course_key"))
    return Enrolment.objects.filter(~Exists(earned), completed_at__isnull=False)


def each_lacking() -> Iterator[Enrolment]:
    """Go through the enrolments that lack one, a batch at a time, so that each may be issued meanwhile."""
    last = 0
    rows = enrolments_lacking().order_by("pk").select_related("learner")
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        yield from batch
        last = batch[-1].pk


def snapshot(enrolment: Enrolment, now: datetime) -> dict:
    """Return what a certificate copies from person, course and organisation as they are now. Raises CannotIssue."""
    course = outline.facts_of(enrolment.course_key)
    holder_name = holder_names.clean(enrolment.learner.full_name)
    if course is None:
        raise CannotIssue(f"enrolment {enrolment.pk}: the course {enrolment.course_key} is gone")
    if not holder_name:
        raise CannotIssue(f"enrolment {enrolment.pk}: person {enrolment.learner_id} has no name")
    numbering.retitle(enrolment.course_key, course.titles)
    return {
        "holder_name": holder_name,
        "course_title_en": course.titles["en"],
        "course_title_sw": course.titles["sw"],
        "issuer": organisation().name,
        "design": designing.version_for(enrolment.course_key),
        "expires_at": now + relativedelta(months=course.valid_months),
    }
