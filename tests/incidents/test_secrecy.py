"""After each step of a report's life, everything that is stored is searched for its words: nothing is in clear."""

import pickle
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.models import Helpline
from incidents import files, sealing, taking, team
from incidents.models import Attachment, Case, LogLine
from messaging.models import Message
from sample import groups
from tests import make
from tests.conftest import sign_in
from tests.incidents.conftest import PASSPHRASE, at_desk, reported
from tests.incidents.papers import SECRET, photo, sound
from tests.incidents.test_report_sealed import sealed_on_phone

PHOTO = files.Stripped("photo-tururu.jpg", "image/jpeg", b"\xff\xd8 tururu in the picture")
SAID = {"what": "Tururu aliletwa Kilindini", "plate": "KXX 123Z", "reach": "0711 222 333", "county": "001"}
WORDS = (
    b"tururu",
    b"kilindini",
    b"kxx 123z",
    b"0711 222 333",
    b"zaidi ya hayo",
    b"noti ya siri",
    b"jibu la siri",
    b"makubaliano",
    PASSPHRASE.encode(),
)


def stored(folders, log):
    """Yield (where, bytes) of everything that is stored anywhere: tables, sessions, caches, files, and the log."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own names
            for row in cursor.fetchall():
                yield table, b"|".join(_as_bytes(value) for value in row)
    for session in Session.objects.all():
        yield "session", repr(session.get_decoded()).encode()
    for name in ("default", "pages"):
        for value in caches[name]._cache.values():
            yield f"cache {name}", repr(pickle.loads(value)).encode()  # noqa: S301 - our own
    for folder in folders:
        for path in Path(folder).rglob("*"):
            yield str(path), path.name.encode() + (path.read_bytes() if path.is_file() else b"")
    yield "log", log.text.encode()


def _as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


@pytest.fixture
def nothing_in_clear(caplog):
    """Return a check of everything, for these words and more."""
    caplog.set_level("DEBUG")

    def check(*more):
        words = [*WORDS, *more]
        folders = (settings.REPORTS_ROOT, settings.MEDIA_ROOT, settings.IMPORTS_ROOT, settings.PRINTS_ROOT)
        for where, data in stored(folders, caplog):
            found = [word for word in words if word.lower() in data.lower()]
            assert not found, f"{found} in {where}"

    return check


@pytest.fixture
def told(gathoni):
    """Return the receipt and the case of a report with a photo."""
    return reported(SAID, attached=[PHOTO], county="001")


@pytest.fixture
def service(db):
    return Helpline.objects.create(key="shelter", name_en="Shelter", need="shelter", status="confirmed")


def of(case):
    return f"/en/cases/{case.number}/"


def write(client, case, name, text, **more):
    values = {"do": name, f"{name}-text": text, **{f"{name}-{key}": value for key, value in more.items()}}
    assert client.post(of(case), values).status_code == 302


def test_the_search_finds_what_is_in_clear(nothing_in_clear, db):
    make.make_user(full_name="Tururu Kilindini")
    with pytest.raises(AssertionError):
        nothing_in_clear()


def test_a_report_is_stored_sealed(told, nothing_in_clear):
    nothing_in_clear(told[0].encode())


def test_the_form_of_the_page_leaves_nothing_either(client, gathoni, nothing_in_clear):
    client.post("/en/report/", SAID)
    assert Case.objects.exists()
    nothing_in_clear()


def test_what_a_phone_sealed_stays_sealed_through_opening_download_and_export(desk, nothing_in_clear):
    row = {"sealed": sealed_on_phone(team.current_key(), SAID), "key": team.current_key().pk, "token": "p1"}
    key = bytes(team.current_key().public_key)
    boxes = [SimpleUploadedFile("file", sealing.seal(key, data)) for data in (photo(), sound())]
    assert Client().post("/en/report/sealed/", row | {"files": boxes}).status_code == 200
    case, about = Case.objects.get(), (SECRET.encode(), b"photo-1", b"sound-2", b"file-1", b"image/jpeg", b"audio/ogg")
    nothing_in_clear(*about)
    desk.get(of(case))
    for attachment in Attachment.objects.all():
        answer = desk.get(f"/en/cases/files/{attachment.token}/")
        assert SECRET.encode() not in answer.content
        assert answer.headers["Content-Disposition"].startswith("attachment")
    html = desk.get(of(case) + "export/").content.decode()
    signed = re.search(r'name="signed" value="([^"]+)"', html)[1]
    assert desk.post(of(case) + "export/", {"signed": signed}).content[:2] == b"PK"
    nothing_in_clear(*about)
    assert not LogLine.objects.exclude(said="").filter(case_number=case.number).exists()


def test_what_officers_and_the_reporter_write_is_stored_sealed(desk, told, service, nothing_in_clear):
    receipt, case = told
    desk.get(of(case))
    nothing_in_clear(receipt.encode())
    taking.add(case, taking.Sent({"text": "Zaidi ya hayo"}, "add"), timezone.now())
    nothing_in_clear()
    write(desk, case, "note", "Noti ya siri")
    write(desk, case, "reply", "Jibu la siri")
    write(desk, case, "refer", "Makubaliano", service="shelter")
    desk.get(of(case))
    nothing_in_clear(receipt.encode())
    # To which service somebody was sent is known to the directory, and not to the case's rows.
    with connection.cursor() as cursor:
        cursor.execute("SELECT box FROM incidents_entry")
        assert not any(b"Shelter" in bytes(box) for (box,) in cursor.fetchall())


def test_a_download_and_an_export_leave_nothing_behind(desk, told, nothing_in_clear):
    _receipt, case = told
    desk.get(f"/en/cases/files/{case.entries.get().attachments.get().token}/")
    html = desk.get(of(case) + "export/").content.decode()
    passphrase = re.search(r'compare">([^<]+)<', html)[1]
    signed = re.search(r'name="signed" value="([^"]+)"', html)[1]
    assert desk.post(of(case) + "export/", {"signed": signed}).content[:2] == b"PK"
    nothing_in_clear(passphrase.encode())


def test_a_form_that_came_too_late_is_kept_in_the_page_alone(client, gathoni, told, nothing_in_clear):
    sign_in(client, gathoni.user, verified=True)
    answer = client.post(of(told[1]), {"do": "reply", "reply-text": "Jibu la siri"})
    assert "Jibu la siri" in answer.content.decode()
    nothing_in_clear()


def test_the_private_key_is_nowhere_while_it_is_unlocked(desk, told, gathoni, nothing_in_clear):
    desk.get(of(told[1]))
    nothing_in_clear(gathoni.private, gathoni.private.hex().encode())


def test_a_merge_and_a_new_key_leave_nothing_in_clear(desk, told, hamisi, nothing_in_clear):
    other = reported({"what": "Tururu tena"}, "other")[1]
    desk.post(of(other), {"do": "merge", "merge-number": told[1].number})
    write(desk, told[1], "reply", "Jibu la siri")
    desk.post("/en/cases/team/key/", {"confirmed": "yes", "passphrase": PASSPHRASE})
    nothing_in_clear()


def test_messages_say_only_that_something_arrived(told):
    assert {message.body for message in Message.objects.all()} == {
        "A report has arrived. https://salama.example/en/cases/"
    }


PAGES = ("case", "export", "case_log", "cases", "log", "file")


def addresses(case):
    token = case.entries.first().attachments.get().token
    for name in PAGES:
        args = [token] if name == "file" else [case.number] if name in ("case", "export", "case_log") else []
        yield reverse(f"incidents:{name}", args=args)


@pytest.mark.parametrize("who", ["learner", "manager", "trainer", "administrator", "officer who left"])
def test_others_find_no_such_pages(client, told, hamisi, who):
    make.make_root()
    groups.load([])
    person = {
        "learner": lambda: make.make_user(),
        "manager": lambda: make.make_operator(manager=make.make_user(role="manager")).managements.get().user,
        "trainer": lambda: make.make_user(username="eshe"),
        "administrator": lambda: make.make_user(username="farida", is_superuser=True),
        "officer who left": lambda: hamisi.user,
    }[who]()
    if who == "trainer":
        person.groups.add(Group.objects.get(name="Trainers"))
    type(hamisi).objects.filter(pk=hamisi.pk).update(left_at=timezone.now())
    sign_in(client, person, verified=True)
    for address in addresses(told[1]):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"passphrase": PASSPHRASE}).status_code == 404, address
    for text in _admin(client):
        assert "Tururu" not in text


def _admin(client):
    yield client.get("/admin/", follow=True).content.decode()
    yield client.get("/en/", follow=True).content.decode()


def test_an_officer_without_the_passphrase_reads_the_inbox_and_nothing_more(client, told, hamisi):
    sign_in(client, hamisi.user, verified=True)
    for address in addresses(told[1]):
        answer = client.get(address)
        assert b"Tururu" not in answer.content
        assert b"KXX" not in answer.content
    assert client.get(of(told[1])).status_code == 302


def test_the_cookie_of_another_s_browser_opens_nothing(client, told, gathoni, hamisi):
    at_desk(client, gathoni)
    cookie = client.cookies["case_key_en"].value
    client.logout()
    sign_in(client, hamisi.user, verified=True)
    client.cookies["case_key_en"] = cookie
    assert client.get(of(told[1])).status_code == 302


def test_without_the_second_factor_there_is_nothing(client, told, gathoni):
    at_desk(client, gathoni)
    sign_in(client, gathoni.user)
    session = client.session
    session.pop("second_factor_until", None)
    session.save()
    for address in addresses(told[1]):
        assert client.get(address).url.startswith("/en/second-factor/"), address


def test_a_key_with_large_letters_in_it_would_be_found(nothing_in_clear, db):
    make.make_user(full_name="Kitu ABCxyz")
    with pytest.raises(AssertionError):
        nothing_in_clear(b"ABCxyz")
