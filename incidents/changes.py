"""What changes who can read reports: each such act stands in the log, and the team is told to look."""

from datetime import datetime

from incidents import case_log, notifying
from incidents.models import Officer


def note(officer: Officer, act: str, now: datetime, said: str = "") -> None:
    """Write a line, as `case_log.note` does, and tell everybody who is of the team or was until lately."""
    case_log.note(officer, act, now, said=said)
    notifying.tell_of_change(now)
