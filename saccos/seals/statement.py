"""The signed word of an operator's seal: a CWT in a COSE_Sign1 message, by the keys that sign certificates.

It says in claim -65538 `[operator's name, trained, total, share needed in percent]`, and is bound by its external data
to the seal's address. It can't pass for a certificate's: claim and address are others (docs/verifying.md).
"""

import unicodedata
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from certificates import cose, cwt, digits, keys
from certificates.keys import Ring

CLAIM = -65538


class NotGenuine(ValueError):
    """The text is no seal that one of these keys signed for its address."""


class Said(NamedTuple):
    """What a seal says; dates in seconds since 1970."""

    name: str
    trained: int
    total: int
    needed: int
    given: int
    expires: int


def address(code: str) -> str:
    """Return the seal's address as it stands in the QR: in capitals, so that the QR uses its alphanumeric mode."""
    return f"{settings.BASE_URL}/s/{code}".upper()


def text(code: str, message: bytes) -> str:
    """Return what stands in the QR: the address, and behind # the signed message in digits."""
    return f"{address(code)}#{digits.encode(message)}"


def sign(said: Said, code: str, now: datetime) -> bytes:
    """Return the message, signed by the key in use. Raises keys.NoKey."""
    key = keys.load().current(now)
    name = unicodedata.normalize("NFC", said.name)
    claims = {
        cwt.EXP: said.expires,
        cwt.IAT: said.given,
        CLAIM: [name, said.trained, said.total, said.needed],
    }
    header = {cose.ALG: cose.ES256, cose.KID: bytes([key.kid])}
    return cose.sign(cwt.encode(claims), keys.private(key.kid), header, address(code).encode("ascii"))


def read(scanned: str, ring: Ring) -> Said:
    """Return what a scanned text says, where a key of the ring signed it for the address before its #.

    Raises NotGenuine. Whether its time is over, and whether the share has fallen since, is not looked at.
    """
    place, _sign, behind = scanned.partition("#")
    try:
        message = digits.decode(behind)
        kid = cose.read(message).protected.get(cose.KID) or b""
        key = ring.get(kid[0]) if len(kid) == 1 else None
        if key is None or key.is_compromised:
            raise NotGenuine("an unknown key, or one that is no longer trusted")
        claims = cwt.verify(message, key.public, place.encode("ascii"), algorithms={cose.ES256})
        name, trained, total, needed = claims[CLAIM]
        said = Said(name, trained, total, needed, claims[cwt.IAT], claims[cwt.EXP])
        if not key.issues_at(said.given):
            raise NotGenuine("given outside its key's time")
    except (ValueError, KeyError, TypeError) as error:
        raise NotGenuine(str(error)) from error
    return said
