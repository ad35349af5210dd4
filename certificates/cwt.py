"""CBOR Web Tokens (RFC 8392): claims with whole-number names, signed as COSE_Sign1."""

from math import isfinite

import cbor2

from certificates import cbor, cose

ISS, SUB, AUD, EXP, NBF, IAT, CTI = range(1, 8)
_TAG = 61
_DATES = (EXP, NBF, IAT)


class Expired(cose.Refused):
    """The token's time is over (`exp`)."""


class TooEarly(cose.Refused):
    """The token's time has not come (`nbf`)."""


def encode(claims: dict) -> bytes:
    """Return the claims in deterministic CBOR."""
    return cbor.dumps(claims)


def decode(payload: bytes) -> dict:
    """Return the claims of a payload. Raises cose.Malformed for no map, or a wrong type."""
    try:
        claims = cbor.loads(payload)
    except cbor.NotCBOR as error:
        raise cose.Malformed(str(error)) from error
    if not isinstance(claims, dict) or not all(type(name) in (int, str) for name in claims):
        raise cose.Malformed("the claims must be a map with whole numbers or texts for names")
    for name, value in claims.items():
        _check(name, value)
    return claims


def verify(token: bytes, key, external_aad: bytes = b"", *, now: float | None = None, algorithms=cose.ALGORITHMS):
    """Return the claims of a token that this key signed, tagged 61 or not; with `now` (s), only where its time is now.

    Raises what `cose.verify` raises, Expired or TooEarly.
    """
    claims = decode(cose.verify(_untagged(token), key, external_aad, algorithms=algorithms))
    if now is not None and EXP in claims and now >= claims[EXP]:
        raise Expired(f"it expired at {claims[EXP]}")
    if now is not None and NBF in claims and now < claims[NBF]:
        raise TooEarly(f"not before {claims[NBF]}")
    return claims


def _untagged(token):
    """Return the COSE message inside; with the CWT tag it must have its own (RFC 8392 §6)."""
    try:
        item = cbor.loads(token)
    except cbor.NotCBOR as error:
        raise cose.Malformed(str(error)) from error
    if not isinstance(item, cbor2.CBORTag) or item.tag != _TAG:
        return token
    if not isinstance(item.value, cbor2.CBORTag):  # of the right kind: `cose` looks at that
        raise cose.Malformed("a tagged token must hold a tagged COSE_Sign1 message")
    return cbor.dumps(item.value)  # what is signed in it are byte strings, which stay as they are


def _check(name, value):
    if name in _DATES and not (type(value) is int or (type(value) is float and isfinite(value))):
        raise cose.Malformed(f"claim {name} must be a number of seconds")
    if name in (ISS, SUB) and not isinstance(value, str):
        raise cose.Malformed(f"claim {name} must be text")
    if name == AUD and not _is_audience(value):
        raise cose.Malformed("claim 3 must be text or an array of texts")
    if name == CTI and not isinstance(value, bytes):
        raise cose.Malformed("claim 7 must be a byte string")


def _is_audience(value):
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
