"""The list of what is revoked, as a signed Bitstring Status List (W3C, 15 May 2025) in an enveloped credential.

`encode` and `decode` take and give anybody's lists; `make` and `read` are our own document, /v/status.json.
"""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from certificates import cose, jws, public_keys

SMALLEST = 131_072
LONGEST = 1 << 27
_STEP = 1024
HOLDS = timedelta(days=7)
CONTEXT = "https://www.w3.org/ns/credentials/v2"
ENVELOPE = "data:application/vc+jwt,"
_ABOUT = {"type": "BitstringStatusList", "statusPurpose": "revocation"}


class BadList(ValueError):
    """The list is malformed, too short, of another purpose, or not signed by the key."""


@dataclass(frozen=True)
class StatusList:
    """What a list says: one bit an entry, from when to when it holds (s since 1970), and which key signed it."""

    bits: bytes
    issued: int
    until: int
    kid: int = 0

    def __len__(self):
        return len(self.bits) * 8

    def is_set(self, index: int) -> bool:
        """Return the bit of an entry; the first is the highest bit of the first byte. Raises IndexError outside."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        return bool(self.bits[index >> 3] >> (7 - index % 8) & 1)


def length_for(certificates: int) -> int:
    """Return how many entries a list has for so many: a quarter more, in steps of 1,024, and 131,072 at least."""
    return max(SMALLEST, -(-certificates * 5 // (4 * _STEP)) * _STEP)


def bits_of(indices: Iterable[int], length: int = SMALLEST) -> bytes:
    """Return the bitstring of that many entries in which these are set."""
    bits = bytearray(length // 8)
    for index in indices:
        bits[index >> 3] |= 0x80 >> index % 8
    return bytes(bits)


def encode(bits: bytes) -> str:
    """Return the bitstring as `encodedList`: multibase base64url without padding of its gzip."""
    return "u" + public_keys.padless(gzip.compress(bits, 9, mtime=0))


def decode(encoded: str) -> bytes:
    """Return the bitstring of an `encodedList`. Raises BadList where it is malformed or too short."""
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise BadList("not multibase base64url")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        bits = unpacker.decompress(public_keys.unpadded(encoded[1:]), LONGEST // 8)
    except (ValueError, zlib.error) as error:
        raise BadList(str(error)) from error
    if not unpacker.eof or unpacker.unused_data:
        raise BadList("the list breaks off, is too long, or something stands behind it")
    if len(bits) * 8 < SMALLEST:
        raise BadList("fewer than 131,072 entries")
    return bits


def make(bits: bytes, issued: datetime, issuer: str, address: str, key, kid: int) -> dict:
    """Return the document to publish at `address`: an EnvelopedVerifiableCredential with the signed list inside."""
    credential = {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": _text(issued),
        "validUntil": _text(issued + HOLDS),
        "credentialSubject": {
            "id": f"{address}#list",
            **_ABOUT,
            "encodedList": encode(bits),
        },
    }
    token = jws.sign(credential, key, {"kid": str(kid), "typ": "vc+jwt"})
    return {"@context": CONTEXT, "id": ENVELOPE + token, "type": "EnvelopedVerifiableCredential"}


def read(document: dict, key_of) -> StatusList:
    """Return what a published document says; `key_of(kid)` gives the public key of a number, or None.

    Raises BadList where it is malformed, not signed by that key, or not about revocation.
    """
    token = document.get("id") if isinstance(document, dict) else None
    if not isinstance(token, str) or not token.startswith(ENVELOPE):
        raise BadList("not an enveloped credential")
    token = token[len(ENVELOPE) :]
    try:
        credential = jws.verify(token, _key(token, key_of))
        subject = credential["credentialSubject"]
        issued, until = _seconds(credential["validFrom"]), _seconds(credential["validUntil"])
    except (cose.Refused, KeyError, TypeError, ValueError) as error:
        raise BadList(str(error)) from error
    if not isinstance(subject, dict) or not subject.items() >= _ABOUT.items():
        raise BadList("not a list of what is revoked")
    return StatusList(decode(subject.get("encodedList")), issued, until, int(jws.read_header(token)["kid"]))


def replaces(fresh: StatusList, kept: StatusList | None) -> bool:
    """Return whether a list may take the place of the one kept, or of none: an older one never does."""
    return kept is None or fresh.issued >= kept.issued


def _key(token, key_of):
    kid = jws.read_header(token).get("kid")
    key = key_of(int(kid)) if isinstance(kid, str) and kid.isascii() and kid.isdecimal() else None
    if key is None:
        raise BadList("signed with an unknown key")
    return key


def _text(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(text):
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if _text(moment) != text:
        raise ValueError("a date of another form")
    return int(moment.timestamp())
