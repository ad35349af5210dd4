"""One item of CBOR (RFC 8949), read more strictly than cbor2 does: nothing behind it, and no key of a map twice."""

from io import BytesIO

import cbor2

_MAP, _ARRAY = 5, 4
_DEEPEST = 16


class NotCBOR(ValueError):
    """The bytes are not exactly one well-formed and valid item."""


def dumps(value: object) -> bytes:
    """Return the value in deterministic encoding (RFC 8949 §4.2.1)."""
    return cbor2.dumps(value, canonical=True)


def loads(data: bytes) -> object:
    """Return the one item that these bytes are, in whatever valid encoding. Raises NotCBOR."""
    stream = BytesIO(data)
    try:
        _check_keys(stream)
        is_whole = stream.tell() == len(data)
        value = cbor2.loads(data)
    except (cbor2.CBORError, EOFError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise NotCBOR(str(error)) from error
    if not is_whole:
        raise NotCBOR("bytes behind the item")
    return value


def loads_deterministic(data: bytes) -> object:
    """Return the one item, refusing every encoding but the deterministic one. Raises NotCBOR."""
    value = loads(data)
    if dumps(value) != data:
        raise NotCBOR("not in deterministic encoding")
    return value


def _check_keys(stream, depth=0):
    """Read over one item, and refuse a map that has a key twice: cbor2 would keep the last of them."""
    if depth > _DEEPEST:
        raise NotCBOR("nested too deeply")
    major, count = _head(stream)
    if major in (2, 3) and count is not None:
        _skip(stream, count)
    elif major == 6:
        _check_keys(stream, depth + 1)
    elif major == _MAP:
        _check_map(stream, count, depth)
    elif major == _ARRAY or count is None:
        _each(stream, count, depth)


def _check_map(stream, count, depth):
    keys = []
    for start in _items(stream, count):
        _check_keys(stream, depth + 1)
        keys.append(cbor2.dumps(cbor2.loads(stream.getvalue()[start : stream.tell()]), canonical=True))
        _check_keys(stream, depth + 1)
    if len(set(keys)) != len(keys):
        raise NotCBOR("a key stands twice in a map")


def _each(stream, count, depth):
    for _start in _items(stream, count):
        _check_keys(stream, depth + 1)


def _items(stream, count):
    """Yield where each item of a container starts: so many, or all until the break where the length is not given."""
    done = 0
    while count is None or done < count:
        start = stream.tell()
        if count is None and stream.read(1) == b"\xff":
            return
        stream.seek(start)
        yield start
        done += 1


def _head(stream):
    """Return an item's major type and its argument; None where its length is not given."""
    first = _skip(stream, 1)[0]
    major, info = first >> 5, first & 31
    if info < 24:
        return major, info
    if info < 28:
        return major, int.from_bytes(_skip(stream, 1 << (info - 24)), "big")
    if info == 31 and major in (2, 3, 4, 5):
        return major, None
    raise NotCBOR("a head that no item has")


def _skip(stream, count):
    found = stream.read(count)
    if len(found) != count:
        raise NotCBOR("the item breaks off")
    return found
