"""What the command line says of a scanned text: online from the database, or offline from files as a phone does."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from certificates import checking, digits, keys, lookup
from certificates.checking import Result, Trust, Why
from certificates.models import Certificate
from certificates.status_list import BadList

CONTRADICTION = "contradiction"  # the signed half is not the one that was issued with this code
_HOLDS = frozenset((Certificate.State.VALID.value,))
_OPEN = frozenset((Result.UNCHECKED.value, Result.CANNOT_CHECK.value))


class Unreadable(Exception):
    """A file that a check offline needs is missing or broken. The message says which, and how."""


@dataclass(frozen=True)
class Verdict:
    """`result` is a Certificate.State, lookup.NOT_FOUND or a checking.Result; `facts` are what may be seen of it."""

    result: str
    way: str
    why: str = ""
    facts: dict = field(default_factory=dict)

    @property
    def exit_status(self) -> int:
        """Return 0 where it holds, 1 where it does not, 2 where nobody can tell from what is at hand."""
        return 0 if self.result in _HOLDS else 2 if self.result in _OPEN else 1


def online(text: str, now: datetime) -> Verdict:
    """Look into the database; a signed half that is there must be genuine, and the one issued with this code."""
    checked = checking.check(text, Trust(settings.BASE_URL, _ring()), int(now.timestamp()))
    if checked.result == Result.NOT_GENUINE:
        return _not_genuine(checked.why, checked.code)
    found = lookup.find(checked.code)
    if found is None:
        return Verdict(lookup.NOT_FOUND, "online", facts={"code": checked.code})
    if checked.why != Why.NO_DATA and not _is_as_issued(text, checked):
        return _not_genuine(CONTRADICTION, checked.code)
    state = lookup.state_of(found, now)
    return Verdict(state.value, "online", facts=lookup.facts(state, found))


def offline(text: str, folder: Path, now: datetime) -> Verdict:
    """Check by the rules of an officer's phone, with keys.json, and status.json and courses.json where they are there.

    Raises Unreadable.
    """
    trust = _trust(folder)
    checked = checking.check(text, trust, int(now.timestamp()))
    return Verdict(checked.result.value, "offline", checked.why.value, _said(checked, trust))


def _not_genuine(why, code):
    return Verdict(Result.NOT_GENUINE.value, "online", str(why), {"code": code} if code else {})


def _ring():
    """Return the keys, none where they are not on this machine: what was issued is in the database all the same."""
    try:
        return keys.load()
    except keys.NoKey:
        return keys.Ring()


def _is_as_issued(text, checked):
    """Return whether the signed half is the one issued; of an erased certificate only its place in the list is left."""
    issued = Certificate.objects.only("statement", "status_index").get(code=checked.code)
    if issued.statement:
        return digits.decode(text.strip().rpartition("#")[2]) == bytes(issued.statement)
    return checked.statement is not None and checked.statement.index == issued.status_index


def _trust(folder):
    try:
        ring = keys.from_jwks(_read(folder / "keys.json"))
    except ValueError as error:
        raise Unreadable(f"{folder / 'keys.json'}: {error}") from error
    return Trust(settings.BASE_URL, ring, _status(folder / "status.json", ring), _courses(folder / "courses.json"))


def _status(path, ring):
    if not path.exists():
        return None
    try:
        return checking.read_list(_read(path), ring)
    except BadList as error:
        raise Unreadable(f"{path}: {error}") from error


def _courses(path):
    if not path.exists():
        return {}
    try:
        return {int(number): {"en": titles["en"], "sw": titles["sw"]} for number, titles in _read(path).items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"{path}: not a table of courses") from error


def _read(path):
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: {getattr(error, 'strerror', None) or 'not JSON'}") from error


def _said(checked, trust):
    facts = {"code": checked.code} if checked.code else {}
    if said := checked.statement:
        facts |= {"holder": said.name, "course": trust.courses.get(said.course, {}), "issued": _moment(said.issued)}
        facts |= {"expires": _moment(said.expires)}
    return facts | ({"status_since": _moment(checked.status_since)} if checked.status_since is not None else {})


def _moment(seconds):
    """Return the time, or the last that can be written where a statement names a later one."""
    return datetime.fromtimestamp(min(seconds, _LAST), tz=UTC)


_LAST = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())
