import gzip
import json
import random
from datetime import UTC, datetime

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import checking, status_list
from certificates.status_list import BadList, StatusList
from tests import certificate_parts as parts

NOW = datetime.fromtimestamp(parts.NOW, UTC)
SIZE = status_list.SMALLEST // 8
PUBLIC = parts.private(2).public_key()
PLACES = st.sets(st.integers(0, status_list.SMALLEST - 1), max_size=50)
ADDRESS, ISSUER = f"{parts.BASE}/v/status.json", f"{parts.BASE}/v/issuer.json"


def make(bits=parts.FEW):
    return status_list.make(bits, NOW, ISSUER, ADDRESS, parts.private(2), 2)


def read(document):
    return status_list.read(document, {2: PUBLIC}.get)


@given(PLACES)
@settings(max_examples=30)
def test_a_list_comes_back_from_its_packed_form(places):
    found = StatusList(status_list.decode(status_list.encode(status_list.bits_of(places))), 0, 0)
    assert len(found) == status_list.SMALLEST
    assert all(found.is_set(place) for place in places)
    assert sum(byte.bit_count() for byte in found.bits) == len(places)


def test_the_first_entry_is_the_highest_bit_of_the_first_byte():
    """Bitstring Status List v1.0 §3: index 0 is the left-most bit."""
    bits = status_list.bits_of([0, 9])
    assert bits[:3] == bytes([0b10000000, 0b01000000, 0])
    found = StatusList(bits, 0, 0)
    assert [place for place in range(24) if found.is_set(place)] == [0, 9]


def test_a_place_outside_the_list_is_an_error():
    found = StatusList(bytes(SIZE), 0, 0)
    assert not found.is_set(status_list.SMALLEST - 1)
    for place in (-1, status_list.SMALLEST):
        with pytest.raises(IndexError):
            found.is_set(place)


def test_the_packed_form_is_multibase_base64url_of_a_gzip():
    encoded = status_list.encode(parts.FEW)
    assert encoded.startswith("uH4sI")
    assert not set(encoded) & set("+/=")
    assert encoded == status_list.encode(parts.FEW)
    assert parts.public_keys.unpadded(encoded[1:])[4:8] == bytes(4), "the time of packing"


def test_131072_entries_are_enough_and_eight_less_are_too_few():
    assert len(status_list.decode(status_list.encode(bytes(SIZE)))) == SIZE
    with pytest.raises(BadList, match="fewer"):
        status_list.decode(status_list.encode(bytes(SIZE - 1)))


def test_the_longest_list_is_read_and_a_byte_more_is_not():
    longest = status_list.LONGEST // 8
    assert len(status_list.decode(status_list.encode(bytes(longest)))) == longest
    with pytest.raises(BadList):
        status_list.decode(status_list.encode(bytes(longest + 1)))


@pytest.mark.parametrize(
    ("certificates", "length"), [(0, 131_072), (104_857, 131_072), (104_858, 132_096), (1_000_000, 1_250_304)]
)
def test_a_list_has_a_quarter_more_places_than_certificates(certificates, length):
    assert status_list.length_for(certificates) == length


GOOD = status_list.encode(parts.FEW)


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        7,
        b"u",
        "",
        "u",
        GOOD[1:],
        "z" + GOOD[1:],
        "U" + GOOD[1:],
        GOOD + "=",
        GOOD + "A",
        GOOD[:-1],
        GOOD[:20],
        GOOD.replace("_", "/") + "/",
        GOOD[:9] + " " + GOOD[9:],
        parts.altered(GOOD, lambda data: data + b"\0"),
        parts.altered(GOOD, lambda data: data + data),
        parts.altered(GOOD, lambda data: data[:-1] + b"\1"),
    ],
)
def test_what_is_no_packed_list_is_refused(encoded):
    with pytest.raises(BadList):
        status_list.decode(encoded)


