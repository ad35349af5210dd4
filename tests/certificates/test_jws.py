import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from certificates import cose, jws, public_keys

KEY = ec.derive_private_key(78, ec.SECP256R1())
PUBLIC = KEY.public_key()
SAID = {"name": "Wanjirũ", "list": [1, {"two": None}]}
TOKEN = jws.sign(SAID, KEY, {"kid": "2", "typ": "vc+jwt"})


def signed(header, payload=b"{}", key=KEY):
    """Return a token with these very bytes, signed properly whatever they say."""
    parts = [public_keys.padless(part) for part in (header, payload)]
    return ".".join([*parts, public_keys.padless(cose.raw_signature(key, cose.ES256, ".".join(parts).encode()))])


def test_pyjwt_reads_what_we_make_and_we_read_what_it_makes():
    assert jwt.decode(TOKEN, PUBLIC, algorithms=["ES256"]) == SAID
    assert jws.verify(jwt.encode(SAID, KEY, "ES256", headers={"kid": "2"}), PUBLIC) == SAID


def test_a_token_is_the_same_bytes_each_time():
    assert jws.sign(SAID, KEY, {"kid": "2", "typ": "vc+jwt"}) == TOKEN
    assert jws.read_header(TOKEN) == {"alg": "ES256", "kid": "2", "typ": "vc+jwt"}


def test_a_key_may_come_as_a_jwk():
    assert jws.verify(TOKEN, public_keys.to_jwk(PUBLIC)) == SAID


@pytest.mark.parametrize(
    "token",
    [
        signed(b'{"alg":"none"}'),
        signed(b'{"alg":"ES384"}'),
        signed(b'{"alg":"HS256"}'),
        signed(b'{"alg":["ES256"]}'),
        signed(b"{}"),
        signed(b'{"alg":"ES256","crit":["b64"],"b64":false}'),
        signed(b'{"alg":"ES256","crit":[]}'),
        signed(b'{"alg":"none","alg":"ES256"}'),
        signed(b'["ES256"]'),
        signed(b'"ES256"'),
        signed('{"alg":"ES256"}'.encode("utf-16")),
        signed(b'\xef\xbb\xbf{"alg":"ES256"}'),
        signed(b'{"alg":"ES256","x":"\xff"}'),
        signed(b'{"alg":"ES256"}', b"[]"),
        signed(b'{"alg":"ES256"}', b'{"a":NaN}'),
        signed(b'{"alg":"ES256"}', b'{"a":1,"a":2}'),
        signed(b'{"alg":"ES256"}', b"[" * 100_000),
        signed(b'{"alg":"ES256"}', b'{"a":' + b"9" * 5000 + b"}"),
        TOKEN + ".e30",
        TOKEN.rpartition(".")[0],
        TOKEN + "=",
        TOKEN + "\n",
        TOKEN.replace(".", "..", 1),
        "",
        "..",
        None,
        b"a.b.c",
    ],
)
def test_what_is_no_token_of_es256_is_refused(token):
    with pytest.raises(cose.Refused):
        jws.verify(token, PUBLIC)


@pytest.mark.parametrize(
    "key",
    [
        ec.derive_private_key(79, ec.SECP256R1()).public_key(),
        ec.derive_private_key(78, ec.SECP384R1()).public_key(),
        public_keys.to_jwk(PUBLIC) | {"alg": "ES384"},
        {},
        None,
        KEY,
    ],
)
def test_another_key_is_refused(key):
    with pytest.raises(cose.Refused):
        jws.verify(TOKEN, key)


def test_es256_is_for_p256_alone():
    """RFC 7518 §3.4; COSE leaves the curve free, JOSE does not."""
    other = ec.derive_private_key(80, ec.SECP384R1())
    with pytest.raises(cose.Malformed):
        jws.verify(signed(b'{"alg":"ES256"}', key=other), other.public_key())


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("AZaz09-_.=+/ \n"))
def test_no_letter_can_be_changed(place, letter):
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
    if changed == TOKEN:
        return
    with pytest.raises(cose.Refused):
        jws.verify(changed, PUBLIC)


TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.none() | st.booleans() | st.integers() | TEXTS | st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(TEXTS, VALUES))
def test_what_is_said_comes_back(said):
    assert jws.verify(jws.sign(said, KEY, {}), PUBLIC) == said
