"""What keeps a case from whoever can't open it, and one damaged part from shutting the rest."""

import json
import re
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
import pyzipper
from django.test import Client
from django.utils import timezone

from incidents import files, sealing, team
from incidents.models import Attachment, Case, Entry, LogLine, TeamKey
from tests.conftest import sign_in
from tests.incidents.conftest import PASSPHRASE, at_desk, reported

WORDS = "paka mbili tatu nne tano sita"
PHOTO = files.Stripped("photo-1.jpg", "image/jpeg", b"\xff\xd8 picture")


def of(case):
    return f"/en/cases/{case.number}/"


@pytest.fixture
def juma_without_key(client, juma, case):
    """Return the browser of an officer who has a passphrase, and whom nobody has given the team's key."""
    team.begin(juma, WORDS, timezone.now())
    juma.refresh_from_db()
    return at_desk(client, juma, WORDS)


ACTS = [
    {"do": "reply", "reply-text": "Where are you?"},
    {"do": "note", "note-text": "A note"},
    {"do": "change", "change-state": "closed", "change-urgency": "3", "change-assigned_to": ""},
    {"do": "close"},
]


@pytest.mark.parametrize("act", ACTS)
def test_an_officer_without_the_key_does_nothing_to_a_case(juma_without_key, case, act):
    answer = juma_without_key.post(of(case), act)
    assert "You do not hold the team" in answer.content.decode()
    case.refresh_from_db()
    assert (case.state, case.entries.count()) == ("new", 1)


def test_an_officer_without_the_key_merges_nothing(juma_without_key, case):
    other = reported({"what": "Pili"}, "b")[1]
    juma_without_key.post(of(case), {"do": "merge", "merge-number": other.number})
    case.refresh_from_db()
    assert case.merged_into is None


def lose_key_of(case):
    Case.objects.filter(pk=case.pk).update(team_key=TeamKey.objects.create(public_key=b"x" * 32, is_current=False))


def test_nothing_goes_into_a_case_that_can_not_be_opened(desk, case):
    lost = reported({"what": "Pili"}, "b")[1]
    lose_key_of(lost)
    page = desk.post(of(case), {"do": "merge", "merge-number": lost.number}).content.decode()
    assert "open that case" in page
    case.refresh_from_db()
    assert case.merged_into is None


def test_a_case_that_nobody_can_open_may_be_closed_and_nothing_else(desk, case):
    lose_key_of(case)
    assert "Close it unread" in desk.get(of(case)).content.decode()
    desk.post(of(case), {"do": "note", "note-text": "A note"})
    for _click in range(2):
        desk.post(of(case), {"do": "close"})
    case.refresh_from_db()
    assert (case.state, case.entries.count()) == ("closed", 1)
    assert "Close it unread" not in desk.get(of(case)).content.decode()


def test_where_one_officer_holds_the_key_another_may_not_close_unread(juma_without_key, case):
    assert "Close it unread" not in juma_without_key.get(of(case)).content.decode()


@pytest.mark.parametrize("inner", [b"[" * 60_000, b'{"a":' * 11_000, b"[]", b"5", b"{", b'{"what": [[]'])
def test_whatever_a_stranger_seals_the_case_opens(desk, inner):
    page = desk.get(of(sealed_by_stranger(inner)))
    assert page.status_code == 200
    assert "This part can" in page.content.decode()


def test_half_a_sign_is_shown_as_a_question_mark(desk):
    page = desk.get(of(sealed_by_stranger(b'{"what": "Basi \\ud800", "\\ud800": "x"}')))
    assert "Basi ?" in page.content.decode()


def sealed_by_stranger(inner):
    key = team.current_key()
    row = {"sealed": b64encode(sealing.seal(key.public_key, inner)).decode(), "key": key.pk, "token": "p"}
    Client().post("/en/report/sealed/", json.dumps(row), content_type="application/json")
    return Case.objects.get()


def test_a_damaged_attachment_leaves_the_words_and_the_other_files(desk):
    case = reported(attached=[PHOTO, PHOTO])[1]
    Attachment.objects.filter(pk=Attachment.objects.first().pk).update(box=b"junk")
    page = desk.get(of(case)).content.decode()
    assert "Mtoto kwenye lori" in page
    assert page.count("photo-1.jpg") == 1
    assert "damaged: 1" in page


def test_a_damaged_case_does_not_keep_the_key_from_being_changed(desk, case):
    damaged = reported({"what": "Pili"}, "b")[1]
    Case.objects.filter(pk=damaged.pk).update(sealed_key=b"junk" * 20)
    page = desk.post("/en/cases/team/key/", {"confirmed": "yes", "passphrase": PASSPHRASE}, follow=True)
    assert "stay as they are, and can&#x27;t be opened: 1" in page.content.decode()
    case.refresh_from_db()
    assert case.team_key == team.current_key()


def test_without_damage_nothing_is_said_of_it(desk, case):
    page = desk.post("/en/cases/team/key/", {"confirmed": "yes", "passphrase": PASSPHRASE}, follow=True)
    assert "stay as they are" not in page.content.decode()


def test_a_damaged_file_is_named_in_the_archive_and_the_rest_is_exported(desk, settings):
    case = reported(attached=[PHOTO])[1]
    for path in Path(settings.REPORTS_ROOT).iterdir():
        path.write_bytes(b"junk")
    html = desk.get(of(case) + "export/").content.decode()
    signed, words = re.search(r'name="signed" value="([^"]+)"', html)[1], re.search(r'compare">([^<]+)<', html)[1]
    with pyzipper.AESZipFile(BytesIO(desk.post(of(case) + "export/", {"signed": signed}).content)) as zipped:
        zipped.setpassword(words.encode())
        assert zipped.read("files-missing.txt") == b"file-1"
        assert b"Mtoto" in zipped.read("report.txt")


def test_a_deactivated_officer_is_of_the_team_no_more(client, gathoni, hamisi):
    assert team.holders(team.current_key()) == [gathoni, hamisi]
    hamisi.user.is_active = False
    hamisi.user.save()
    assert team.holders(team.rotate(gathoni, gathoni.private, timezone.now())) == [gathoni]
    assert team.is_last_holder(gathoni)
    sign_in(client, gathoni.user, verified=True)
    assert "Hamisi" not in client.get("/en/cases/team/").content.decode()


def test_what_is_added_after_a_merge_stays_with_its_reporter_when_they_are_parted(desk):
    (_first, one), (receipt, other) = reported({"what": "Kwanza"}, "a"), reported({"what": "Pili"}, "b")
    desk.post(of(other), {"do": "merge", "merge-number": one.number})
    Case.objects.update(state="waiting", has_news=False)
    Client().post("/en/report/follow/", {"receipt": receipt, "add": "yes", "text": "Tatu", "token": "z"})
    assert Entry.objects.get(kind="addition").case == other
    assert list(Case.objects.values_list("state", "has_news")) == [("open", True)] * 2
    assert "Tatu" in desk.get(of(one)).content.decode()
    desk.post(of(one), {"do": "part", "number": other.number})
    assert "Tatu" in desk.get(of(other)).content.decode()
    assert "Tatu" not in desk.get(of(one)).content.decode()
    assert LogLine.objects.filter(act="opened", case_number=other.number).exists()
