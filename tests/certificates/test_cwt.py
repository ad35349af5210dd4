import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from pycose.headers import Algorithm
from pycose.keys import CoseKey
from pycose.messages import CoseMessage, Sign1Message

from certificates import cbor, cose, cwt

KEY = ec.derive_private_key(77, ec.SECP256R1())
NUMBERS = KEY.public_key().public_numbers()
COSE_KEY = {1: 2, -1: 1, -2: NUMBERS.x.to_bytes(32, "big"), -3: NUMBERS.y.to_bytes(32, "big")}
NOW = 1_800_000_000
CLAIMS = {cwt.ISS: "coap://as.example.com", cwt.EXP: NOW + 60, cwt.NBF: NOW, cwt.IAT: NOW - 1, cwt.CTI: b"\x0bq"}


def token(claims=CLAIMS):
    payload = claims if isinstance(claims, bytes) else cbor2.dumps(claims)
    return cose.sign(payload, KEY, {cose.ALG: cose.ES256})


TAGGED = b"\xd8\x3d\xd2" + token()


def test_a_token_is_read_tagged_or_not():
    for one in (token(), b"\xd2" + token(), TAGGED, b"\xd9\x00\x3d\xd2" + token()):
        assert cwt.verify(one, COSE_KEY, now=NOW) == CLAIMS


def test_a_tagged_token_must_hold_a_tagged_message():
    """RFC 8392 §6."""
    for one in (b"\xd8\x3d" + token(), b"\xd8\x3d\xd1" + token(), b"\xd8\x3d" + TAGGED):
        with pytest.raises(cose.Malformed):
            cwt.verify(one, COSE_KEY)


def test_a_message_in_no_tag_of_ours_is_refused():
    with pytest.raises(cose.Malformed):
        cwt.verify(b"\xd8\x3e\xd2" + token(), COSE_KEY)


def test_it_holds_until_the_second_before_it_expires():
    assert cwt.verify(token(), COSE_KEY, now=NOW + 59)
    for late in (NOW + 60, NOW + 61):
        with pytest.raises(cwt.Expired):
            cwt.verify(token(), COSE_KEY, now=late)


def test_it_holds_from_the_second_that_it_names():
    with pytest.raises(cwt.TooEarly):
        cwt.verify(token(), COSE_KEY, now=NOW - 1)
    assert cwt.verify(token(), COSE_KEY, now=NOW)


def test_without_a_clock_time_does_not_matter():
    assert cwt.verify(token({cwt.EXP: 1}), COSE_KEY) == {cwt.EXP: 1}


def test_it_is_bound_to_what_was_signed_with_it():
    bound = cose.sign(cwt.encode(CLAIMS), KEY, {cose.ALG: cose.ES256}, b"here")
    assert cwt.verify(bound, COSE_KEY, b"here") == CLAIMS
    with pytest.raises(cose.BadSignature):
        cwt.verify(bound, COSE_KEY, b"there")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {cwt.EXP: 1.5, cwt.NBF: -1},
        {cwt.AUD: "one"},
        {cwt.AUD: ["one", "two"]},
        {"text": [1, {2: None}], -70000: b"", 300: True},
    ],
)
def test_claims_that_the_standard_allows(claims):
    assert cwt.verify(token(claims), COSE_KEY) == claims


@pytest.mark.parametrize(
    "claims",
    [
        [],
        "text",
        b"",
        b"\xa1\x04",
        b"\xa2\x04\x01\x04\x02",
        b"\xa2\x04\x01\x18\x04\x02",
        b"\xa1\x04\x01\x00",
        {cwt.ISS: 1},
        {cwt.SUB: b"sub"},
        {cwt.AUD: 7},
        {cwt.AUD: ["one", 2]},
        {cwt.EXP: "tomorrow"},
        {cwt.EXP: None},
        {cwt.EXP: True},
        {cwt.EXP: float("nan")},
        {cwt.EXP: float("inf")},
        {cwt.NBF: cbor2.CBORTag(1, 5)},
        {cwt.IAT: [1]},
        {cwt.CTI: "id"},
        {True: 1},
        {True: "iss"},
        {1.0: "iss"},
        {None: 1},
        {b"iss": 1},
    ],
)
def test_claims_that_the_standard_forbids(claims):
    with pytest.raises(cose.Malformed):
        cwt.verify(token(claims), COSE_KEY)


def test_claims_are_written_in_deterministic_encoding():
    assert cwt.encode({6: 1, 4: 2, -65537: []}) == bytes.fromhex("a3040206013a0001000080")


def test_pycose_reads_ours_and_we_read_its():
    theirs = Sign1Message(phdr={Algorithm: "ES256"}, payload=cbor2.dumps(CLAIMS))
    theirs.key = CoseKey.from_dict(COSE_KEY | {-4: (77).to_bytes(32, "big")})
    assert cwt.verify(theirs.encode(), COSE_KEY, now=NOW) == CLAIMS
    ours = CoseMessage.decode(cbor2.loads(TAGGED).value and TAGGED[2:])
    ours.key = CoseKey.from_dict(COSE_KEY)
    assert ours.verify_signature()
    assert cbor2.loads(ours.payload) == CLAIMS


@given(st.binary(max_size=80))
def test_no_bytes_raise_anything_else(data):
    for one in (data, b"\xd8\x3d" + data, b"\xd8\x3d\xd2" + data, token(data)):
        try:
            cwt.verify(one, COSE_KEY, now=NOW)
        except cose.Refused:
            continue
        assert cbor.loads(data) is not None
