"""How a certificate comes to be: once for each person, course and period, whoever asks and however often."""

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from certificates.models import Certificate
from courses import outline
from courses.models import Enrolment
from home.context_processors import organisation

_TRIES = 3
_BATCH = 500


class NotEarned(Exception):
    """The learner has not completed the course."""


class CannotIssue(Exception):
    """What the certificate must say is missing: the holder's name, or the course itself."""


def issue(enrolment: Enrolment, now: datetime | None = None) -> Certificate:
    """Return the certificate that this enrolment earned, making it on the first call.

    A second call, at the same moment or later, returns the same one, revoked or not: the database keeps one for each
    learner, course and period. Holder, course titles and issuer are copied as they are now and stay so.

    Raises NotEarned where the course is not complete, and CannotIssue where name or course is gone.
    """
    if enrolment.completed_at is None:
        raise NotEarned
    place = {"learner": enrolment.learner, "course_key": enrolment.course_key, "period": 1, "replaced_by": None}
    for _try in range(_TRIES):
        if certificate := Certificate.objects.filter(**place).first():
            return certificate
        # Refused where somebody else has just issued it, or where the code drawn was taken: look again.
        with suppress(IntegrityError), transaction.atomic():
            return Certificate.objects.create(**place, **_snapshot(enrolment, now or timezone.now()))
    raise CannotIssue(f"enrolment {enrolment.pk}: the database refused it {_TRIES} times")


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


def _snapshot(enrolment, now):
    course = outline.facts_of(enrolment.course_key)
    holder_name = _plain(enrolment.learner.full_name)
    if course is None:
        raise CannotIssue(f"enrolment {enrolment.pk}: the course {enrolment.course_key} is gone")
    if not holder_name:
        raise CannotIssue(f"enrolment {enrolment.pk}: person {enrolment.learner_id} has no name")
    return {
        "holder_name": holder_name,
        "course_title_en": course.titles["en"],
        "course_title_sw": course.titles["sw"],
        "issuer": organisation().name,
        "issued_at": now,
        "expires_at": now + relativedelta(months=course.valid_months),
    }


def _plain(name):
    """Return the name in composed letters, without characters that can't be seen or that turn its direction."""
    seen = (sign for sign in unicodedata.normalize("NFC", name) if sign.isprintable() or sign.isspace())
    return " ".join("".join(seen).split())
