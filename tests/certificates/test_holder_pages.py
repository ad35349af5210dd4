from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import brotli
import pytest
from django.conf import settings
from django.utils import timezone

from accounts import personal_data
from certificates import downloads, issuing, keys, renewing, taking_along
from home import packing
from tests.conftest import sign_in
from tests.make import make_certificate, make_enrolment

NOW = timezone.now()


@pytest.fixture
def certificate(amina):
    return make_certificate(amina, uuid4())


@pytest.fixture
def signed(amina, course):
    return issuing.issue(make_enrolment(amina, course))


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


def page_of(certificate, language="en", tail=""):
    return f"/{language}/me/certificates/{certificate.code}/{tail}"


def test_one_shows_the_qr_first_the_code_and_ways_to_take_it_along(client, amina, signed):
    text = text_of(sign_in(client, amina), page_of(signed))
    shown = ('<svg class="qr big"', amina.full_name, "<h1>Red flags", "Valid until", signed.spelled_code)
    assert sorted(shown, key=text.index) == list(shown)
    for kind in ("pdf", "card", "picture", "badge"):
        assert f'href="{page_of(signed, tail=kind)}/"' in text
    assert f'value="https://salama.example/v/{signed.code}" readonly' in text
    assert "https://wa.me/?text=Red+flags" in text


def test_each_file_says_how_large_it_is(client, amina, signed):
    text = text_of(sign_in(client, amina), page_of(signed))
    for kind in downloads.FILES:
        size = len(client.get(page_of(signed, tail=f"{kind}/")).content)
        link = text.partition(f'href="{page_of(signed, tail=kind)}/"')[2].partition("</a>")[0]
        assert f"{-(-size // 1000)} kB</small>" in link


def test_opening_one_costs_the_same_whatever_followed_it(client, amina, signed, django_assert_max_num_queries):
    sign_in(client, amina)
    old = make_certificate(amina, signed.course_key, period=9, issued_at=NOW - timedelta(days=900))
    new = renewing.renew(old, "Farida", NOW)
    for one in (signed, old, new):
        client.get(page_of(one))
        with django_assert_max_num_queries(6):
            client.get(page_of(one))


@pytest.mark.parametrize("tail", ["", "pdf/", "card/", "picture/", "badge/"])
def test_nobody_opens_the_certificate_of_another(client, chausiku, certificate, tail):
    assert sign_in(client, chausiku).get(f"/en/me/certificates/{certificate.code}/{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["", "{}/", "{}/pdf/", "{}/card/", "{}/picture/", "{}/badge/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, certificate, tail):
    path = f"/sw/me/certificates/{tail.format(certificate.code)}"
    assert client.get(path).headers["Location"] == f"/sw/sign-in/?next={path}"


@pytest.mark.parametrize(
    ("kind", "content_type", "name", "begins"),
    [
        ("pdf", "application/pdf", "certificate-{}.pdf", b"%PDF"),
        ("card", "application/pdf", "card-{}.pdf", b"%PDF"),
        ("picture", "image/png", "certificate-{}.png", b"\x89PNG"),
        ("badge", "text/plain; charset=utf-8", "badge-{}.jwt", b"ey"),
    ],
)
def test_a_file_is_saved_under_the_code(client, amina, signed, kind, content_type, name, begins):
    response = sign_in(client, amina).get(page_of(signed, tail=f"{kind}/"))
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name.format(signed.spelled_code)}"'
    assert response.content.startswith(begins)


@pytest.mark.parametrize("ended", [{"revoked_at": NOW, "revoke_reason": "wrong_person"}, {"replaced_by": True}])
def test_one_that_is_over_gives_no_qr_and_no_files(client, amina, signed, certificate, ended):
    ended = {"replaced_by": certificate} if "replaced_by" in ended else ended
    type(signed).objects.filter(pk=signed.pk).update(**ended)
    text = text_of(sign_in(client, amina), page_of(signed))
    assert "qr big" not in text
    for kind in downloads.FILES:
        assert page_of(signed, tail=kind) not in text
        assert client.get(page_of(signed, tail=f"{kind}/")).headers["Location"] == page_of(signed)


