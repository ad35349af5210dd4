"""The signed half of a certificate's QR: what it says, signed for one address (docs/verifying.md).

A CWT in a COSE_Sign1 message, in deterministic CBOR. `cose` and `cwt` read anybody's; here only our own is accepted.
"""

import unicodedata
from typing import NamedTuple

from certificates import cbor, cose, cwt, own_form

CLAIM = -65537
LONGEST_NAME = 48
_LARGEST = 2**53 - 1  # what a phone's script can hold exactly
_SIGNATURE = 64
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs"))


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
    if parts := own_form.read(message):
        return Unchecked(_allowed(Statement(*parts)), cose.ES256, message)
    try:
        parts = cose.read(message)
        claims = cbor.loads(parts.payload or b"")
    except (cose.Refused, cbor.NotCBOR) as error:
        raise NotOurs(str(error)) from error
    if cbor.dumps([parts.header, {}, parts.payload, parts.signature]) != message:
        raise NotOurs("something unprotected, a tag, or another encoding")
    if cbor.dumps(parts.protected) != parts.header or cbor.dumps(claims) != parts.payload:
        raise NotOurs("another encoding of header or claims")
    if len(parts.signature) != _SIGNATURE or not _has_only(parts.protected, cose.ALG, cose.KID):
        raise NotOurs("other headers, or a signature of another length")
    kid, algorithm = parts.protected[cose.KID], parts.protected[cose.ALG]
    if len(kid) != 1 or not _is_whole(algorithm) or not -_LARGEST <= algorithm + 1 <= _LARGEST:
        raise NotOurs("a key's number of another form")
    if not _has_only(claims, cwt.EXP, cwt.IAT, CLAIM):
        raise NotOurs("other claims")
    return Unchecked(_statement(kid[0], claims), algorithm, message)


def is_signed(unchecked: Unchecked, key, address: str) -> bool:
    """Return whether the key, a public one of `cryptography` on P-256, signed it with ES256 for this address."""
    message = unchecked.message
    try:
        external = address.encode("ascii")
        if own_form.begins(message):
            signed = own_form.signed(message, external)
            return cose.is_raw_signature(key, cose.ES256, own_form.signature(message), signed)
        cose.verify(message, key, external, algorithms={cose.ES256})
    except (cose.Refused, UnicodeEncodeError):
        return False
    return True


def is_name(name: object) -> bool:
    """Return whether a name may stand in a statement: composed (NFC), 1 to 48 bytes, nothing unseen in it."""
    return (
        isinstance(name, str)
        and _UNSEEN.isdisjoint(map(unicodedata.category, name))
        and 1 <= len(name.encode()) <= LONGEST_NAME
        and unicodedata.is_normalized("NFC", name)
    )


def is_unseen(sign: str) -> bool:
    """Return whether a character is a control, or turns or joins what stands beside it."""
    return unicodedata.category(sign) in _UNSEEN


def _statement(kid, claims):
    about = claims[CLAIM]
    if not isinstance(about, list) or len(about) != 3:
        raise NotOurs("another form of name, course and place in the list")
    return _allowed(Statement(kid, *about, claims[cwt.IAT], claims[cwt.EXP]))


def _allowed(said):
    """Return the statement where all that it says may be said. Raises NotOurs."""
    if not is_name(said.name):
        raise NotOurs("a name that can't stand in a statement")
    numbers = (said.course, said.index, said.issued, said.expires)
    if not all(_is_whole(number) and 0 <= number <= _LARGEST for number in numbers):
        raise NotOurs("a number that is none, or too large")
    if said.issued >= said.expires:
        raise NotOurs("it ends before it begins")
    return said


def _has_only(found, *labels):
    return isinstance(found, dict) and set(found) == set(labels) and all(map(_is_whole, found))


def _is_whole(value):
    return type(value) is int  # true is an int too
