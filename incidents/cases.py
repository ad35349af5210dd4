"""A case in the hands of an officer: opened by the team's key, written into without it."""

from datetime import datetime

from incidents import sealing, team
from incidents.models import Case, Entry, Officer


def private_key(case: Case, officer: Officer, private: bytes) -> bytes:
    """Return the case's private key, by the officer's own one. Raises team.NotYours and sealing.CannotOpen."""
    return sealing.open_box(team.private_key(officer, private, case.team_key), case.sealed_key)


def write(case: Case, kind: str, said: dict, officer: Officer, now: datetime) -> Entry:
    """Seal and store what an officer writes; a reply is sealed to the reporter as well."""
    return Entry.objects.create(
        case=case,
        kind=kind,
        made_at=now,
        by=officer,
        box=sealing.seal_said(case.public_key, said),
        reporter_box=sealing.seal_said(case.reporter_key, said) if kind == Entry.Kind.REPLY else None,
    )
