import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import cbor

KEYS = st.integers(-(2**64), 2**64 - 1) | st.text(max_size=8) | st.binary(max_size=8)
VALUES = st.recursive(
    KEYS | st.booleans() | st.none() | st.floats(allow_nan=False),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEYS, inside, max_size=4),
    max_leaves=12,
)
# RFC 8949, appendix A.
EXAMPLES = {
    "1818": 24,
    "1bffffffffffffffff": 18446744073709551615,
    "3bffffffffffffffff": -18446744073709551616,
    "f90001": 5.960464477539063e-08,
    "fa47c35000": 100000.0,
    "fbc010666666666666": -4.1,
    "f97c00": float("inf"),
    "f0": cbor2.CBORSimpleValue(16),
    "f8ff": cbor2.CBORSimpleValue(255),
    "f7": cbor2.undefined,
    "c11a514b67b0": cbor2.CBORTag(1, 1363896240),
    "d818456449455446": cbor2.CBORTag(24, b"dIETF"),
    "64f0908591": "\U00010151",
    "5f42010243030405ff": bytes([1, 2, 3, 4, 5]),
    "7f657374726561646d696e67ff": "streaming",
    "9f018202039f0405ffff": [1, [2, 3], [4, 5]],
    "bf61610161629f0203ffff": {"a": 1, "b": [2, 3]},
}
# RFC 8949, appendix F and beyond: not well-formed, not valid, or read in two ways.
REFUSED = """
    18 1b00 41 5801 61 81 8201 a1 a101 c1 1c 1f 3e 3f 5c 7d 9e bd dc df00 fc ff f800 f818 f81f f9 fb00 5f4101
    5f00ff 5f6161ff 7f4161ff 5f5f4100ffff 9f01 81ff a1ff00 a100ff bf01ff 61ff 62c080 63eda080 7f61c361a9ff
    0000 a201010102 a20101180102 a2010af50a a201f6f93c00f6 a1a001 5bffffffffffffffff 9bffffffffffffffff
    bbffffffffffffffff 9b0000000100000000
"""


@given(VALUES)
def test_what_is_written_is_read_by_us_and_by_cbor2(value):
    written = cbor.dumps(value)
    assert cbor.loads(written) == value == cbor2.loads(written)


@given(VALUES)
def test_what_cbor2_writes_is_read(value):
    assert cbor.loads(cbor2.dumps(value)) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_nothing_else(data):
    try:
        value = cbor.loads(data)
    except cbor.NotCBOR:
        return
    cbor.loads(cbor.dumps(value))


@pytest.mark.parametrize(("data", "value"), EXAMPLES.items())
def test_the_examples_of_the_standard_are_read(data, value):
    assert cbor.loads(bytes.fromhex(data)) == value


@pytest.mark.parametrize("data", ["", *REFUSED.split()])
def test_what_is_not_one_valid_item_is_refused(data):
    with pytest.raises(cbor.NotCBOR):
        cbor.loads(bytes.fromhex(data))


@pytest.mark.parametrize(
    "data", ["1800", "190001", "5800", "9fff", "bfff", "a202000100", "fb3ff8000000000000", "d80100"]
)
def test_other_encodings_are_read_but_are_not_the_deterministic_one(data):
    assert cbor.dumps(cbor.loads(bytes.fromhex(data))) != bytes.fromhex(data)


def test_keys_stand_in_the_order_of_their_bytes():
    """RFC 8949 §4.2.1; cbor2 sorts the shorter first, as RFC 7049 did."""
    assert cbor.dumps({"a": 0, 100: 1, -1: 2, 10: 3}) == bytes.fromhex("a40a0318640120026161 00".replace(" ", ""))


def test_nesting_has_an_end():
    assert cbor.loads(b"\x81" * 16 + b"\x00")
    with pytest.raises(cbor.NotCBOR, match="deeply"):
        cbor.loads(b"\x81" * 17 + b"\x00")
    with pytest.raises(cbor.NotCBOR, match="deeply"):
        cbor.loads(b"\x81" * 100_000)
