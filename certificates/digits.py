"""Bytes as decimal digits, which a QR packs densest and which stand in an address (docs/verifying.md)."""

from math import ceil, log10

_BYTES, _DIGITS = 7, 17
_DIGITS_OF = {count: ceil(count * 8 * log10(2)) for count in range(1, _BYTES + 1)}
_BYTES_OF = {digits: count for count, digits in _DIGITS_OF.items()}


def encode(data: bytes) -> str:
    """Return each 7 bytes, big-endian, as 17 digits, and a tail of n bytes as ceil(n*8*log10 2) digits."""
    chunks = (data[start : start + _BYTES] for start in range(0, len(data), _BYTES))
    return "".join(str(int.from_bytes(chunk, "big")).zfill(_DIGITS_OF[len(chunk)]) for chunk in chunks)


def decode(digits: str) -> bytes:
    """Return the bytes.

    Raises ValueError for nothing at all, other signs than 0 to 9, a length that no bytes have, or a value too large.
    """
    if not digits or not (digits.isascii() and digits.isdecimal()):
        raise ValueError("not decimal digits")
    chunks = (digits[start : start + _DIGITS] for start in range(0, len(digits), _DIGITS))
    return b"".join(map(_decode_chunk, chunks))


def _decode_chunk(chunk):
    count = _BYTES_OF.get(len(chunk))
    if count is None:
        raise ValueError("a length that no bytes have")
    try:
        return int(chunk).to_bytes(count, "big")
    except OverflowError as error:
        raise ValueError("a value too large for its bytes") from error
