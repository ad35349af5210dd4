"""The badge: an Open Badges 3.0 credential in a token, and the documents that it names."""

import json
from datetime import UTC, datetime, timedelta

import jsonschema
import jwt
import pytest
from django.utils import timezone

from certificates import credentials, issuing, keys, publishing, renewing, revoking, status_list
from home.models import Organisation
from tests.make import make_certificate, make_enrolment

HOST = "https://salama.example"
NOW = timezone.now()
# What 1EdTech's schema asks for, as far as we use it.
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": f"^{HOST}/"}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}


def shape(type_name=None, **properties):
    """Return a schema in which every one of these properties is required."""
    if type_name:
        properties["type"] = {"type": "array", "contains": {"const": type_name}}
    return {"type": "object", "properties": properties, "required": list(properties)}


PROFILE = shape("Profile", id={"const": f"{HOST}/v/issuer.json"}, name=TEXT)
ACHIEVEMENT = shape(
    "Achievement",
    id=ADDRESS,
    name=TEXT,
    description=TEXT,
    criteria=shape(narrative=TEXT),
    achievementType={"enum": ["CertificateOfCompletion"]},
    inLanguage={"enum": ["en", "sw"]},
    related={"type": "array", "items": shape("Related", id=ADDRESS, inLanguage={"enum": ["en", "sw"]})},
)
IDENTITY = shape(
    type={"const": "IdentityObject"}, hashed={"const": False}, identityHash=TEXT, identityType={"const": "name"}
) | {"additionalProperties": False}
STATUS = shape(
    id=ADDRESS,
    type={"const": "BitstringStatusListEntry"},
    statusPurpose={"const": "revocation"},
    statusListIndex={"type": "string", "pattern": "^[0-9]+$"},
    statusListCredential={"const": f"{HOST}/v/status.json"},
)
SUBJECT = shape(
    "AchievementSubject", id=ADDRESS, achievement=ACHIEVEMENT, identifier={"type": "array", "items": IDENTITY}
)
CREDENTIAL = shape(
    "OpenBadgeCredential",
    id=ADDRESS,
    name=TEXT,
    issuer=PROFILE,
    validFrom=DAY,
    validUntil=DAY,
    credentialSubject=SUBJECT,
    credentialStatus=STATUS,
    credentialSchema={"type": "array", "items": shape(id=TEXT, type={"const": "1EdTechJsonSchemaValidator2019"})},
    **{"@context": {"const": credentials.CONTEXT}},
)


@pytest.fixture
def certificate(amina, course):
    return issuing.issue(make_enrolment(amina, course), NOW - timedelta(minutes=1))


@pytest.fixture
def token(certificate):
    return credentials.sign(certificate, NOW)


def read_by_a_wallet(client, token):
    """Check a token as a wallet does that knows nothing of us: by the key whose address is in its header."""
    published = client.get(jwt.get_unverified_header(token)["kid"].removeprefix(HOST)).json()
    return jwt.decode(token, jwt.PyJWK(published).key, algorithms=["ES256"])


def test_it_is_shaped_as_open_badges_want_it(certificate):
    jsonschema.validate(credentials.credential(certificate), CREDENTIAL)


@pytest.mark.parametrize("lost", CREDENTIAL["required"])
def test_the_shape_misses_what_is_taken_away(certificate, lost):
    badge = credentials.credential(certificate)
    del badge[lost]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(badge, CREDENTIAL)


def test_a_wallet_finds_the_key_and_reads_the_credential(client, certificate, token):
    read = read_by_a_wallet(client, token)
    assert {name: read[name] for name in credentials.credential(certificate)} == credentials.credential(certificate)


