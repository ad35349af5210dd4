"""Statements of the very form that `statement.sign` gives them, taken apart by their fixed bytes.

A general reader of CBOR takes longer than checking the signature does. What has this form is read here at once; of all
else `statement` finds out what it is, so that nothing is accepted here that would be refused there.
"""

import re
from typing import NamedTuple

# [h'{1: -7, 4: h'kid'}', {}, h'{4: exp, 6: iat, -65537: [name, course, index]}', h'signature'], with dates of 4 bytes.
_START = re.compile(
    rb"\x84\x46\xa2\x01\x26\x04\x41(.)\xa0\x58(.)\xa3\x04\x1a(.{4})\x06\x1a(.{4})\x3a\x00\x01\x00\x00\x83", re.DOTALL
)
_HEADER = slice(1, 8)
_PAYLOAD = 9
_SIGNATURE_HEAD, _SIGNATURE = b"\x58\x40", 64
_SIGNED = b"\x84\x6aSignature1"
_SHORT, _TEXT = 24, 0x60


class Parts(NamedTuple):
    """What a statement says, not yet looked at for what may be said; dates are in seconds since 1970."""

    kid: int
    name: str
    course: int
    index: int
    issued: int
    expires: int


def read(message: bytes) -> Parts | None:
    """Return the parts of a message of this form in deterministic encoding, else None."""
    found = _START.match(message)
    if not found:
        return None
    end = found.start(2) + 1 + message[found.start(2)]
    expires, issued = int.from_bytes(found[3], "big"), int.from_bytes(found[4], "big")
    if not _ends(message, end) or min(expires, issued) < 1 << 16:
        return None
    try:
        name, place = _name(message, found.end())
        course, place = _number(message, place)
        index, place = _number(message, place)
    except (ValueError, IndexError):
        return None
    return Parts(found[1][0], name, course, index, issued, expires) if place == end else None


def begins(message: bytes) -> bool:
    """Return whether a message that is known to be a statement has this form: its start then says it all."""
    return _START.match(message) is not None


def signed(message: bytes, external_aad: bytes) -> bytes:
    """Return the Sig_structure (RFC 9052 §4.4) of a message of this form."""
    payload = message[_PAYLOAD : -_SIGNATURE - len(_SIGNATURE_HEAD)]
    return b"".join((_SIGNED, message[_HEADER], _byte_string_head(len(external_aad)), external_aad, payload))


def signature(message: bytes) -> bytes:
    return message[-_SIGNATURE:]


def _ends(message, end):
    """Return whether a payload that needs a head of two bytes ends there, and a signature alone follows."""
    is_long = end - _PAYLOAD - 2 >= _SHORT
    return is_long and len(message) == end + 2 + _SIGNATURE and message[end : end + 2] == _SIGNATURE_HEAD


def _name(message, place):
    length, place = _argument(message, place, _TEXT)
    return message[place : place + length].decode(), place + length


def _number(message, place):
    return _argument(message, place, 0)


def _argument(message, place, major):
    """Return the argument of a head in its shortest form, and the place behind it. Raises ValueError, IndexError."""
    info = message[place] - major
    if 0 <= info < _SHORT:
        return info, place + 1
    size = {24: 1, 25: 2, 26: 4}.get(info)
    if size is None:
        raise ValueError("another kind of item")
    value = int.from_bytes(message[place + 1 : place + 1 + size], "big")
    if value < (_SHORT if size == 1 else 1 << 4 * size):
        raise ValueError("a longer head than it needs")
    return value, place + 1 + size


def _byte_string_head(length):
    if length < _SHORT:
        return bytes((0x40 + length,))
    return b"\x58" + bytes((length,)) if length < 256 else b"\x59" + length.to_bytes(2, "big")
