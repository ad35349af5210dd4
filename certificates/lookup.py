"""What a code leads to, for whoever asks over the network: the page, partners' programs. One read, and one count."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from certificates import codes, counting, guessing
from certificates.models import Certificate

NOT_FOUND = "not_found"
TOO_MANY = "too_many"


class Found(NamedTuple):
    """A certificate as anybody who has its code may see it, but for the last two, which only the counts use.

    `holder_name` is empty once the holder was erased; `county` is the one in which they registered.
    """

    code: str
    holder_name: str
    course_title_en: str
    course_title_sw: str
    issuer: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    revoke_reason: str
    replaced_at: datetime | None
    course_number: int
    county: str


class Answer(NamedTuple):
    """`result` is a Certificate.State, NOT_FOUND or TOO_MANY; `wait` is in seconds, for TOO_MANY."""

    result: str
    found: Found | None = None
    wait: int = 0


# Written by hand: making the query costs the ORM fourteen times what the database needs to answer it.
_QUERY = f"""
    SELECT {", ".join(f"c.{field}" for field in Found._fields[:9])}, new.issued_at,
        COALESCE(course.number, 0), COALESCE(holder.county, '')
    FROM certificates_certificate c
    LEFT JOIN certificates_certificate new ON new.id = c.replaced_by_id
    LEFT JOIN certificates_coursenumber course ON course.course_key = c.course_key
    LEFT JOIN accounts_user holder ON holder.id = c.learner_id
    WHERE c.code = %s
"""  # noqa: S608 - nothing typed by anybody is in it


def answer(typed: str, address: str) -> Answer:
    """Return what the code leads to that somebody at this network address typed, scanned or sent.

    Unknown, malformed and purged codes get the same answer after the same work, and count against the address.
    """
    if wait := guessing.seconds_to_wait(address):
        counting.note(TOO_MANY)
        return Answer(TOO_MANY, wait=wait)
    found = find(codes.read(typed) or "")
    if found is None:
        guessing.note_miss(address)
        counting.note(NOT_FOUND)
        return Answer(NOT_FOUND)
    state = state_of(found, timezone.now())
    counting.note(state.value, found.course_number, found.county)
    return Answer(state, found)


def find(code: str) -> Found | None:
    """Return the certificate with this code, from the database each time."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [code])
        row = cursor.fetchone()
    return row and Found(*map(_aware, row))


def state_of(found: Found, now: datetime) -> Certificate.State:
    return Certificate.state_of(found.revoked_at, found.replaced_at, found.expires_at, now)


def facts(state: Certificate.State, found: Found) -> dict:
    """Return what programs are told of a certificate, with times in UTC, to the second."""
    known = {
        "code": found.code,
        "status": state.value,
        "holder": found.holder_name,
        "course": {"en": found.course_title_en, "sw": found.course_title_sw},
        "issuer": found.issuer,
        "issued": _second(found.issued_at),
        "expires": _second(found.expires_at),
        "url": codes.link(found.code),
    }
    if state == Certificate.State.REVOKED:
        known |= {"revoked_on": _second(found.revoked_at), "reason": found.revoke_reason}
    if state == Certificate.State.REPLACED:
        known |= {"replaced_on": _second(found.replaced_at)}
    return known


def _second(moment):
    return moment.astimezone(UTC).replace(microsecond=0)


def _aware(value):
    """Return SQLite's times with the zone that Django stores them in."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
