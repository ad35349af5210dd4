"""One attempt as a phone or a file hands it in, read from plain values."""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.dateparse import parse_datetime

TICKET = re.compile(r"[0-9a-f]{32}")
_ESCAPED = re.compile(r"\\\\|\\u0000")
_YEARS = range(1900, 9000)
_MOST_QUESTIONS = 500
_MOST_KEYS = 100
_DEEPEST = 32


class Unreadable(Exception):
    """What was handed in has not the shape of an attempt."""


@dataclass(frozen=True)
class Handed:
    """An attempt as it was sent. `paper` lists the questions that the phone drew; times are by the phone's clock."""

    ticket: str
    quiz: str
    version: str
    paper: tuple[str, ...]
    answers: Mapping[str, list[str]]
    language: str
    started_at: datetime | None
    handed_in_at: datetime | None


def decode(data: bytes):
    """Return the JSON value that was sent; raise Unreadable where it is none, or nested too deep to be kept."""
    try:
        value = json.loads(data, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if _is_deep(value):
        raise Unreadable
    return value


def _refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def _finite(digits):
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


def _is_deep(value):
    level = [value]
    for _depth in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value):
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def read(payload) -> Handed:
    """Return the attempt that a payload (decoded JSON) holds; raise Unreadable where it is none.

    A time that can't be read is None: a phone's clock is noted, and nothing depends on it.
    """
    if not isinstance(payload, dict):
        raise Unreadable
    paper, given = payload.get("paper"), payload.get("answers")
    if not _are_texts(paper, _MOST_QUESTIONS) or not isinstance(given, dict):
        raise Unreadable
    if not all(_are_texts(answer, _MOST_KEYS) for answer in given.values()):
        raise Unreadable
    language = payload.get("language")
    return Handed(
        ticket=ticket_in(payload),
        quiz=_text(payload, "quiz"),
        version=_text(payload, "version"),
        paper=tuple(paper),
        answers=given,
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        started_at=time_in(payload.get("started_at")),
        handed_in_at=time_in(payload.get("handed_in_at")),
    )


def ticket_in(payload) -> str:
    """Return the payload's ticket, 32 hex digits; raise Unreadable where it names none."""
    ticket = payload.get("ticket") if isinstance(payload, dict) else None
    if not isinstance(ticket, str) or not TICKET.fullmatch(ticket):
        raise Unreadable
    return ticket


def digest_of(sender_pk: int, payload) -> str:
    """Return the SHA-256, in hex, of whose it is and what: the same thing sent twice, in whichever language, is one."""
    if isinstance(payload, dict):
        payload = {name: value for name, value in payload.items() if name != "language"}
    canonical = json.dumps([sender_pk, payload], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def storable(payload):
    """Return the payload as any database keeps it: PostgreSQL's JSON refuses NUL and halves of surrogate pairs."""
    text = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace").decode()
    return json.loads(_ESCAPED.sub(lambda found: "\ufffd" if found[0] == "\\u0000" else found[0], text))


def time_in(value) -> datetime | None:
    """Return an ISO 8601 time, as UTC where it names no zone; None where it is none, or too far off to be shown."""
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if found is None or found.year not in _YEARS:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _text(payload, name):
    value = payload.get(name)
    if not isinstance(value, str):
        raise Unreadable
    return value


def _are_texts(values, most):
    return isinstance(values, list) and len(values) <= most and all(isinstance(value, str) for value in values)