@given(st.text(max_size=30) | st.binary(max_size=60).map(lambda data: "u" + parts.public_keys.padless(data)))
def test_no_text_raises_anything_else(text):
    with pytest.raises(BadList):
        status_list.decode(text)


def test_the_document_is_an_enveloped_credential_that_pyjwt_reads():
    document = make()
    assert document["type"] == "EnvelopedVerifiableCredential"
    assert document["@context"] == "https://www.w3.org/ns/credentials/v2"
    envelope, _comma, token = document["id"].partition(",")
    assert envelope == "data:application/vc+jwt"
    credential = jwt.decode(token, PUBLIC, algorithms=["ES256"])
    assert jwt.get_unverified_header(token) == {"alg": "ES256", "kid": "2", "typ": "vc+jwt"}
    assert credential["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (credential["id"], credential["issuer"]) == (ADDRESS, ISSUER)
    assert (credential["validFrom"], credential["validUntil"]) == ("2027-01-15T08:00:00Z", "2027-01-22T08:00:00Z")
    subject = credential["credentialSubject"]
    assert subject["type"] == "BitstringStatusList"
    assert subject["statusPurpose"] == "revocation"
    assert status_list.decode(subject["encodedList"]) == parts.FEW


def test_the_document_is_the_same_bytes_each_time_and_is_read_back():
    assert json.dumps(make()) == json.dumps(make())
    found = read(make())
    assert (found.bits, found.issued, found.until) == (parts.FEW, parts.NOW, parts.NOW + 7 * parts.DAY)
    assert found.kid == 2


@pytest.mark.parametrize(
    "name", [name for name in parts.BAD_LISTS if "window" not in name and "compromised" not in name]
)
def test_a_list_that_is_not_ours_is_refused_without_looking_at_windows(name):
    with pytest.raises(BadList):
        read(parts.BAD_LISTS[name])


@pytest.mark.parametrize("name", parts.BAD_LISTS)
def test_a_list_that_is_not_ours_is_refused(name):
    with pytest.raises(BadList):
        checking.read_list(parts.BAD_LISTS[name], parts.RING)


@pytest.mark.parametrize("name", parts.GOOD_LISTS)
def test_a_list_of_ours_is_read_however_it_is_packed(name):
    document, bits = parts.GOOD_LISTS[name]
    assert checking.read_list(document, parts.RING).bits == bits


ODD = st.recursive(
    st.none() | st.integers() | st.text(max_size=9), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
)


@given(ODD, ODD)
@settings(max_examples=50)
def test_no_document_raises_anything_else(document, subject):
    odd = parts.list_of(parts.NOW, credentialSubject=subject)
    for one in (document, {"id": document}, {"id": f"{status_list.ENVELOPE}{document}"}, odd):
        with pytest.raises(BadList):
            checking.read_list(one, parts.RING)


def test_an_older_list_never_takes_the_place_of_a_newer():
    young, old = (StatusList(b"", issued, issued) for issued in (parts.NOW, parts.NOW - 1))
    assert status_list.replaces(young, old)
    assert status_list.replaces(young, young)
    assert status_list.replaces(old, None)
    assert not status_list.replaces(old, young)


def served(room):
    """Return the bytes that a list of so many places takes, 10,000 of them revoked: packed, and sent with gzip."""
    bits = status_list.bits_of(random.Random(1).sample(range(room), 10_000), room)
    packed = len(parts.public_keys.unpadded(status_list.encode(bits)[1:]))
    return packed, len(gzip.compress(json.dumps(make(bits), separators=(",", ":")).encode(), 9))


def test_a_million_places_of_which_one_in_a_hundred_is_revoked_take_20_kb():
    packed, sent = served(1 << 20)
    assert packed <= 14.5 * 1024
    assert sent <= 20 * 1024


def test_a_million_certificates_of_which_one_in_a_hundred_is_revoked_take_20_kb():
    packed, sent = served(status_list.length_for(1_000_000))
    assert max(packed, sent) <= 20_000