def test_the_key_in_the_header_is_the_published_one(client, token):
    header = jwt.get_unverified_header(token)
    assert header.keys() == {"alg", "typ", "kid", "jwk"}
    assert (header["alg"], header["typ"]) == ("ES256", "JWT")
    assert "d" not in header["jwk"]
    published = keys.load().as_jwks(NOW)["keys"]
    (same,) = [key for key in published if header["kid"] == f"{HOST}/v/key-{key['kid']}.json"]
    assert header["jwk"].items() <= same.items()


def test_the_claims_say_what_the_credential_says(client, certificate, token):
    read = read_by_a_wallet(client, token)
    assert (read["iss"], read["jti"], read["sub"]) == (
        read["issuer"]["id"],
        read["id"],
        read["credentialSubject"]["id"],
    )
    for claim, name in (("nbf", "validFrom"), ("exp", "validUntil")):
        assert datetime.fromtimestamp(read[claim], UTC).strftime("%Y-%m-%dT%H:%M:%SZ") == read[name]


def test_one_changed_letter_is_noticed(client, token):
    header, payload, signature = token.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        read_by_a_wallet(client, ".".join((header, payload[:-1] + ("A" if payload[-1] != "A" else "Q"), signature)))


def test_it_runs_out_with_the_certificate(client, amina, course):
    old = issuing.issue(make_enrolment(amina, course), NOW - timedelta(days=1000))
    with pytest.raises(jwt.ExpiredSignatureError):
        read_by_a_wallet(client, credentials.sign(old, NOW))


def test_the_same_certificate_gives_the_same_badge(certificate, token):
    assert credentials.sign(certificate, NOW + timedelta(hours=1)) == token


def test_a_renewal_is_a_badge_of_its_own(amina, course):
    old = issuing.issue(make_enrolment(amina, course), NOW - timedelta(days=1000))
    renewed = renewing.renew(old, "Farida", NOW)
    assert credentials.credential(renewed)["id"] != credentials.credential(old)["id"]


def test_it_holds_the_name_and_nothing_else_about_the_person(amina, certificate):
    text = str(credentials.payload(certificate))
    assert amina.full_name in text
    assert str(amina.phone) not in text


@pytest.mark.parametrize("is_revoked", [False, True])
def test_the_status_list_that_it_names_says_whether_it_was_taken_back(certificate, is_revoked):
    if is_revoked:
        revoking.revoke(certificate, "cheating", "Farida", NOW)
    publishing.publish(NOW)
    listed = status_list.read(json.loads(publishing.newest(NOW).document), lambda kid: keys.load()[kid].public)
    entry = credentials.credential(certificate)["credentialStatus"]
    assert listed.is_set(int(entry["statusListIndex"])) == is_revoked


def test_one_from_before_statuses_has_no_badge(amina, course, certificate):
    assert credentials.can_be_made(certificate)
    assert not credentials.can_be_made(make_certificate(amina, course.pk))


def test_the_issuer_stands_at_its_address(client, db):
    Organisation.objects.update_or_create(site_id=1, defaults={"email": "info@trace.example", "website": ""})
    answer = client.get("/v/issuer.json")
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    jsonschema.validate(answer.json(), PROFILE | shape(url=ADDRESS))
    assert answer.json()["email"] == "info@trace.example"


def test_the_course_stands_at_its_address_in_both_languages(client, certificate):
    found = credentials.credential(certificate)["credentialSubject"]["achievement"]
    english = client.get(found["id"].removeprefix(HOST)).json()
    assert english == {"@context": credentials.CONTEXT} | found
    kiswahili = client.get(found["related"][0]["id"].removeprefix(HOST)).json()
    jsonschema.validate(kiswahili, ACHIEVEMENT)
    assert kiswahili["name"] == certificate.course_title_sw
    assert kiswahili["related"][0]["id"] == found["id"]


@pytest.mark.parametrize("name", ["course-999", "course-999-sw", "course-1-fr", "key-0", "key-255", "key-x"])
def test_what_there_is_not_is_not_found(client, certificate, name):
    assert client.get(f"/v/{name}.json").status_code == 404