def test_a_revoked_one_says_why(client, amina, certificate):
    certificate.revoked_at, certificate.revoke_reason = NOW, "wrong_person"
    certificate.save()
    assert "somebody else took the course" in text_of(sign_in(client, amina), page_of(certificate))


def test_a_replaced_one_leads_to_the_one_that_counts_and_back(client, amina, signed):
    corrected = renewing.replace(signed, "Amina wa Hassan", "Farida", NOW)
    old = text_of(sign_in(client, amina), page_of(signed))
    assert f'class="button" href="{page_of(corrected)}"' in old
    new = text_of(client, page_of(corrected))
    assert "Amina wa Hassan" in new
    assert f'href="{page_of(signed)}">Replaces {signed.spelled_code}' in new


def test_an_expired_one_still_opens_with_its_files_and_says_how_it_is_renewed(client, amina, course):
    expired = issuing.issue(make_enrolment(amina, course), NOW - timedelta(days=1000))
    text = text_of(sign_in(client, amina), page_of(expired))
    assert "Expired on" in text
    assert "complete the refresher of this course" in text
    assert "Show this at the roadside" not in text
    assert client.get(page_of(expired, tail="pdf/")).status_code == 200


def test_a_renewed_one_leads_to_the_new_one_and_back(client, amina, course):
    old = issuing.issue(make_enrolment(amina, course), NOW - timedelta(days=1000))
    renewal = renewing.renew(old, "Farida", NOW)
    text = text_of(sign_in(client, amina), page_of(old))
    assert f"Renewed by {renewal.spelled_code}" in text
    assert f'class="button" href="{page_of(renewal)}"' in text
    assert "Show this at the roadside" not in text
    assert f'href="{page_of(old)}">Renews {old.spelled_code}' in text_of(client, page_of(renewal))


def test_one_from_before_statuses_has_every_file_but_the_badge(client, amina, certificate):
    text = text_of(sign_in(client, amina), page_of(certificate))
    assert page_of(certificate, tail="picture/") in text
    assert "Open Badges" not in text
    assert client.get(page_of(certificate, tail="badge/")).headers["Location"] == page_of(certificate)


def test_without_a_key_the_page_opens_and_offers_no_badge(client, amina, signed, monkeypatch):
    def no_key(*args):
        raise keys.NoKey

    monkeypatch.setattr(keys, "private", no_key)
    text = text_of(sign_in(client, amina), page_of(signed))
    assert "Save as PDF" in text
    assert "Open Badges" not in text


def test_the_script_of_the_page_weighs_at_most_1_kb():
    script = Path(settings.BASE_DIR, "lms/static/holder/certificate.js").read_text()
    assert len(brotli.compress(packing.smaller(script).encode())) <= 1024


def test_a_signed_one_weighs_at_most_8_kb_as_a_next_page(client, amina, signed):
    answer = sign_in(client, amina).get(page_of(signed, "sw"), headers={"Accept-Encoding": "br"})
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    assert len(answer.content) + headers <= 8 * 1024


def test_the_other_language_shows_its_own_title_and_date(client, amina, certificate):
    text = text_of(sign_in(client, amina), f"/sw/me/certificates/{certificate.code}/")
    assert "Dalili za hatari barabarani" in text


def test_certificates_are_among_the_data_that_a_person_takes_along(amina, chausiku, certificate):
    make_certificate(chausiku, uuid4())
    assert [row["code"] for row in personal_data.of(amina)["certificates"]] == [certificate.spelled_code]


def test_what_was_done_to_them_and_what_they_renew_is_taken_along_too(amina, course, django_assert_max_num_queries):
    old = issuing.issue(make_enrolment(amina, course), NOW - timedelta(days=1000))
    new = renewing.renew(old, "Farida", NOW)
    with django_assert_max_num_queries(2):
        first, second = taking_along.certificates(amina)
    assert second["renews"] == first["code"] == old.spelled_code
    assert [act["what"] for act in first["acts"]] == ["issued", "renewed"]
    assert first["acts"][1]["by"] == "Farida"
    assert first["acts"][1]["detail"] == new.code
