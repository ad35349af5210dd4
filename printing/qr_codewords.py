"""From a text to the codewords of its QR (ISO/IEC 18004): segments, padding, error correction at level M.

The segments are those that `qrcode` finds and the tables are its own; only the arithmetic is ours, on whole numbers
instead of single bits, which is some fifty times as fast.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from qrcode import QRCode, base, util
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, MODE_NUMBER, QRData

_SAME_HEADS = ((1, 9), (10, 26), (27, 40))  # versions whose segments begin with heads of the same length
_PADDING = b"\xec\x11"
_LETTERS = {letter: value for value, letter in enumerate(util.ALPHA_NUM)}


def encode(text: str) -> tuple[int, bytes]:
    """Return the version and the codewords in their final order. Raises ValueError where no version holds the text."""
    found = segments(text)
    version = version_of(found)
    blocks, start = [], 0
    data = _data(found, version)
    for block in base.rs_blocks(version, ERROR_CORRECT_M):
        blocks.append((data[start : start + block.data_count], block.total_count - block.data_count))
        start += block.data_count
    corrections = [correction(part, count) for part, count in blocks]
    return version, bytes((*_in_turns([part for part, _count in blocks]), *_in_turns(corrections)))


def segments(text: str) -> list[QRData]:
    """Return the parts of the text, each in its densest mode."""
    code = QRCode()
    code.add_data(text)
    return code.data_list


def version_of(found: Sequence[QRData]) -> int:
    """Return the smallest version (1 to 40) that holds the segments at level M. Raises ValueError where none does."""
    limits, bits = util.BIT_LIMIT_TABLE[ERROR_CORRECT_M], sum(map(_bit_count, found))
    for first, last in _SAME_HEADS:
        needed = bits + sum(4 + util.length_in_bits(segment.mode, first) for segment in found)
        version = bisect_left(limits, needed, first)
        if version <= last:
            return version
    raise ValueError("more than the largest QR holds")


def correction(block: bytes, count: int) -> bytes:
    """Return the error correction (`count` bytes) of a block: its remainder by the generator, of GF(256) by 0x11d."""
    multiples, rest = _multiples(count), 0
    top, below = 8 * (count - 1), (1 << 8 * (count - 1)) - 1
    for byte in block:
        rest = (rest & below) << 8 ^ multiples[rest >> top ^ byte]
    return rest.to_bytes(count, "big")


@cache
def _multiples(count):
    """Return each byte's product with the generator of that degree, without its first coefficient."""
    generator = base.Polynomial([1], 0)
    for power in range(count):
        generator = generator * base.Polynomial([1, base.gexp(power)], 0)
    return [int.from_bytes(_product(list(generator)[1:], byte), "big") for byte in range(256)]


def _product(coefficients, byte):
    if not byte:
        return bytes(len(coefficients))
    return bytes(base.gexp(base.glog(each) + base.glog(byte)) if each else 0 for each in coefficients)


def _bit_count(segment):
    length = len(segment)
    if segment.mode == MODE_NUMBER:
        return 10 * (length // 3) + (0, 4, 7)[length % 3]
    return 11 * (length // 2) + 6 * (length % 2) if segment.mode == MODE_ALPHA_NUM else 8 * length


def _data(found, version):
    """Return the data's codewords: the segments, up to four bits that end them, and padding until all are full."""
    bits = "".join(
        f"{segment.mode:04b}{len(segment):0{util.length_in_bits(segment.mode, version)}b}{''.join(_bits(segment))}"
        for segment in found
    )
    count = util.BIT_LIMIT_TABLE[ERROR_CORRECT_M][version] // 8
    bits += "0" * min(4, 8 * count - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return data + (_PADDING * count)[: count - len(data)]


def _bits(segment) -> Iterator[str]:
    data = segment.data
    if segment.mode == MODE_NUMBER:
        for start in range(0, len(data), 3):
            part = data[start : start + 3]
            yield f"{int(part):0{3 * len(part) + 1}b}"
    elif segment.mode == MODE_ALPHA_NUM:
        for first, second in zip_longest(data[::2], data[1::2]):
            single = _LETTERS[first]
            yield f"{single:06b}" if second is None else f"{45 * single + _LETTERS[second]:011b}"
    else:
        yield f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}"


def _in_turns(blocks):
    """Return the first of each block, then the second of each, and so on."""
    return (byte for column in zip_longest(*blocks) for byte in column if byte is not None)
