"""A case in the hands of an officer: opened by the team's key, written into without it."""

import json
from base64 import b64decode
from datetime import datetime

from incidents import sealing, team
from incidents.models import Case, Entry, Officer, TeamKey


def private_key(case: Case, officer: Officer, private: bytes) -> bytes:
    """Return the case's private key, by the officer's own one. Raises team.NotYours and sealing.CannotOpen."""
    return sealing.open_box(team.private_key(officer, private, case.team_key), case.sealed_key)


def said_of(entry: Entry, case_private: bytes, officer: Officer, private: bytes) -> dict:
    """Return the record of an entry; `private` is the officer's own key. Raises team.NotYours and sealing.CannotOpen.

    What a phone sealed before it was sent, {"sealed": base64, "key": number of the TeamKey}, lies in a second box.
    """
    said = sealing.open_said(case_private, entry.box)
    if "sealed" not in said:
        return said
    try:
        inner = json.loads(open_locked(said.get("key"), b64decode(said["sealed"]), officer, private))
        return {_whole(name): _whole(str(value)) for name, value in inner.items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        # Whoever has the public key can seal anything.
        raise sealing.CannotOpen from error


def open_locked(key: int, box: bytes, officer: Officer, private: bytes) -> bytes:
    """Return what a phone sealed to the TeamKey of this number. Raises team.NotYours and sealing.CannotOpen."""
    found = TeamKey.objects.filter(pk=key).first()
    if found is None:
        raise sealing.CannotOpen
    return sealing.open_box(team.private_key(officer, private, found), box)


def _whole(text):
    """Return the text without halves of signs, which JSON can name and no page can show."""
    return text.encode(errors="replace").decode()


def write(case: Case, kind: str, said: dict, officer: Officer, now: datetime, sent_hash: str | None = None) -> Entry:
    """Seal and store what an officer writes; a reply is sealed to the reporter as well.

    A second entry with the same hash raises IntegrityError.
    """
    return Entry.objects.create(
        case=case,
        kind=kind,
        made_at=now,
        by=officer,
        box=sealing.seal_said(case.public_key, said),
        reporter_box=sealing.seal_said(case.reporter_key, said) if kind == Entry.Kind.REPLY else None,
        sent_hash=sent_hash,
    )
