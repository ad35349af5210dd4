"""What officers did, in lines that cannot be edited: the database refuses, and each vouches for the one before.

Where the log ends stands in a file as well, so that a log that was cut short, or emptied, shows too.
"""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from incidents import sealing
from incidents.models import LogLine, Officer

_log = logging.getLogger(__name__)


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
        transaction.on_commit(lambda: _keep_end(line))
    return line


def first_broken() -> LogLine | None:
    """Return the first line that was changed, or whose forerunner was removed or changed; None where all is well."""
    before = ""
    for line in LogLine.objects.order_by("pk").iterator():
        if line.digest != _digest(before, line):
            return line
        before = line.digest
    return None


def is_cut() -> bool:
    """Return whether the line that the log ended with, by the file, is not in the database, or is another one there."""
    number, digest = _kept_end()
    return bool(number) and not LogLine.objects.filter(pk=number, digest=digest).exists()


def end_file() -> Path:
    """Return where the number and the digest of the last line stand; the file of a log that is newly begun is not."""
    return Path(settings.REPORTS_ROOT).with_name("case-log-end")


def _keep_end(line):
    """Write which line is the last one, whole or not at all; what an officer did stands without it too."""
    try:
        # What was cut goes on showing when the log goes on.
        if _kept_end()[0] >= line.pk or is_cut():
            return
        path = end_file()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{line.pk}")
        draft.write_text(f"{line.pk} {line.digest}\n")
        os.replace(draft, path)
    except OSError:
        _log.exception("Where the log of cases ends could not be written down.")


def _kept_end():
    """Return the number and the digest that the file has; 0 and nothing where there is none."""
    try:
        number, digest = end_file().read_text().split()
        return int(number), digest
    except (FileNotFoundError, ValueError):
        return 0, ""


def _digest(before, line):
    at = line.at.astimezone(UTC).isoformat()
    fields = (before, at, line.officer_id, line.officer_name, line.case_number, line.act, line.said)
    return sealing.digest(*(str(field).encode() for field in fields))
