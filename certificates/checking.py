"""What a scanned text means, from keys, list and courses at hand: the same steps as on an officer's phone.

A pure function of its arguments (docs/verifying.md); the server's own answer is `verify_page`.
`lms/static/verify/check.js` does the same, tested on the same vectors.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from certificates import codes, digits, statement, status_list
from certificates.keys import Ring
from certificates.statement import Statement
from certificates.status_list import BadList, StatusList

FRESH = 7 * 24 * 3600
_SPACES = " \t\n\r\f\v"
_TEXT = re.compile(r"([a-z]+://[^/?#\s]+)/v/([^/?#\s]+)/?(?:#(\S*))?", re.IGNORECASE | re.ASCII)


class Result(StrEnum):
    VALID = "valid"
    UNCHECKED = "valid_unchecked"  # all holds, but the list is older than seven days, or missing
    EXPIRED = "expired"
    REVOKED = "revoked"  # or replaced: which of the two, and when, only the server says
    NOT_GENUINE = "not_genuine"
    CANNOT_CHECK = "cannot_check"


class Why(StrEnum):
    """What the first failed step was."""

    NONE = ""
    ADDRESS = "address"  # not an address of ours
    NO_DATA = "no_data"  # nothing but the code
    FORM = "form"  # digits, CBOR or claims are not as we make them
    UNKNOWN_KEY = "unknown_key"
    COMPROMISED_KEY = "compromised_key"
    ALGORITHM = "algorithm"
    SIGNATURE = "signature"  # or bound to another code or host
    WINDOW = "window"  # issued outside its key's window


@dataclass(frozen=True)
class Trust:
    """What a check may rely on. `base_url` is `https://HOST`; `built` when the page was made (s since 1970)."""

    base_url: str
    ring: Ring
    status: StatusList | None = None
    courses: dict[int, dict[str, str]] = field(default_factory=dict)
    built: int = 0


@dataclass(frozen=True)
class Checked:
    """The answer: `status_since` is the date of the list that was looked into (s since 1970), None without one."""

    result: Result
    why: Why = Why.NONE
    code: str = ""
    statement: Statement | None = None
    status_since: int | None = None


def check(text: str, trust: Trust, now: int) -> Checked:
    """Return what a QR's text means at `now` (the clock's seconds since 1970).

    Parse, key, algorithm, signature, window, dates, status, in that order; the first failure is the answer. "Now" is
    the latest of the clock, the list's date and the page's build.
    """
    code, data = _parts(text, trust.base_url)
    if code is None:
        return Checked(Result.NOT_GENUINE, Why.ADDRESS)
    if not data:
        return Checked(Result.CANNOT_CHECK, Why.NO_DATA, code)
    return _check_digits(data, code, trust, now)


def read_list(document: object, ring: Ring) -> StatusList:
    """Return the list in /v/status.json, signed by one of these keys in its window.

    Raises BadList where it is malformed, or that key is unknown, compromised or not in its window.
    """
    trusted = {kid: key.public for kid, key in ring.items() if not key.is_compromised}
    found = status_list.read(document, trusted.get)
    if not ring[found.kid].issues_at(found.issued):
        raise BadList("issued outside its key's window")
    return found


def address(base_url: str, code: str) -> str:
    """Return what a statement is bound to, `HTTPS://HOST/V/CODE`."""
    return f"{base_url}/v/{code}".upper()


def _parts(text, base_url):
    """Return the code in an address of ours or in what was typed, None where there is none, and the digits."""
    found = _TEXT.fullmatch(text.strip(_SPACES))
    if not found:
        return codes.read(text), ""
    is_ours = found[1].lower() == base_url.lower()
    return codes.read(found[2]) if is_ours else None, found[3]


def _check_digits(text, code, trust, now):
    try:
        unchecked = statement.read(digits.decode(text))
    except ValueError:  # NotOurs is one
        return Checked(Result.NOT_GENUINE, Why.FORM, code)
    if why := _why_not_signed(unchecked, code, trust):
        is_key = why in (Why.UNKNOWN_KEY, Why.COMPROMISED_KEY)
        return Checked(Result.CANNOT_CHECK if is_key else Result.NOT_GENUINE, why, code)
    said = unchecked.statement
    since = trust.status.issued if trust.status else None
    result = _result(said, trust, max(now, since or 0, trust.built))
    return Checked(result, Why.NONE, code, said, since)


def _why_not_signed(unchecked, code, trust):
    key = trust.ring.get(unchecked.statement.kid)
    if key is None:
        return Why.UNKNOWN_KEY
    if key.is_compromised:
        return Why.COMPROMISED_KEY
    if unchecked.algorithm != statement.cose.ES256:
        return Why.ALGORITHM
    if not statement.is_signed(unchecked, key.public, address(trust.base_url, code)):
        return Why.SIGNATURE
    return Why.NONE if key.issues_at(unchecked.statement.issued) else Why.WINDOW


def _result(said, trust, now):
    if now >= said.expires:
        return Result.EXPIRED
    if trust.status is None or said.index >= len(trust.status):
        return Result.UNCHECKED
    if trust.status.is_set(said.index):
        return Result.REVOKED
    return Result.VALID if now - trust.status.issued < FRESH else Result.UNCHECKED
