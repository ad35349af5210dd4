"""Photos and sounds that a phone sealed: stored as they came, once, and made anew when an officer downloads them."""

import re
from io import BytesIO

import pytest
import pyzipper
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from incidents import files, sealing, sounds, team
from incidents.models import Attachment, Case, KeyShare
from tests.incidents.conftest import reported
from tests.incidents.papers import SECRET, photo, sound, video
from tests.incidents.test_report_sealed import SEALED, sealed_on_phone


def locked(data):
    return sealing.seal(team.current_key().public_key, data)


def send(client, *boxes, **changes):
    """Send one report as a phone does, with these sealed files."""
    row = {"sealed": sealed_on_phone(team.current_key()), "key": team.current_key().pk, "token": "p1"} | changes
    return client.post(SEALED, row | {"files": [SimpleUploadedFile("file", box) for box in boxes]})


def download(desk, attachment=None):
    return desk.get(f"/en/cases/files/{(attachment or Attachment.objects.get()).token}/", follow=True)


def name_of(answer):
    return re.search(r'filename="([^"]+)"', answer.headers.get("Content-Disposition", ""))[1]


@pytest.fixture
def few(settings):
    """Let a file have 2,000 bytes at most, and a report two files."""
    settings.REPORT_FILE_BYTES, settings.REPORT_FILES = 2000, 2


def test_what_is_stored_tells_neither_the_platform_nor_a_copy_of_it_anything(client, gathoni, settings):
    assert send(client, locked(photo())).json()["receipt"]
    (path,) = settings.REPORTS_ROOT.iterdir()
    assert SECRET.encode() not in path.read_bytes()
    case_key = sealing.open_box(
        team.private_key(gathoni, gathoni.private, team.current_key()), Case.objects.get().sealed_key
    )
    assert SECRET.encode() not in sealing.open_box(case_key, path.read_bytes())


def test_an_officer_downloads_what_was_sent_made_anew(desk, client):
    send(client, locked(photo(turned=6)), locked(sound()))
    first, second = (download(desk, one) for one in Attachment.objects.all())
    assert (name_of(first), name_of(second)) == ("photo-1.jpg", "sound-2.ogg")
    assert Image.open(BytesIO(first.content)).size == (20, 40)
    assert not any(SECRET.encode() in answer.content for answer in (first, second))


def test_the_page_says_that_the_phone_locked_it_and_how_large_it_is(desk, client):
    send(client, locked(b"x" * 1024))
    page = desk.get(f"/en/cases/{Case.objects.get().number}/").content.decode().replace("\xa0", " ")
    assert "file-1" in page
    assert "locked on the phone · 1.0 KB" in page


@pytest.mark.parametrize("data", [b"<script>alert(1)</script>", video(), b"x"])
def test_what_would_not_have_been_taken_is_not_given_out(desk, client, data):
    send(client, locked(data))
    answer = download(desk)
    assert "no photo and no sound" in answer.content.decode()
    assert "Content-Disposition" not in answer.headers


def test_a_photo_with_too_many_dots_is_not_given_out(desk, client, monkeypatch):
    monkeypatch.setattr("incidents.photos.MOST_PIXELS", 799)
    send(client, locked(photo()))
    assert "no photo and no sound" in download(desk).content.decode()
    monkeypatch.setattr("incidents.photos.MOST_PIXELS", 800)
    assert name_of(download(desk)) == "photo-1.jpg"


def test_of_a_sound_that_is_too_long_the_beginning_is_given_out(desk, client, monkeypatch):
    monkeypatch.setattr("incidents.sounds.MOST_SECONDS", 60)
    send(client, locked(sound(seconds=61)))
    answer = download(desk)
    assert name_of(answer) == "sound-1-first-1-minutes.ogg"
    assert files.strip(answer.content, 1).type == "audio/ogg"
    with pytest.raises(sounds.TooLong):
        files.strip(sound(seconds=61), 1)


def test_what_is_no_sealed_box_says_so_and_the_rest_of_the_case_opens(desk, client):
    send(client, b"x" * 100, locked(photo()))
    first, second = Attachment.objects.all()
    assert "gone or damaged" in download(desk, first).content.decode()
    assert name_of(download(desk, second)) == "photo-2.jpg"


def test_after_a_change_of_the_key_it_still_opens(desk, client, gathoni):
    send(client, locked(photo()))
    team.rotate(gathoni, gathoni.private, timezone.now())
    assert name_of(download(desk)) == "photo-1.jpg"


def test_a_case_is_exported_with_what_a_phone_locked_made_anew(desk, client):
    send(client, locked(photo()), locked(b"x"))
    of = f"/en/cases/{Case.objects.get().number}/export/"
    html = desk.get(of).content.decode()
    signed, words = re.search(r'name="signed" value="([^"]+)"', html)[1], re.search(r'compare">([^<]+)<', html)[1]
    with pyzipper.AESZipFile(BytesIO(desk.post(of, {"signed": signed}).content)) as zipped:
        zipped.setpassword(words.encode())
        assert SECRET.encode() not in zipped.read("file-1.jpg")
        assert zipped.read("files-missing.txt") == b"file-2"
        assert b"[file-1, locked on the phone]" in zipped.read("report.txt")


def test_sent_again_after_a_lost_answer_it_is_one_report_with_its_files_once(client, gathoni):
    boxes, words = [locked(photo())], sealed_on_phone(team.current_key())
    assert send(client, *boxes, sealed=words).json() == send(client, *boxes, sealed=words).json()
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)


def test_the_largest_file_that_may_be_sent_may_be_sealed_too(client, gathoni, few):
    assert send(client, locked(b"x" * 2000)).status_code == 200
    assert send(client, locked(b"x" * 2001), token="p2").status_code == 400
    assert Case.objects.count() == 1


def test_as_many_files_as_a_report_may_have_and_no_more(client, gathoni, few):
    assert send(client, locked(b"x"), locked(b"x"), locked(b"x")).status_code == 400
    assert send(client, locked(b"x"), locked(b"x")).status_code == 200


@pytest.mark.parametrize("box", [b"", b"x" * 48])
def test_what_is_too_short_for_a_seal_is_refused(client, gathoni, box):
    assert send(client, box).status_code == 400
    assert send(client, box + b"x" * 49).status_code == 200


@pytest.mark.parametrize("change", [{"key": "one"}, {"key": ""}, {"key": 999}, {"sealed": "!"}, {"token": ""}])
def test_a_form_that_is_no_sealed_report_is_refused(client, gathoni, change):
    assert send(client, locked(photo()), **change).status_code == 400
    assert not Case.objects.exists()


def test_what_was_locked_with_a_lost_key_is_refused_with_its_files(client, gathoni):
    KeyShare.objects.all().delete()
    assert send(client, locked(photo())).status_code == 503
    assert not Attachment.objects.exists()


def test_a_file_sent_online_is_given_out_as_it_was_stored(desk):
    reported(attached=[files.Stripped("photo-1.jpg", "image/jpeg", b"\xff\xd8 as it is")])
    assert download(desk).content == b"\xff\xd8 as it is"
