"""One item of CBOR (RFC 8949), read more strictly than cbor2 reads it.

cbor2 keeps the last of two equal keys, takes 1, 1.0 and true for the same one, and acts on tags (shared references,
patterns, dates): what it would make of anybody's bytes is not what they say. It still writes the single items.
"""

import struct

import cbor2

UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)
_DEEPEST = 16
_INDEFINITE, _BREAK = 31, 0xFF
_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_SIMPLE = {20: False, 21: True, 22: None, 23: cbor2.undefined}


class NotCBOR(ValueError):
    """The bytes are not exactly one well-formed and valid item."""


def dumps(value: object) -> bytes:
    """Return the value in deterministic encoding (RFC 8949 §4.2.1): short heads, keys in the order of their bytes."""
    if isinstance(value, dict):
        pairs = sorted((dumps(key), dumps(item)) for key, item in value.items())
        return _head(MAP, len(pairs)) + b"".join(key + item for key, item in pairs)
    if isinstance(value, list | tuple):
        return _head(ARRAY, len(value)) + b"".join(map(dumps, value))
    if isinstance(value, cbor2.CBORTag):
        return _head(TAG, value.tag) + dumps(value.value)
    return cbor2.dumps(value, canonical=True)


def loads(data: bytes) -> object:
    """Return the one item that these bytes are, in whatever valid encoding; a tag stays a `cbor2.CBORTag`.

    Raises NotCBOR, also where it is nested more than 16 deep, has a map for a key, or keys that Python takes for equal.
    """
    reader = _Reader(data)
    try:
        value = reader.item()
    except (UnicodeDecodeError, IndexError, struct.error) as error:
        raise NotCBOR(str(error)) from error
    if reader.place != len(data):
        raise NotCBOR("bytes behind the item")
    return value


def _head(major, count):
    encoded = cbor2.dumps(count)
    return bytes([encoded[0] | major << 5]) + encoded[1:]


class _Reader:
    """Takes one thing after the other from the bytes. Methods raise NotCBOR, IndexError, struct.error or
    UnicodeDecodeError.
    """

    def __init__(self, data):
        self.data = data
        self.place = 0

    def item(self, depth=0):
        if depth > _DEEPEST:
            raise NotCBOR("nested too deeply")
        major, info = self.first()
        if major == SIMPLE:
            return self.simple(info)
        count = self.argument(info)
        if count is None and major not in (BYTES, TEXT, ARRAY, MAP):
            raise NotCBOR("an item that can't be without a length")
        if major == UNSIGNED:
            return count
        if major == NEGATIVE:
            return -1 - count
        if major in (BYTES, TEXT):
            return self.string(major, count)
        if major == ARRAY:
            return [self.item(depth + 1) for _ in self.each(count)]
        return self.map(count, depth) if major == MAP else cbor2.CBORTag(count, self.item(depth + 1))

    def first(self):
        byte = self.data[self.place]
        self.place += 1
        return byte >> 5, byte & 31

    def argument(self, info):
        """Return the argument of a head; None where the length is not given."""
        if info < 24:
            return info
        if info < 28:
            return int.from_bytes(self.take(1 << (info - 24)), "big")
        if info == _INDEFINITE:
            return None
        raise NotCBOR("a head that no item has")

    def take(self, count):
        found = self.data[self.place : self.place + count]
        if len(found) != count:
            raise NotCBOR("the item breaks off")
        self.place += count
        return bytes(found)

    def each(self, count):
        """Go through the items of a container: so many, or all until the break where the length is not given."""
        if count is not None:
            yield from range(min(count, len(self.data) + 1))
            return
        while self.data[self.place] != _BREAK:
            yield None
        self.place += 1

    def string(self, major, count):
        if count is None:
            return (b"" if major == BYTES else "").join(self.chunk(major) for _ in self.each(None))
        found = self.take(count)
        return found if major == BYTES else found.decode()

    def chunk(self, major):
        """Return a piece of a string, which must be of its kind and have a length."""
        kind, info = self.first()
        if kind != major or info == _INDEFINITE:
            raise NotCBOR("a string in pieces of another kind")
        return self.string(major, self.argument(info))

    def map(self, count, depth):
        found = {}
        for _ in self.each(count):
            key = _hashable(self.item(depth + 1))
            if key in found:
                raise NotCBOR("a key stands twice in a map")
            found[key] = self.item(depth + 1)
        return found

    def simple(self, info):
        if info in _SIMPLE:
            return _SIMPLE[info]
        if info in _FLOATS:
            size = struct.calcsize(_FLOATS[info])
            return struct.unpack(_FLOATS[info], self.take(size))[0]
        number = self.argument(info)
        if number is None or (info == 24 and number < 32):
            raise NotCBOR("a simple value that there is none of")
        return cbor2.CBORSimpleValue(number)


def _hashable(key):
    if isinstance(key, list):
        return tuple(map(_hashable, key))
    if isinstance(key, cbor2.CBORTag):
        return cbor2.CBORTag(key.tag, _hashable(key.value))
    if isinstance(key, dict):
        raise NotCBOR("a map for the key of a map")
    return key
