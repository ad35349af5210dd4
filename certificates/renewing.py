"""What follows a certificate: a renewal for the next period, or a replacement with the name corrected."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation

from accounts.models import User
from certificates import acting, holder_names, issuing, publishing
from certificates.models import Certificate, CertificateAct
from courses import course_life, outline
from courses.models import Attempt, Enrolment

# So long before the end, a renewal loses nobody much of what they have.
OPENS_BEFORE = timedelta(days=60)
_COPIED = ("learner", "course_key", "period", "course_title_en", "course_title_sw", "issuer", "expires_at", "design")


class TooSoon(Exception):
    """The certificate still holds for more than 60 days, or is not the last of its course."""


def can_renew(certificate: Certificate, now: datetime) -> bool:
    """Return whether a new one may follow: near or after the end, or once revoked; but not what was replaced."""
    if certificate.replaced_by_id or certificate.learner_id is None or _later_than(certificate).exists():
        return False
    return certificate.revoked_at is not None or certificate.expires_at - now <= OPENS_BEFORE


def _later(of):
    """Return the certificates of later periods of the same person and course; `of(field)` names the one in question."""
    same = Certificate.objects.filter(learner=of("learner_id"), course_key=of("course_key"))
    return same.filter(period__gt=of("period"))


def _later_than(certificate):
    return _later(lambda field: getattr(certificate, field))


def renew(certificate: Certificate, by: str, now: datetime) -> Certificate:
    """Return the certificate of the next period, which names the old one, making it on the first call.

    Raises TooSoon, and issuing.CannotIssue.
    """
    with transaction.atomic():
        old = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if old.learner_id and (renewal := _later_than(old).order_by("period").first()):
            return renewal
        if not can_renew(old, now):
            raise TooSoon
        enrolment = Enrolment(learner=old.learner, course_key=old.course_key)
        fields = {"learner": old.learner, "course_key": old.course_key, "period": old.period + 1, "renews": old}
        renewal = issuing.make(fields | issuing.snapshot(enrolment, now), by, now)
        acting.note(old, CertificateAct.Kind.RENEWED, by, now, renewal.code)
    return renewal


def renew_earned(learner: User, quiz_slug: str, now: datetime) -> list[Certificate]:
    """Renew what passing this quiz completes, and return the renewals.

    A course is renewed by passing every quiz of its refresher (of the course itself, where it has none) after its
    certificate was issued. Where 60 days are not reached yet, `each_earned` finds it later.
    """
    keys = set()
    with translation.override("en"):
        for course in outline.courses_asking(quiz_slug):
            keys.add(course.refreshes_key or course.key)
    lasting = Certificate.objects.standing().filter(learner=learner, course_key__in=keys)
    return [renew(one, issuing.PLATFORM, now) for one in lasting if can_renew(one, now) and is_earned(one)]


def each_earned(now: datetime) -> Iterator[Certificate]:
    """Go through the certificates that end within 60 days or have ended, and whose renewal is earned."""
    passed = Attempt.objects.filter(learner=OuterRef("learner"), is_pass=True, handed_in_at__gt=OuterRef("issued_at"))
    ending = Certificate.objects.standing().filter(expires_at__lte=now + OPENS_BEFORE).exclude(learner=None)
    # Of all that ever ran out, the database finds the few whose holders did something since.
    for certificate in ending.filter(~Exists(_later(OuterRef)), Exists(passed)).select_related("learner").iterator():
        if is_earned(certificate):
            yield certificate


def is_earned(certificate: Certificate) -> bool:
    """Return whether the holder passed every quiz that renews the course, since the certificate was issued."""
    course = outline.of(certificate.course_key, "en")
    renewing = course and (course_life.refresher_of(course) or course)
    slugs = {step.key for step in renewing.steps if step.is_quiz} if renewing else set()
    passed = Attempt.objects.filter(learner=certificate.learner_id, quiz__slug__in=slugs, is_pass=True)
    passed = passed.filter(handed_in_at__gt=certificate.issued_at)
    return bool(slugs) and set(passed.values_list("quiz__slug", flat=True)) == slugs


def can_replace(certificate: Certificate, now: datetime) -> bool:
    return certificate.state_at(now) == Certificate.State.VALID and certificate.learner_id is not None


def replace(certificate: Certificate, name: str, by: str, now: datetime) -> Certificate:
    """Return the certificate with the corrected name that takes this one's place, with the same last day.

    The same correction twice gives the same one. Raises ValueError for a name with nothing in it or the one it has, and
    where this one is revoked, expired or was replaced by another; issuing.CannotIssue.
    """
    name = holder_names.clean(name)
    with transaction.atomic():
        old = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if old.replaced_by and old.replaced_by.holder_name == name:
            return old.replaced_by
        if name in ("", old.holder_name) or not can_replace(old, now):
            raise ValueError("Only a certificate that holds can be replaced, by one with another name.")
        fields = {field: getattr(old, field) for field in _COPIED} | {"holder_name": name, "renews": old.renews}
        # Until the old one points to it, the new one would be the second of its period.
        new = issuing.make(fields | {"learner": None}, by, now)
        Certificate.objects.filter(pk=old.pk).update(replaced_by=new)
        Certificate.objects.filter(pk=new.pk).update(learner=old.learner)
        old.renewals.update(renews=new)
        acting.note(old, CertificateAct.Kind.REPLACED, by, now, new.code)
        publishing.publish_soon()
    new.refresh_from_db()
    return new
