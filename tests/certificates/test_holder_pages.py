from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import personal_data
from tests.conftest import sign_in
from tests.make import make_certificate

NOW = timezone.now()


@pytest.fixture
def certificate(amina):
    return make_certificate(amina, uuid4())


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_my_certificates_are_listed_with_a_word_and_a_shape_for_their_state(client, amina, certificate):
    make_certificate(amina, uuid4(), revoked_at=NOW, revoke_reason="cheating")
    make_certificate(amina, uuid4(), issued_at=NOW - timedelta(days=1000))
    make_certificate(amina, uuid4(), replaced_by=certificate)
    text = text_of(sign_in(client, amina), "/en/me/certificates/")
    for word in ("Valid until", "Revoked on", "Expired on", "Replaced by a new one"):
        assert word in text
    assert text.count('viewBox="0 0 72 72"') == 4


def test_the_list_costs_the_same_however_many_there_are(client, amina, django_assert_max_num_queries):
    for _ in range(12):
        make_certificate(amina, uuid4())
    sign_in(client, amina)
    client.get("/en/me/certificates/")
    with django_assert_max_num_queries(4):
        client.get("/en/me/certificates/")


def test_an_empty_list_explains_itself_and_offers_the_first_step(client, amina, chausiku):
    make_certificate(chausiku, uuid4())
    text = text_of(sign_in(client, amina), "/en/me/certificates/")
    assert "You have no certificate yet" in text
    assert 'class="button" href="/en/me/"' in text


def test_one_shows_the_qr_the_code_and_ways_to_take_it_along(client, amina, certificate):
    text = text_of(sign_in(client, amina), f"/en/me/certificates/{certificate.code}/")
    assert '<svg class="qr big"' in text
    assert certificate.spelled_code in text
    assert f'href="/en/me/certificates/{certificate.code}/pdf/"' in text
    assert f'value="https://salama.example/v/{certificate.code}" readonly' in text
    assert "https://wa.me/?text=Red+flags" in text


@pytest.mark.parametrize("tail", ["", "pdf/"])
def test_nobody_opens_the_certificate_of_another(client, chausiku, certificate, tail):
    assert sign_in(client, chausiku).get(f"/en/me/certificates/{certificate.code}/{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["", "{}/", "{}/pdf/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, certificate, tail):
    path = f"/sw/me/certificates/{tail.format(certificate.code)}"
    assert client.get(path).headers["Location"] == f"/sw/sign-in/?next={path}"


def test_the_pdf_is_saved_under_the_code(client, amina, certificate):
    response = sign_in(client, amina).get(f"/en/me/certificates/{certificate.code}/pdf/")
    assert response.headers["Content-Type"] == "application/pdf"
    assert f'filename="certificate-{certificate.spelled_code}.pdf"' in response.headers["Content-Disposition"]
    assert response.content.startswith(b"%PDF")


def test_a_revoked_one_says_why_and_gives_no_qr_and_no_pdf(client, amina, certificate):
    certificate.revoked_at, certificate.revoke_reason = NOW, "wrong_person"
    certificate.save()
    path = f"/en/me/certificates/{certificate.code}/"
    text = text_of(sign_in(client, amina), path)
    assert "somebody else took the course" in text
    assert "qr big" not in text
    assert client.get(f"{path}pdf/").headers["Location"] == path


def test_an_expired_one_still_opens_with_its_pdf(client, amina):
    expired = make_certificate(amina, uuid4(), issued_at=NOW - timedelta(days=1000))
    path = f"/en/me/certificates/{expired.code}/"
    assert "Expired on" in text_of(sign_in(client, amina), path)
    assert client.get(f"{path}pdf/").status_code == 200


def test_the_other_language_shows_its_own_title_and_date(client, amina, certificate):
    text = text_of(sign_in(client, amina), f"/sw/me/certificates/{certificate.code}/")
    assert "Dalili za hatari barabarani" in text


def test_certificates_are_among_the_data_that_a_person_takes_along(amina, chausiku, certificate):
    make_certificate(chausiku, uuid4())
    assert [row["code"] for row in personal_data.of(amina)["certificates"]] == [certificate.spelled_code]
