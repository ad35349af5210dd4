"""The quick reader of statements says what the general one says, or leaves it to that."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from certificates import cbor, cose, own_form, statement
from certificates.statement import NotOurs, Statement

ADDRESS = "HTTPS://SALAMA.EXAMPLE/V/7KQ2M9XWTD"
KEY = ec.derive_private_key(7, ec.SECP256R1())
NAMES = st.text(st.sampled_from("aZ ũĩ'-é漢"), min_size=1, max_size=16).filter(statement.is_name)
NUMBERS = st.sampled_from((0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**53 - 1))
DATES = st.tuples(NUMBERS | st.integers(10**9, 2**32), NUMBERS | st.integers(10**9, 2**32)).filter(
    lambda d: d[0] < d[1]
)


@st.composite
def messages(draw):
    issued, expires = draw(DATES)
    said = Statement(draw(st.integers(0, 255)), draw(NAMES), draw(NUMBERS), draw(NUMBERS), issued, expires)
    return statement.sign(said, KEY, ADDRESS)


AMINA = statement.sign(Statement(1, "Amina Hassan", 3, 99_000, 1_780_000_000, 1_840_000_000), KEY, ADDRESS)


def slowly(message):
    """Return what the general reader says."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(own_form, "read", lambda message: None)
        return said_of(message)


def said_of(message):
    try:
        return statement.read(message)
    except NotOurs:
        return None


def agrees(message):
    return said_of(message) == slowly(message)


@given(messages())
def test_what_is_signed_is_read_alike(message):
    assert said_of(message) is not None
    assert agrees(message)
    assert statement.is_signed(statement.read(message), KEY.public_key(), ADDRESS)


def test_an_everyday_statement_is_read_at_once():
    assert own_form.read(AMINA) == (1, "Amina Hassan", 3, 99_000, 1_780_000_000, 1_840_000_000)


def test_every_byte_changed_is_read_alike():
    for place in range(len(AMINA) - 60):
        flipped = [AMINA[place] ^ 1 << bit for bit in range(8)]
        for value in (*flipped, 0x00, 0x17, 0x18, 0x1A, 0x41, 0x58, 0x61, 0xFF):
            assert agrees(AMINA[:place] + bytes((value,)) + AMINA[place + 1 :]), (place, value)


def test_every_byte_left_out_or_put_in_is_read_alike():
    for place in range(len(AMINA) + 1):
        assert agrees(AMINA[:place])
        assert agrees(AMINA[:place] + AMINA[place + 1 :])
        for value in (0, 0x18, 0x41, 0x58, 0x83, 0xFF):
            assert agrees(AMINA[:place] + bytes((value,)) + AMINA[place:])


@given(messages(), st.data())
def test_two_changes_at_once_are_read_alike(message, data):
    changed = bytearray(message)
    for _ in range(2):
        changed[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    assert agrees(bytes(changed))


LONGER_HEADS = [
    (b"\x83\x6cAmina", b"\x83\x78\x0cAmina"),  # the name's length
    (b"\x03\x1a\x00\x01\x82\xb8", b"\x18\x03\x1a\x00\x01\x82\xb8"),  # the course's number
    (b"\x06\x1a" + (1_780_000_000).to_bytes(4, "big"), b"\x06\x1a\x00\x00\xff\xff"),  # the date of issue
    (b"\x1a\x00\x01\x82\xb8", b"\x1b\x00\x00\x00\x00\x00\x01\x82\xb8"),  # the place in the list
]


@pytest.mark.parametrize(("short", "long"), LONGER_HEADS)
def test_a_longer_head_than_it_needs_is_refused(short, long):
    header, unprotected, payload, signature = cbor.loads(AMINA)
    assert short in payload
    message = cbor.dumps([header, unprotected, payload.replace(short, long), signature])
    assert said_of(message) is slowly(message) is None


def test_a_longer_head_of_the_payload_than_it_needs_is_refused():
    smallest = statement.sign(Statement(1, "A", 3, 9, 1_780_000_000, 1_840_000_000), KEY, ADDRESS)
    assert said_of(smallest).statement.name == "A"
    longer = smallest.replace(b"\xa0\x57\xa3", b"\xa0\x58\x17\xa3")
    assert longer != smallest
    assert said_of(longer) is slowly(longer) is None


@pytest.mark.parametrize("address", [ADDRESS, "A", "A" * 23, "A" * 24, "A" * 255, "A" * 256])
def test_the_bytes_that_are_signed_are_those_of_the_standard(address):
    header, _unprotected, payload, signature = cbor.loads(AMINA)
    signed = cbor.dumps(["Signature1", header, address.encode(), payload])
    assert own_form.signed(AMINA, address.encode()) == signed
    assert own_form.signature(AMINA) == signature


def test_a_signature_is_accepted_for_its_key_and_its_address_alone():
    read = statement.read(AMINA)
    public, other = KEY.public_key(), ec.derive_private_key(8, ec.SECP256R1()).public_key()
    assert statement.is_signed(read, public, ADDRESS)
    assert cose.verify(AMINA, public, ADDRESS.encode())
    for key, address in ((other, ADDRESS), (public, ADDRESS[:-1] + "E"), (public, "ü"), (public, "\ud800")):
        assert not statement.is_signed(read, key, address)
