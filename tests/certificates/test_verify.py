import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from certificates import middleware, verify_page
from tests.make import make_certificate

UNKNOWN = "7KQ2M9XWTD"
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@pytest.fixture(autouse=True)
def _fresh_pages():
    verify_page._shell_of_minute.cache_clear()


@pytest.fixture
def certificate(amina):
    return make_certificate(amina, uuid4())


def band(response):
    """Return the class and the word of the band across the page."""
    return re.search(r'class="band (\w+)".*?<strong>(.*?)</strong>', response.content.decode(), re.DOTALL).groups()


def test_a_valid_one_shows_all_that_an_officer_compares_and_nothing_else(client, certificate):
    response = client.get(f"/v/{certificate.code}")
    text = response.content.decode()
    assert (response.status_code, *band(response)) == (200, "valid", "VALID")
    for shown in ("Amina Hassan", "Red flags on the road", "Trace Kenya", certificate.spelled_code, "ID card"):
        assert shown in text
    assert certificate.expires_at.strftime("%B %Y") in text
    assert "0700000001" not in text
    assert "sign in" not in text.lower()


def test_the_very_second_of_expiry_is_expired(client, certificate, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: certificate.expires_at)
    assert band(client.get(f"/v/{certificate.code}")) == ("expired", "EXPIRED")
    monkeypatch.setattr(timezone, "now", lambda: certificate.expires_at - timedelta(seconds=1))
    assert band(client.get(f"/v/{certificate.code}")) == ("valid", "VALID")


def test_a_revoked_one_says_when_and_why(client, amina):
    at = datetime(2026, 3, 9, 22, tzinfo=UTC)
    revoked = make_certificate(amina, uuid4(), revoked_at=at, revoke_reason="cheating")
    response = client.get(f"/v/{revoked.code}")
    assert band(response) == ("revoked", "REVOKED")
    # 22:00 in Greenwich is past midnight in Nairobi.
    assert "10 March 2026" in response.content.decode()
    assert "the quiz was not answered honestly" in response.content.decode()


def test_a_replaced_one_says_since_when_and_leads_nowhere(client, amina, certificate):
    old = make_certificate(amina, uuid4(), replaced_by=certificate)
    response = client.get(f"/v/{old.code}")
    assert band(response) == ("replaced", "REPLACED")
    issued_at = timezone.localtime(certificate.issued_at)
    assert f"{issued_at.day} {issued_at:%B %Y}" in response.content.decode()
    assert certificate.code not in response.content.decode()


@pytest.mark.parametrize("typed", [UNKNOWN, UNKNOWN[:9], "nonsense", "7KQ2.M9X", "%3Cscript%3E", "%00", "ü" * 300])
def test_unknown_and_malformed_codes_answer_alike(client, db, typed, django_assert_num_queries):
    client.get(f"/v/{UNKNOWN}")
    like = client.get(f"/v/{UNKNOWN}")
    with django_assert_num_queries(1):
        response = client.get(f"/v/{typed}")
    assert (response.status_code, *band(response)) == (404, "not_found", "NOT FOUND")
    assert response.headers["Content-Type"] == like.headers["Content-Type"]
    assert without_what_was_typed(response) == without_what_was_typed(like)
    assert "<script" not in response.content.decode()


def without_what_was_typed(response):
    return re.sub(r'value="[^"]*"|code=[^"]*"', "", response.content.decode())


def test_nothing_that_is_typed_or_stored_becomes_markup_or_a_hole(client, amina):
    amina.full_name = "<b>100%(code)s & co</b>"
    sly = make_certificate(amina, uuid4())
    assert "&lt;b&gt;100%(code)s &amp; co&lt;/b&gt;" in client.get(f"/v/{sly.code}").content.decode()
    assert 'value="&quot;&gt;&lt;i&gt;%s"' in client.get('/v/"><i>%25s').content.decode()


def test_a_percent_sign_in_the_words_around_it_stays_one(client, certificate, settings):
    settings.WAGTAIL_SITE_NAME = "100% (s) salama"
    assert "100% (s) salama" in client.get(f"/v/{certificate.code}").content.decode()


