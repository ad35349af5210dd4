import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pycose.keys import EC2Key
from pycose.messages import CoseMessage

from certificates import statement
from certificates.statement import NotOurs, Statement
from tests import certificate_parts as parts

SAID = Statement(2, "Amina Hassan", 1, 7, parts.ISSUED, parts.EXPIRES)
LARGEST = 2**53 - 1
NUMBERS = st.integers(0, LARGEST)
NAMES = st.text(min_size=1, max_size=48).filter(statement.is_name)


def test_a_statement_is_the_bytes_that_the_format_says_and_the_same_each_time():
    made = statement.sign(SAID, parts.private(2), parts.ADDRESS)
    assert made == parts.AMINA == statement.sign(SAID, parts.private(2), parts.ADDRESS)
    # protected {1: -7, 4: h'02'}, nothing unprotected, {4: expires, 6: issued, -65537: [name, course, index]}
    assert made[:10].hex() == "8446a20126044102a058"
    assert made[11:].hex().startswith("a3041a6e886300061a6ac5fc003a00010000836c")
    assert len(made) == 111


def test_pycose_checks_it():
    point = parts.private(2).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    message = CoseMessage.decode(b"\xd2" + parts.AMINA)
    message.key = EC2Key(crv="P_256", x=point[1:33], y=point[33:])
    message.external_aad = parts.ADDRESS.encode()
    assert message.verify_signature()


@given(st.integers(0, 255), NAMES, NUMBERS, NUMBERS, st.integers(0, LARGEST - 1), st.data())
def test_what_is_signed_is_read_back(kid, name, course, index, issued, data):
    said = Statement(kid, name, course, index, issued, data.draw(st.integers(issued + 1, LARGEST)))
    unchecked = statement.read(statement.sign(said, parts.private(2), parts.ADDRESS))
    assert unchecked.statement == said
    assert statement.is_signed(unchecked, parts.private(2).public_key(), parts.ADDRESS)
    assert not statement.is_signed(unchecked, parts.private(3).public_key(), parts.ADDRESS)


@pytest.mark.parametrize("address", [parts.ADDRESS.lower(), parts.ADDRESS + "/", "", "HTTPS://X/V/7K3MQ2V011", "ĩ"])
def test_it_is_signed_for_one_address(address):
    assert not statement.is_signed(statement.read(parts.AMINA), parts.private(2).public_key(), address)


def test_it_is_signed_with_es256_alone():
    other = parts.message(parts.header(2, -35), parts.PAYLOAD, algorithm=-35)
    assert parts.cose.verify(other, parts.private(2).public_key(), parts.ADDRESS.encode()) == parts.PAYLOAD
    assert not statement.is_signed(statement.read(other), parts.private(2).public_key(), parts.ADDRESS)


@pytest.mark.parametrize("name", ["", "x" * 49, "ĩ" * 25, "Wanjiru\u0303", "Amina\u202e", "a\nb", "\ud800", None, b"x"])
def test_a_name_that_cannot_stand_in_it_is_not_signed(name):
    with pytest.raises(ValueError, match="name"):
        statement.sign(SAID._replace(name=name), parts.private(2), parts.ADDRESS)


@pytest.mark.parametrize("name", ["x", "x" * 48, "ĩ" * 24, "Ng'ang'a wa Mũthĩnja", "محمد"])
def test_a_name_at_the_edge_can(name):
    assert statement.read(parts.statement_of(name=name)).statement.name == name


@given(st.binary(max_size=160))
def test_no_bytes_raise_anything_else(data):
    for message in (data, parts.message(parts.header(2), data), parts.message(data, parts.PAYLOAD)):
        try:
            statement.read(message)
        except NotOurs:
            continue
        raise AssertionError("those were the bytes of a statement")


@given(st.integers(0, len(parts.AMINA)), st.binary(max_size=3), st.integers(0, 3))
def test_one_statement_has_one_form(place, put_in, left_out):
    altered = parts.AMINA[:place] + put_in + parts.AMINA[place + left_out :]
    try:
        unchecked = statement.read(altered)
    except NotOurs:
        return
    is_signed = statement.is_signed(unchecked, parts.private(2).public_key(), parts.ADDRESS)
    assert is_signed == (altered == parts.AMINA)
