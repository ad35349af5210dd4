"""What one person has done in each course, for their manager: how far they are, and the certificate they hold."""

from dataclasses import dataclass
from datetime import datetime

from certificates.models import Certificate
from courses import outline
from courses.models import Enrolment


@dataclass(frozen=True)
class CourseLine:
    """One course of one person. `certificate` is the last to end of those neither revoked nor replaced."""

    title: str
    enrolment: Enrolment | None
    certificate: Certificate | None
    is_valid: bool


def of(person, language: str, now: datetime) -> list[CourseLine]:
    """Return the person's courses, the one last opened first, in two queries."""
    enrolments = {row.course_key: row for row in person.enrolments.order_by("-last_at")}
    certificates = {row.course_key: row for row in person.certificates.standing().order_by("expires_at")}
    return [
        _line(key, enrolments.get(key), certificates.get(key), language, now)
        for key in dict.fromkeys([*enrolments, *certificates])
    ]


def _line(course_key, enrolment, certificate, language, now):
    course = outline.of(course_key, language)
    return CourseLine(
        title=course.title if course else getattr(certificate, "course_title", ""),
        enrolment=enrolment,
        certificate=certificate,
        is_valid=certificate is not None and certificate.state_at(now) == Certificate.State.VALID,
    )