@pytest.mark.parametrize("path", ["/V/{}", "/v/{}", "/v/{}/", "/en/verify/?code={}"])
def test_any_letter_case_hyphens_and_spaces_lead_to_it(client, certificate, path):
    for typed in (certificate.code, certificate.code.lower(), certificate.spelled_code):
        assert band(client.get(path.format(typed))) == ("valid", "VALID")


@pytest.mark.parametrize("path", ["/v/{}", "/en/verify/?code={}"])
def test_pages_of_codes_are_kept_by_nobody_and_found_by_no_search(client, certificate, path):
    for code in (certificate.code, UNKNOWN):
        headers = client.get(path.format(code)).headers
        assert {name: headers[name] for name in PRIVATE} == PRIVATE
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "Set-Cookie" not in headers


def test_once_its_page_is_made_a_check_is_one_query_and_no_session(
    client, amina, certificate, django_assert_num_queries
):
    client.force_login(amina, backend="accounts.backends.UsernameBackend")
    client.get(f"/v/{certificate.code}")
    with django_assert_num_queries(1):
        client.get(f"/v/{certificate.code}")


def test_what_happens_to_it_shows_at_the_very_next_check(client, certificate):
    assert band(client.get(f"/v/{certificate.code}"))[0] == "valid"
    certificate.revoked_at = timezone.now()
    certificate.save()
    assert band(client.get(f"/v/{certificate.code}"))[0] == "revoked"


def test_the_language_is_the_visitors_last_one_else_the_browsers(client, certificate):
    path = f"/V/{certificate.code}"
    assert 'lang="en"' in client.get(path).content.decode()
    response = client.get(path, headers={"accept-language": "sw"})
    assert '<html lang="sw">' in response.content.decode()
    assert "Dalili za hatari barabarani" in response.content.decode()
    client.cookies["django_language"] = "sw"
    assert client.get(path, headers={"accept-language": "en"}).headers["Content-Language"] == "sw"


def test_it_links_to_itself_in_the_other_language(client, certificate):
    response = client.get(f"/v/{certificate.code}")
    address = f"/sw/verify/?code={certificate.code}"
    assert f'hreflang="sw" href="{address}"' in response.content.decode()
    there = client.get(address)
    assert '<html lang="sw">' in there.content.decode()
    assert certificate.spelled_code in there.content.decode()


def test_the_page_of_the_other_language_is_not_mixed_up_with_the_first(client, certificate):
    for language, title in (("en", "Red flags on the road"), ("sw", "Dalili za hatari barabarani")) * 2:
        text = client.get(f"/{language}/verify/?code={certificate.code}").content.decode()
        assert f'<html lang="{language}">' in text
        assert title in text


def test_a_code_of_the_wrong_length_is_said_beside_the_field_and_kept(client, db):
    response = client.get("/en/verify/?code=7kq2-m9x-wt")
    text = response.content.decode()
    assert response.status_code == 200
    assert "You typed 9 signs" in text
    assert 'value="7kq2-m9x-wt"' in text
    assert 'aria-describedby="code-help code-error"' in text


def test_a_sign_that_no_code_has_is_said_beside_the_field(client, db):
    assert "never the letter U" in client.get("/en/verify/?code=7kq2-m9x-wtu").content.decode()


@pytest.mark.parametrize("path", ["/en/verify/", "/en/verify/?code=", "/sw/verify/?code=%20"])
def test_the_page_to_type_a_code_opens_for_anybody(client, db, path):
    response = client.get(path)
    assert response.status_code == 200
    assert 'name="code"' in response.content.decode()


@pytest.mark.parametrize("path", ["/v/", "/V/"])
def test_without_a_code_the_short_address_leads_to_the_page_to_type_one(client, db, path):
    assert client.get(path).headers["Location"] == "/en/verify/"


def test_the_documents_that_machines_read_are_left_to_routing():
    assert not middleware._ADDRESS.fullmatch("/v/keys.json")
    assert middleware._ADDRESS.fullmatch("/V/KEYS")


def test_the_active_language_is_left_as_it_was(client, certificate):
    with translation.override("en"):
        client.get(f"/v/{certificate.code}", headers={"accept-language": "sw"})
        assert translation.get_language() == "en"
