"""One case as an encrypted archive."""

import json
import re
from io import BytesIO

import pytest
import pyzipper

from incidents import files
from incidents.models import LogLine
from tests.incidents.conftest import reported

PHOTO = files.Stripped("photo-1.jpg", "image/jpeg", b"\xff\xd8 of a lorry")


@pytest.fixture
def case(gathoni):
    return reported({"what": "Mtoto kwenye lori"}, attached=[PHOTO])[1]


def download(client, case):
    html = client.get(f"/en/cases/{case.number}/export/").content.decode()
    passphrase = re.search(r'compare">([^<]+)<', html)[1]
    signed = re.search(r'name="signed" value="([^"]+)"', html)[1]
    return passphrase, client.post(f"/en/cases/{case.number}/export/", {"signed": signed})


def test_the_archive_opens_with_the_passphrase_that_was_shown(desk, case):
    passphrase, answer = download(desk, case)
    with pyzipper.AESZipFile(BytesIO(answer.content)) as archive:
        archive.setpassword(passphrase.encode())
        assert set(archive.namelist()) == {"report.txt", "report.json", "log.txt", "file-1.jpg"}
        assert "Mtoto kwenye lori" in archive.read("report.txt").decode()
        assert json.loads(archive.read("report.json"))["entries"][0]["said"] == {"what": "Mtoto kwenye lori"}
        assert archive.read("file-1.jpg") == PHOTO.data
        assert "exported" in archive.read("log.txt").decode()
    assert answer["Content-Disposition"] == f'attachment; filename="case-{case.number}.zip"'


def test_the_archive_opens_with_no_other_passphrase_and_shows_nothing(desk, case):
    _passphrase, answer = download(desk, case)
    assert b"Mtoto" not in answer.content
    assert b"photo" not in answer.content
    with pyzipper.AESZipFile(BytesIO(answer.content)) as archive:
        archive.setpassword(b"another")
        with pytest.raises(RuntimeError):
            archive.read("report.txt")


def test_the_passphrase_is_not_in_the_download_and_a_new_one_comes_each_time(desk, case):
    passphrase, answer = download(desk, case)
    assert passphrase.encode() not in answer.content
    assert passphrase not in str(answer.headers)
    assert download(desk, case)[0] != passphrase


def test_an_export_is_logged(desk, case):
    download(desk, case)
    assert LogLine.objects.filter(act="exported", case_number=case.number).count() == 1


@pytest.mark.parametrize("signed", ["", "weak", "weak:1tsuq4:x"])
def test_a_passphrase_that_was_not_made_here_is_not_taken(desk, case, signed):
    answer = desk.post(f"/en/cases/{case.number}/export/", {"signed": signed})
    assert answer["Content-Type"].startswith("text/html")
    assert not LogLine.objects.filter(act="exported").exists()


def test_what_is_lost_is_named_and_the_rest_is_there(desk, case):
    files.remove(case.entries.get().attachments.get().token)
    passphrase, answer = download(desk, case)
    with pyzipper.AESZipFile(BytesIO(answer.content)) as archive:
        archive.setpassword(passphrase.encode())
        assert archive.read("files-missing.txt") == b"file-1"
