"""COSE_Sign1 (RFC 9052 §4.2, §4.4) with ECDSA and EdDSA (RFC 9053), over `cryptography`.

pycose and cwt sign with a random number each time, and neither refuses all that the standard refuses. `verify` takes
anybody's bytes: what is special about our own certificates stands in `statement`.
"""

from typing import NamedTuple

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from certificates import cbor, public_keys

ALG, CRIT, CONTENT_TYPE, KID, IV, PARTIAL_IV = range(1, 7)
ES256, ES384, ES512, EDDSA = -7, -35, -36, -8
ALGORITHMS = frozenset((ES256, ES384, ES512, EDDSA))
_HASHES = {ES256: hashes.SHA256(), ES384: hashes.SHA384(), ES512: hashes.SHA512()}
_UNDERSTOOD = {ALG, CRIT, CONTENT_TYPE, KID}
_KINDS = {ALG: int | str, CONTENT_TYPE: int | str, KID: bytes, IV: bytes, PARTIAL_IV: bytes}
_TAG = 18


class Refused(ValueError):
    """The message can't be accepted."""


class Malformed(Refused):
    """It is not a COSE_Sign1 message, or says something in its headers that nobody may ignore."""


class BadSignature(Refused):
    """The signature is not this key's over this message and external data."""


class Message(NamedTuple):
    """The parts of a message; `header` is the protected one as it stands there, for the signature is over its bytes."""

    header: bytes
    protected: dict
    unprotected: dict
    payload: bytes | None
    signature: bytes

    @property
    def algorithm(self):
        return self.protected.get(ALG, self.unprotected.get(ALG))


def sign(payload: bytes, key, protected: dict, external_aad: bytes = b"") -> bytes:
    """Return the untagged message, in deterministic CBOR, with a deterministic signature (RFC 6979, RFC 8032).

    `key` is a private key of `cryptography`; `protected` must name its algorithm under label 1.
    Raises Malformed where algorithm and key do not agree.
    """
    header = cbor.dumps(protected) if protected else b""
    signed = _signed(header, external_aad, payload)
    return cbor.dumps([header, {}, payload, raw_signature(key, protected.get(ALG), signed)])


def read(message: bytes) -> Message:
    """Return the parts of a message, tagged 18 or untagged, whose signature nobody has looked at yet.

    Raises Malformed.
    """
    item = _loads(message)
    if isinstance(item, cbor2.CBORTag) and item.tag == _TAG:
        item = item.value
    if not isinstance(item, list) or len(item) != 4:
        raise Malformed("not an array of four")
    header, unprotected, payload, signature = item
    if not isinstance(header, bytes) or not isinstance(signature, bytes):
        raise Malformed("header and signature must be byte strings")
    if payload is not None and not isinstance(payload, bytes):
        raise Malformed("the payload must be a byte string, or nil where it is detached")
    return _checked(Message(header, _loads(header) if header else {}, unprotected, payload, signature))


def verify(message: bytes, key, external_aad: bytes = b"", *, detached: bytes | None = None, algorithms=ALGORITHMS):
    """Return the payload of a message that this key signed together with `external_aad`.

    `key` is a public key of `cryptography`, a COSE_Key map or a JWK; `detached` is the payload of a message that
    carries none; `algorithms` are the only ones (COSE numbers) to be accepted.
    Raises Malformed or BadSignature, which are both Refused.
    """
    parts = read(message)
    payload = _payload(parts.payload, detached)
    if parts.algorithm not in ALGORITHMS.intersection(algorithms):
        raise Malformed(f"the algorithm {parts.algorithm!r} is not accepted")
    header = parts.header if parts.protected else b""
    try:
        key = public_keys.read(key, parts.algorithm)
    except ValueError as error:
        raise Malformed(str(error)) from error
    if not is_raw_signature(key, parts.algorithm, parts.signature, _signed(header, external_aad, payload)):
        raise BadSignature("the signature is not this key's")
    return payload


def _loads(data):
    try:
        return cbor.loads(data)
    except cbor.NotCBOR as error:
        raise Malformed(str(error)) from error


def _checked(message):
    for header in (message.protected, message.unprotected):
        if not isinstance(header, dict) or not all(_is_label(label) for label in header):
            raise Malformed("a header must be a map with whole numbers or texts for labels")
        if not all(_is_a(kind, header[label]) for label, kind in _KINDS.items() if label in header):
            raise Malformed("a header of another type than its label has")
    both = [*message.protected, *message.unprotected]
    if len(set(both)) != len(both) or {IV, PARTIAL_IV} <= set(both):
        raise Malformed("a label stands in both headers, or two that exclude each other")
    if CRIT in message.unprotected:
        raise Malformed("crit must be protected")
    if CRIT in message.protected:
        _check_critical(message.protected)
    return message


def _is_label(label):
    return _is_a(int | str, label)


def _is_a(kind, value):
    """Return whether a value is of a type; true and false are no numbers here."""
    return isinstance(value, kind) and not isinstance(value, bool)


def _check_critical(protected):
    """Refuse a header that says of a label that it must be understood, and we do not or it is not there."""
    critical = protected[CRIT]
    if not isinstance(critical, list) or not critical or not all(_is_label(label) for label in critical):
        raise Malformed("crit must be an array of labels")
    if any(label not in _UNDERSTOOD or label not in protected for label in critical):
        raise Malformed("something critical is not understood, or not protected")


def _payload(inside, detached):
    if (inside is None) == (detached is None):
        raise Malformed("the payload must be either in the message or given apart")
    return detached if inside is None else inside


def _signed(header, external_aad, payload):
    return cbor.dumps(["Signature1", header, external_aad, payload])


def raw_signature(key, algorithm: int, signed: bytes) -> bytes:
    """Return a private key's signature over these bytes as COSE and JOSE write it, for ECDSA r and s side by side.

    Raises Malformed where algorithm and key do not agree.
    """
    if algorithm in _HASHES and isinstance(key, ec.EllipticCurvePrivateKey):
        size = (key.curve.key_size + 7) // 8
        der = key.sign(signed, ec.ECDSA(_HASHES[algorithm], deterministic_signing=True))
        return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(der))
    if algorithm == EDDSA and isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey):
        return key.sign(signed)
    raise Malformed("algorithm and key do not agree")


def is_raw_signature(key, algorithm: int, signature: bytes, signed: bytes) -> bool:
    """Return whether the public key of `cryptography` made this signature over these bytes."""
    try:
        if algorithm == EDDSA:
            key.verify(signature, signed)
        else:
            key.verify(_der(key, signature), signed, ec.ECDSA(_HASHES[algorithm]))
    except (InvalidSignature, ValueError):
        return False
    return True


def _der(key, signature):
    size = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * size:
        raise ValueError("a signature of another length")
    return encode_dss_signature(int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big"))
