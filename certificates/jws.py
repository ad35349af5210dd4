"""Compact JSON Web Signatures (RFC 7515) with ES256 (RFC 7518 §3.4), the same bytes each time they are made.

PyJWT and its kin sign with a random number; in tests they read what is made here.
"""

import json

from certificates import cose, public_keys

_ALGORITHM = "ES256"
_CURVE = "secp256r1"


def sign(payload: dict, key, header: dict) -> str:
    """Return the token; `key` is a private key on P-256, and the header gets its `alg` here."""
    parts = [segment({"alg": _ALGORITHM, **header}), segment(payload)]
    signature = cose.raw_signature(key, cose.ES256, ".".join(parts).encode())
    return ".".join([*parts, public_keys.padless(signature)])


def read_header(token: str) -> dict:
    """Return the header, which nobody has checked yet. Raises cose.Malformed."""
    return _read(_split(token)[0])


def verify(token: str, key) -> dict:
    """Return the payload of a token that this key signed with ES256.

    `key` is a public key of `cryptography` or a JWK. Raises cose.Malformed or cose.BadSignature.
    """
    header, payload, signature = _split(token)
    fields = _read(header)
    if fields.get("alg") != _ALGORITHM or "crit" in fields:
        raise cose.Malformed("another algorithm, or something critical that is not understood")
    try:
        public, raw = public_keys.read(key, cose.ES256), public_keys.unpadded(signature)
    except ValueError as error:
        raise cose.Malformed(str(error)) from error
    if public.curve.name != _CURVE:
        raise cose.Malformed("algorithm and key do not agree")
    if not cose.is_raw_signature(public, cose.ES256, raw, f"{header}.{payload}".encode()):
        raise cose.BadSignature("the signature is not this key's")
    return _read(payload)


def _split(token):
    parts = token.split(".") if isinstance(token, str) else []
    if len(parts) != 3:
        raise cose.Malformed("not three parts")
    return parts


def segment(value: dict) -> str:
    """Return an object as one part of a token."""
    return public_keys.padless(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def _read(segment):
    try:
        text = public_keys.unpadded(segment).decode()
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise cose.Malformed(str(error)) from error
    if not isinstance(value, dict):
        raise cose.Malformed("not an object")
    return value


def _once(pairs):
    """Return the object, in which no name may stand twice (RFC 7515 §4)."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return dict(pairs)


def _no_json(constant):
    raise ValueError(f"{constant} is no JSON")
