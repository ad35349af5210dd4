"""The REST interface: what partners' programs get, and that its document says it rightly."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone
from schemathesis import engine
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from certificates import erasing, issuing
from certificates.api import CertificateOut
from tests import make
from tests.make import make_certificate

UNKNOWN = "7KQ2M9XWTD"
ADDRESS = "/api/v1/certificates/"
DOCUMENT = "/api/v1/openapi.json"
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
NOON = datetime(2026, 3, 9, 12, 0, 30, 999, tzinfo=UTC)


@pytest.fixture
def certificate(amina):
    return make_certificate(amina, uuid4(), issued_at=NOON, expires_at=NOON + timedelta(days=9999))


def ask(client, code, **headers):
    return client.get(f"{ADDRESS}{code}", **headers)


def test_a_valid_one_says_what_its_page_shows_and_nothing_else(client, certificate):
    response = ask(client, certificate.code)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert response.json() == {
        "code": certificate.code,
        "status": "valid",
        "holder": "Amina Hassan",
        "course": {"en": "Red flags on the road", "sw": "Dalili za hatari barabarani"},
        "issuer": "Trace Kenya",
        "issued": "2026-03-09T12:00:30Z",
        "expires": f"{NOON + timedelta(days=9999):%Y-%m-%dT%H:%M:%SZ}",
        "url": f"https://salama.example/v/{certificate.code}",
    }


def test_the_very_second_of_expiry_is_expired(client, certificate, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: certificate.expires_at)
    assert ask(client, certificate.code).json()["status"] == "expired"
    monkeypatch.setattr(timezone, "now", lambda: certificate.expires_at - timedelta(microseconds=1))
    assert ask(client, certificate.code).json()["status"] == "valid"


def test_a_revoked_one_says_when_and_why(client, amina):
    revoked = make_certificate(amina, uuid4(), revoked_at=NOON, revoke_reason="cheating")
    found = ask(client, revoked.code).json()
    assert (found["status"], found["revoked_on"], found["reason"]) == ("revoked", "2026-03-09T12:00:30Z", "cheating")
    assert "replaced_on" not in found


def test_a_replaced_one_says_since_when_and_leads_nowhere(client, amina, certificate):
    old = make_certificate(amina, uuid4(), replaced_by=certificate)
    response = ask(client, old.code)
    assert (response.json()["status"], response.json()["replaced_on"]) == ("replaced", "2026-03-09T12:00:30Z")
    assert certificate.code not in response.content.decode()
    assert "reason" not in response.json()


def test_of_an_erased_holder_the_code_is_known_and_no_name(client, amina, course):
    certificate = issuing.issue(make.make_enrolment(amina, course))
    erasing.erase(amina, "Farida", timezone.now())
    found = ask(client, certificate.code).json()
    assert (found["status"], found["reason"], found["holder"]) == ("revoked", "erased", "")
    page = client.get(f"/v/{certificate.code}").content.decode()
    assert "No name is kept" in page
    assert "Compare this name" not in page
    assert 'class="band revoked"' in page


@pytest.mark.parametrize("typed", ["{lower}", "{spelled}", "%20{code}%20", "{code}/"])
def test_the_code_s_form_is_forgiven_as_on_the_page(client, certificate, typed):
    forms = {"lower": certificate.code.lower(), "spelled": certificate.spelled_code, "code": certificate.code}
    assert ask(client, typed.format(**forms)).json()["code"] == certificate.code


@pytest.mark.parametrize("typed", [UNKNOWN[:9], "a/b/c", "..%2f..%2fx", "%00", "%0d%0aX: y", "ü" * 300, "%ff%fe", "{}"])
def test_unknown_and_malformed_codes_answer_alike(client, db, typed, django_assert_num_queries):
    like = ask(client, UNKNOWN)
    assert (like.status_code, like.headers["Content-Type"]) == (404, "application/problem+json")
    assert like.json()["detail"] == "No certificate has this code."
    with django_assert_num_queries(1):
        response = ask(client, typed)
    assert (response.status_code, response.content, response.headers) == (404, like.content, like.headers)


def test_whoever_misses_too_often_waits_on_the_page_and_here_alike(client, certificate, settings, monkeypatch):
    settings.VERIFY_MISSES_PER_ADDRESS = 6
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    answers = [client.get(f"{path}{UNKNOWN}").status_code for path in ("/v/", ADDRESS) * 3]
    assert answers == [404] * 6
    response = ask(client, certificate.code)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "570")
    assert response.json()["status"] == 429
    assert client.get(f"/v/{certificate.code}").status_code == 429
    assert ask(client, certificate.code, REMOTE_ADDR="10.0.0.2").status_code == 200


def test_it_costs_one_query_and_no_session_whoever_is_signed_in(client, amina, certificate, django_assert_num_queries):
    client.force_login(amina, backend="accounts.backends.UsernameBackend")
    ask(client, certificate.code)
    with django_assert_num_queries(1):
        response = ask(client, certificate.code, headers={"accept-language": "sw"})
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]


@pytest.mark.parametrize("path", [f"{ADDRESS}{UNKNOWN}", "/api/v1/unknown", "/api/", DOCUMENT])
def test_other_websites_may_read_it_and_searches_may_not(client, db, path):
    headers = client.get(path, headers={"origin": "https://partner.example"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("code", ["known", UNKNOWN])
def test_answers_about_codes_are_kept_by_nobody(client, certificate, code):
    headers = ask(client, certificate.code if code == "known" else code).headers
    assert {name: headers[name] for name in PRIVATE} == PRIVATE


def test_head_says_the_same_without_the_body(client, certificate):
    for code, status in ((certificate.code, 200), (UNKNOWN, 404)):
        response, full = client.head(f"{ADDRESS}{code}"), ask(client, code)
        assert (response.status_code, response.content) == (status, b"")
        assert response.headers == full.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", [f"{ADDRESS}{UNKNOWN}", DOCUMENT])
def test_every_other_method_is_refused_with_those_that_are_not(client, db, method, path):
    response = getattr(client, method)(path)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert response.json()["title"] == "Method Not Allowed"


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/unknown", "/api/v2/x", ADDRESS, f"{DOCUMENT}/"])
def test_what_is_not_there_is_said_as_json_in_no_language(client, db, path):
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["detail"] == "Nothing has this address."


def test_the_document_tells_every_field_and_every_answer(client, db):
    document = client.get(DOCUMENT).json()
    assert document["paths"].keys() == {"/api/v1/certificates/{code}"}
    operation = document["paths"]["/api/v1/certificates/{code}"]
    assert operation.keys() == {"get"}
    assert operation["get"]["responses"].keys() == {"200", "404", "405", "429"}
    assert (
        document["components"]["schemas"]["CertificateOut"]["properties"].keys() == CertificateOut.model_fields.keys()
    )
    assert "null" not in client.get(DOCUMENT).content.decode()


@pytest.fixture
def described(transactional_db, settings):
    """The interface as schemathesis knows it from its document, through the whole of the platform."""
    settings.VERIFY_MISSES_PER_ADDRESS = 40
    config = schemathesis.Config.from_dict({"seed": 1, "generation": {"max-examples": 120, "database": "none"}})
    yield schemathesis.openapi.from_wsgi(DOCUMENT, get_wsgi_application(), config=config)
    connection.close()


def test_schemathesis_finds_nothing_wrong(described):
    """All of its checks in all of its phases, as from its command line."""
    events = list(engine.from_schema(described).execute())
    recorders = [event.recorder for event in events if isinstance(event, ScenarioFinished)]
    checked = [node for recorder in recorders for nodes in recorder.checks.values() for node in nodes]
    assert not [event for event in events if isinstance(event, NonFatalError | FatalError)]
    assert not [node for node in checked if node.status != "success"]
    assert {node.name for node in checked} >= {"response_schema_conformance", "unsupported_method"}
    answers = {found.response.status_code for recorder in recorders for found in recorder.interactions.values()}
    assert answers == {404, 405, 429}


def test_a_known_code_is_answered_as_documented_in_every_state(described, amina):
    certificate = make_certificate(amina, uuid4())
    made = {
        "valid": certificate,
        "expired": make_certificate(amina, uuid4(), expires_at=NOON),
        "revoked": make_certificate(amina, uuid4(), revoked_at=NOON, revoke_reason="wrong_person"),
        "replaced": make_certificate(amina, uuid4(), replaced_by=certificate),
    }
    for state, one in made.items():
        case = described["/api/v1/certificates/{code}"]["GET"].Case(path_parameters={"code": one.code})
        assert case.call_and_validate().json()["status"] == state
