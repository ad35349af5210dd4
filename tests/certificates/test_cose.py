import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, x25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pycose.headers import KID, Algorithm
from pycose.keys import EC2Key
from pycose.messages import CoseMessage, Sign1Message

from certificates import cbor, cose, public_keys

AAD, PAYLOAD = b"HTTPS://SALAMA.EXAMPLE/V/7K3MQ2V011", b"This is the content."
HEADER = {cose.ALG: cose.ES256, cose.KID: b"\x02"}
CURVES = {-7: ec.SECP256R1, -35: ec.SECP384R1, -36: ec.SECP521R1}
KEYS = {algorithm: ec.derive_private_key(1000 + algorithm, curve()) for algorithm, curve in CURVES.items()}
KEY = KEYS[-7]
EDWARDS = [ed25519.Ed25519PrivateKey.from_private_bytes(b"1" * 32), ed448.Ed448PrivateKey.from_private_bytes(b"2" * 57)]
SIGNED = cose.sign(PAYLOAD, KEY, HEADER, AAD)
EVERY = [*KEYS.items(), *((cose.EDDSA, key) for key in EDWARDS)]


def numbers(key=KEY):
    """Return the halves of the public key as bytes."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return point[1 : len(point) // 2 + 1], point[len(point) // 2 + 1 :]


X, Y = numbers()
COSE_KEY = {1: 2, -1: 1, -2: X, -3: Y}
JWK = public_keys.to_jwk(KEY.public_key())


def made(protected=None, unprotected=None, payload=PAYLOAD, **more):
    """Return a message signed properly over whatever its headers say, as bytes."""
    header = protected if isinstance(protected, bytes) else cbor2.dumps(HEADER if protected is None else protected)
    signed = cbor2.dumps(["Signature1", b"" if header == b"\xa0" else header, b"", PAYLOAD])
    signature = cose.raw_signature(KEY, cose.ES256, signed)
    return cbor2.dumps(more.get("whole", [header, unprotected or {}, payload, signature]))


@pytest.mark.parametrize(("algorithm", "key"), EVERY)
def test_what_is_signed_is_verified_with_every_algorithm(algorithm, key):
    message = cose.sign(PAYLOAD, key, {cose.ALG: algorithm}, AAD)
    assert cose.verify(message, key.public_key(), AAD) == PAYLOAD
    assert cose.verify(b"\xd2" + message, key.public_key(), AAD) == PAYLOAD
    assert message == cose.sign(PAYLOAD, key, {cose.ALG: algorithm}, AAD)
    for other in (AAD + b"X", b""):
        with pytest.raises(cose.BadSignature):
            cose.verify(message, key.public_key(), other)


def test_a_signature_is_the_same_bytes_each_time():
    """RFC 6979 leaves no choice; these bytes were checked with pycose below."""
    assert SIGNED[:10].hex() == "8446a20126044102a054"
    assert cose.sign(PAYLOAD, KEY, HEADER, AAD) == SIGNED
    # RFC 6979, A.2.5: ECDSA on P-256 with SHA-256, message "sample".
    key = ec.derive_private_key(0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721, ec.SECP256R1())
    raw = cose.raw_signature(key, cose.ES256, b"sample").hex().upper()
    assert raw.startswith("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716")
    assert raw.endswith("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")


def test_pycose_reads_what_we_make():
    message = CoseMessage.decode(b"\xd2" + SIGNED)
    message.key = EC2Key(crv="P_256", x=X, y=Y)
    message.external_aad = AAD
    assert message.verify_signature()
    assert message.payload == PAYLOAD


def test_we_read_what_pycose_makes():
    message = Sign1Message(phdr={Algorithm: "ES256"}, uhdr={KID: b"11"}, payload=PAYLOAD, external_aad=AAD)
    secret = KEY.private_numbers().private_value.to_bytes(32, "big")
    message.key = EC2Key(crv="P_256", x=X, y=Y, d=secret)
    for is_tagged in (True, False):
        assert cose.verify(message.encode(tag=is_tagged), COSE_KEY, AAD) == PAYLOAD


@pytest.mark.parametrize(
    "key",
    [
        KEY.public_key(),
        COSE_KEY,
        COSE_KEY | {2: b"any", 3: -7, 4: [2]},
        COSE_KEY | {-3: bool(Y[-1] & 1)},
        JWK,
        JWK | {"alg": "ES256", "use": "sig", "key_ops": ["verify"], "kid": "2"},
    ],
)
def test_a_key_may_come_in_any_of_three_shapes(key):
    assert cose.verify(SIGNED, key, AAD) == PAYLOAD


@pytest.mark.parametrize(
    "key",
    [
        COSE_KEY | {3: -35},
        COSE_KEY | {4: [1]},
        COSE_KEY | {4: 2},
        COSE_KEY | {1: 1},
        COSE_KEY | {1: 4},
        COSE_KEY | {-1: 2},
        COSE_KEY | {-1: 8},
        COSE_KEY | {-1: True},
        COSE_KEY | {-1: [1]},
        COSE_KEY | {-2: X[1:]},
        COSE_KEY | {-2: X.hex()},
        COSE_KEY | {-3: None},
        COSE_KEY | {-3: X},
        COSE_KEY | {-3: 1},
        {1: 2, -1: 1, -2: b"\xff" * 32, -3: True},
        {},
        JWK | {"alg": "ES384"},
        JWK | {"alg": ["ES256"]},
        JWK | {"use": "enc"},
        JWK | {"key_ops": ["sign"]},
        JWK | {"key_ops": "verify"},
        JWK | {"kty": "OKP"},
        JWK | {"kty": None},
        JWK | {"crv": "secp256k1"},
        JWK | {"crv": ["P-256"]},
        JWK | {"x": JWK["x"] + "="},
        JWK | {"x": 7},
        JWK | {"y": JWK["x"]},
        KEY,
        EDWARDS[0].public_key(),
        x25519.X25519PrivateKey.from_private_bytes(b"1" * 32).public_key(),
        ec.derive_private_key(5, ec.SECP256K1()).public_key(),
        None,
        "key",
        b"key",
    ],
)
def test_a_key_that_is_none_or_for_something_else_is_refused(key):
    with pytest.raises(cose.Malformed):
        cose.verify(SIGNED, key, AAD)


@pytest.mark.parametrize("key", [KEYS[-35], KEYS[-36], ec.derive_private_key(6, ec.SECP256R1())])
def test_another_key_is_refused(key):
    with pytest.raises(cose.BadSignature):
        cose.verify(SIGNED, key.public_key(), AAD)


@pytest.mark.parametrize(
    ("protected", "unprotected"),
    [
        ({}, {1: -7}),
        (b"", {1: -7}),
        ({1: -7}, {4: b"11", "x": [1], -70000: None}),
        ({1: -7, 2: [1], 3: "text/plain"}, {}),
        ({1: -7, 2: [4], 4: b"1"}, {}),
    ],
)
def test_headers_that_the_standard_allows(protected, unprotected):
    assert cose.verify(made(protected, unprotected), COSE_KEY) == PAYLOAD


@pytest.mark.parametrize(
    ("protected", "unprotected"),
    [
        ({}, {}),
        ({1: -8}, {}),
        ({1: -999}, {}),
        ({1: "ES256"}, {}),
        ({1: -7.0}, {}),
        ({1: [-7]}, {}),
        ({1: None}, {1: -7}),
        ({1: -7}, {1: -7}),
        ({1: -7, 4: b"1"}, {4: b"1"}),
        ({1: -7, 4: "1"}, {}),
        ({1: -7}, {4: 1}),
        ({1: -7, 3: b"x"}, {}),
        ({1: -7, 5: b"1", 6: b"2"}, {}),
        ({1: -7, 5: b"1"}, {6: b"2"}),
        ({1: -7, 2: []}, {}),
        ({1: -7, 2: 1}, {}),
        ({1: -7, 2: [3]}, {}),
        ({1: -7, 2: [4]}, {4: b"1"}),
        ({1: -7, 2: [5], 5: b"1"}, {}),
        ({1: -7, 2: [99], 99: 1}, {}),
        ({1: -7, 2: [[1]]}, {}),
        ({1: -7}, {2: [1]}),
        ({1: -7, 1.5: 0}, {}),
        ({1: -7, None: 0}, {}),
        ({4: b"1", True: -7}, {}),
        ([1, -7], {}),
        (b"\xa2\x01\x26\x01\x26", {}),
        (b"\xa1\x01\x26\x00", {}),
        (b"\xbf\x01\x26", {}),
    ],
)
def test_headers_that_the_standard_forbids(protected, unprotected):
    with pytest.raises(cose.Malformed):
        cose.verify(made(protected, unprotected), COSE_KEY)


@pytest.mark.parametrize(
    "whole",
    [
        [],
        [b"", {}, b""],
        [b"", {}, b"", b"", b""],
        ["", {}, b"", b""],
        [{1: -7}, {}, b"", b""],
        [b"", [], b"", b""],
        [b"", {}, "text", b""],
        [b"", {}, b"", None],
        {0: b"", 1: {}, 2: b"", 3: b""},
        cbor2.CBORTag(98, [b"", {}, b"", b""]),
        cbor2.CBORTag(18, cbor2.CBORTag(18, [b"", {}, b"", b""])),
        cbor2.CBORTag(55799, cbor2.CBORTag(18, [b"", {}, b"", b""])),
        "text",
        7,
    ],
)
def test_what_is_no_message_is_refused(whole):
    with pytest.raises(cose.Malformed):
        cose.verify(made(whole=whole), COSE_KEY)


@pytest.mark.parametrize("tag", ["d1", "d862", "d903e6", "d83dd2", "d9d9f7", "d9d9f7d2", "d2d2"])
def test_a_message_in_another_tag_is_refused(tag):
    with pytest.raises(cose.Malformed):
        cose.verify(bytes.fromhex(tag) + SIGNED, KEY.public_key(), AAD)


def test_a_detached_payload_is_given_apart_and_only_then():
    message = made(payload=None)
    assert cose.verify(message, COSE_KEY, detached=PAYLOAD) == PAYLOAD
    with pytest.raises(cose.BadSignature):
        cose.verify(message, COSE_KEY, detached=PAYLOAD + b".")
    for given_twice_or_never in ((message, None), (made(), PAYLOAD)):
        with pytest.raises(cose.Malformed):
            cose.verify(given_twice_or_never[0], COSE_KEY, detached=given_twice_or_never[1])


def test_only_the_algorithms_that_are_asked_for_are_accepted():
    with pytest.raises(cose.Malformed):
        cose.verify(SIGNED, KEY.public_key(), AAD, algorithms={cose.EDDSA})
    with pytest.raises(cose.Malformed):
        cose.verify(made({1: -47}), KEY.public_key(), algorithms={-47})


def test_a_signature_in_der_or_of_another_length_is_refused():
    der = KEY.sign(cbor.dumps(["Signature1", cbor.dumps(HEADER), AAD, PAYLOAD]), ec.ECDSA(hashes.SHA256()))
    message = cbor.dumps([cbor.dumps(HEADER), {}, PAYLOAD, der])
    with pytest.raises(cose.BadSignature):
        cose.verify(message, KEY.public_key(), AAD)
    r, s = decode_dss_signature(der)
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert cose.verify(cbor.dumps([cbor.dumps(HEADER), {}, PAYLOAD, raw]), KEY.public_key(), AAD) == PAYLOAD
    for longer in (raw + b"\0", raw[:32] + b"\0" + raw[32:], raw[:-1]):
        with pytest.raises(cose.BadSignature):
            cose.verify(cbor.dumps([cbor.dumps(HEADER), {}, PAYLOAD, longer]), KEY.public_key(), AAD)


@pytest.mark.parametrize("algorithm", [-8, -35, None, "ES256", -999])
def test_signing_refuses_an_algorithm_that_the_key_is_not_for(algorithm):
    # ES384 with P-256 is allowed by the standard, so it is tried with a key on Edwards' curve.
    key = KEY if algorithm == -8 else EDWARDS[0]
    with pytest.raises(cose.Malformed):
        cose.sign(PAYLOAD, key, {} if algorithm is None else {cose.ALG: algorithm})


ODD = st.none() | st.booleans() | st.integers(-40, 300) | st.binary(max_size=70) | st.text(max_size=5) | st.floats()
ODDER = st.recursive(ODD, lambda inside: st.lists(inside, max_size=5) | st.dictionaries(ODD, inside, max_size=3))
LABELS = st.integers(-4, 8) | st.sampled_from(["kty", "crv", "x", "y", "alg", "use", "key_ops", "kid"])
ODD_KEYS = st.dictionaries(
    LABELS, ODDER | st.sampled_from([1, 2, -7, X, Y, "EC", "OKP", "P-256", JWK["x"]]), max_size=9
)


@given(st.lists(ODDER, min_size=3, max_size=5).map(cbor2.dumps) | st.binary(max_size=200), ODD_KEYS | ODDER)
def test_no_bytes_and_no_key_raise_anything_else(message, key):
    for given_message, given_key in ((message, COSE_KEY), (SIGNED, key), (message, key)):
        with pytest.raises(cose.Refused):
            cose.verify(given_message, given_key)


@given(st.integers(0, len(SIGNED) * 8 - 1))
def test_no_bit_can_be_flipped(place):
    altered = bytearray(SIGNED)
    altered[place // 8] ^= 0x80 >> place % 8
    with pytest.raises(cose.Refused):
        cose.verify(bytes(altered), KEY.public_key(), AAD)
