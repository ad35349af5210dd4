"""What a phone sealed while it had no network: stored as it is, once, and answered with a receipt."""

import base64
import json

import pytest
from django.utils import timezone

from incidents import cases, sealing, team
from incidents.models import Case, Entry, KeyShare, TeamKey

SEALED = "/en/report/sealed/"
SAID = {"what": "Mtoto kwenye lori, Mtwapa", "now": "now", "language": "sw"}


def sealed_on_phone(key, said=SAID):
    return base64.b64encode(sealing.seal_said(key.public_key, said)).decode()


@pytest.fixture
def row(gathoni):
    key = team.current_key()
    return {"sealed": sealed_on_phone(key), "key": key.pk, "token": "p1"}


def send(client, row, **options):
    return client.post(SEALED, json.dumps(row), content_type="application/json", **options)


def test_it_is_stored_and_answered_with_a_receipt(client, row, gathoni):
    receipt = send(client, row).json()["receipt"]
    assert len(receipt.replace(" ", "")) == 16
    entry = Entry.objects.get()
    said = sealing.open_said(cases.private_key(entry.case, gathoni, gathoni.private), entry.box)
    assert said == {"sealed": row["sealed"], "key": row["key"]}
    private = team.private_key(gathoni, gathoni.private, TeamKey.objects.get(pk=said["key"]))
    assert sealing.open_said(private, base64.b64decode(said["sealed"])) == SAID


def test_sent_again_after_a_lost_answer_it_is_the_same_report(client, row):
    assert send(client, row).json() == send(client, row).json()
    assert Case.objects.count() == 1


def test_what_nobody_could_read_yet_is_put_before_what_can_wait(client, row):
    send(client, row)
    assert Case.objects.get().urgency == Case.Urgency.SOON


def test_a_phone_that_still_has_an_older_key_is_taken_too(client, row, gathoni):
    team.rotate(gathoni, gathoni.private, timezone.now())
    assert send(client, row).json()["receipt"]


@pytest.mark.parametrize(
    "change",
    [
        {"sealed": "!"},
        {"sealed": base64.b64encode(b"x" * 47).decode()},
        {"sealed": 5},
        {"key": 999},
        {"key": "1"},
        {"token": ""},
        {"token": "x" * 65},
        {"token": None},
    ],
)
def test_what_is_no_sealed_report_is_refused(client, row, change):
    assert send(client, row | change).status_code == 400
    assert not Case.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", "x" * 100_000])
def test_what_is_no_record_is_refused(client, row, body):
    assert client.post(SEALED, body, content_type="application/json").status_code == 400


def test_too_often_says_how_long_and_the_phone_keeps_it(client, row, settings):
    settings.REPORTS_PER_ADDRESS_PER_HOUR = 0
    response = send(client, row)
    assert response.status_code == 503
    assert "Too many reports" in response.json()["error"]


def test_it_comes_from_our_own_page_only(client, row):
    assert send(client, row, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_page_has_what_a_phone_seals_with(client, gathoni):
    page = client.get("/sw/report/").content.decode()
    public = base64.b64encode(bytes(team.current_key().public_key)).decode()
    assert f'data-public="{public}"' in page
    assert f'data-key="{team.current_key().pk}"' in page


def test_what_was_locked_with_a_key_that_is_lost_is_refused_with_a_word_of_its_own(client, row):
    KeyShare.objects.all().delete()
    response = send(client, row)
    assert response.status_code == 503
    assert "Write it again" in response.json()["error"]
    assert not Case.objects.exists()


def test_stored_before_the_key_was_lost_its_receipt_is_given_again(client, row):
    receipt = send(client, row).json()
    KeyShare.objects.all().delete()
    assert send(client, row).json() == receipt


@pytest.mark.parametrize("token", ["\ud800", "a\udfff"])
def test_a_token_with_half_a_sign_is_taken(client, row, token):
    assert send(client, row | {"token": token}).json()["receipt"]


@pytest.mark.parametrize("body", ["[" * 90_000, '{"sealed":' * 9000])
def test_what_is_nested_too_deep_is_refused(client, db, body):
    assert client.post(SEALED, body, content_type="application/json").status_code == 400


def test_an_origin_that_is_no_address_is_from_elsewhere(client, row):
    assert send(client, row, headers={"Origin": "http://["}).status_code == 403
