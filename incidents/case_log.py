"""What officers did, in lines that cannot be edited: the database refuses, and each vouches for the one before."""

from datetime import UTC, datetime

from django.db import connection, transaction

from incidents import sealing
from incidents.models import LogLine, Officer


def note(officer: Officer | None, act: str, now: datetime, case_number: str = "", said: str = "") -> LogLine:
    """Write a line; `act` is a LogLine.Act, `said` a few words that give away nothing of a report."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # One line after the other, whoever writes; SQLite has one writer anyhow.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(7260426)")
        line = LogLine(
            at=now,
            officer_id=officer.pk if officer else None,
            officer_name=str(officer)[:150] if officer else "",
            act=act,
            case_number=case_number,
            said=said[:100],
        )
        last = LogLine.objects.order_by("pk").last()
        line.digest = _digest(last.digest if last else "", line)
        line.save(force_insert=True)
    return line


def first_broken() -> LogLine | None:
    """Return the first line that was changed, or whose forerunner was removed or changed; None where all is well."""
    before = ""
    for line in LogLine.objects.order_by("pk").iterator():
        if line.digest != _digest(before, line):
            return line
        before = line.digest
    return None


def _digest(before, line):
    at = line.at.astimezone(UTC).isoformat()
    fields = (before, at, line.officer_id, line.officer_name, line.case_number, line.act, line.said)
    return sealing.digest(*(str(field).encode() for field in fields))
