"""The signed half of a certificate's QR: what it says, signed for one address (../shared certificate format, README).

A CWT in a COSE_Sign1 message, in deterministic CBOR. `cose` and `cwt` read anybody's; here only our own is accepted.
"""

import unicodedata
from typing import NamedTuple

from certificates import cbor, cose, cwt

CLAIM = -65537
LONGEST_NAME = 48
_LARGEST = 2**53 - 1  # what a phone's script can hold exactly
_SIGNATURE = 64


class NotOurs(ValueError):
    """The bytes are not a statement as we make them."""


class Statement(NamedTuple):
    """What is said: dates in seconds since 1970, the course's number, and the place in the status list (`index`)."""

    kid: int
    name: str
    course: int
    index: int
    issued: int
    expires: int


class Unchecked(NamedTuple):
    """A statement as it was read, before any key has been looked at."""

    statement: Statement
    algorithm: int
    message: bytes


def sign(statement: Statement, key, address: str) -> bytes:
    """Return the message. `address` is `HTTPS://HOST/V/CODE`, to which it is bound. Raises ValueError for a name that
    can't stand in it.
    """
    if not is_name(statement.name):
        raise ValueError("a name that can't stand in a statement")
    claims = {
        cwt.EXP: statement.expires,
        cwt.IAT: statement.issued,
        CLAIM: [statement.name, statement.course, statement.index],
    }
    header = {cose.ALG: cose.ES256, cose.KID: bytes([statement.kid])}
    return cose.sign(cwt.encode(claims), key, header, address.encode("ascii"))


def read(message: bytes) -> Unchecked:
    """Return what a message says, whoever signed it. Raises NotOurs for any other form than the one `sign` makes."""
    try:
        parts = cose.read(message)
        cbor.loads_deterministic(message)
        header = cbor.loads_deterministic(cbor.loads(message)[0])
        claims = cbor.loads_deterministic(parts.payload or b"")
    except (cose.Refused, cbor.NotCBOR, KeyError, TypeError) as error:
        raise NotOurs(str(error)) from error
    if parts.unprotected or header.keys() != {cose.ALG, cose.KID} or len(parts.signature) != _SIGNATURE:
        raise NotOurs("other headers, or a signature of another length")
    kid, algorithm = header[cose.KID], header[cose.ALG]
    if not isinstance(kid, bytes) or len(kid) != 1 or not _is_whole(algorithm):
        raise NotOurs("a key's number of another form")
    if not isinstance(claims, dict) or claims.keys() != {cwt.EXP, cwt.IAT, CLAIM}:
        raise NotOurs("other claims")
    return Unchecked(_statement(kid[0], claims), algorithm, message)


def is_signed(unchecked: Unchecked, key, address: str) -> bool:
    """Return whether the key signed it, with ES256, for this address."""
    try:
        cose.verify(unchecked.message, key, address.encode("ascii"), algorithms={cose.ES256})
    except (cose.Refused, UnicodeEncodeError):
        return False
    return True


def is_name(name: object) -> bool:
    """Return whether a name may stand in a statement: composed (NFC), 1 to 48 bytes, nothing unseen in it."""
    return (
        isinstance(name, str)
        and 1 <= len(name.encode()) <= LONGEST_NAME
        and unicodedata.is_normalized("NFC", name)
        and not any(is_unseen(sign) for sign in name)
    )


def is_unseen(sign: str) -> bool:
    """Return whether a character is a control, or turns or joins what stands beside it."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def _statement(kid, claims):
    about = claims[CLAIM]
    if not isinstance(about, list) or len(about) != 3 or not is_name(about[0]):
        raise NotOurs("another form of name, course and place in the list")
    numbers = (about[1], about[2], claims[cwt.IAT], claims[cwt.EXP])
    if not all(_is_whole(number) and 0 <= number <= _LARGEST for number in numbers):
        raise NotOurs("a number that is none, or too large")
    if claims[cwt.IAT] >= claims[cwt.EXP]:
        raise NotOurs("it ends before it begins")
    return Statement(kid, *about, claims[cwt.IAT], claims[cwt.EXP])


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)
