"""The pages for importing and exporting: nothing is saved before it was seen, and nothing twice."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.exchange import formats, plan, reading, views, waiting
from courses.exchange.applying import apply
from courses.exchange.forms import ImportForm
from courses.models import Question, Topic
from tests import make
from tests.conftest import sign_in
from tests.courses.exchange import samples

IMPORT, EXPORT = "/admin/questions/import/", "/admin/questions/export/"
GIFT = "::q-1::Who?{=A#Why ~B}\n\n::q-2::Is it?{T}\n"
MIXED = GIFT + "\n::q-3::Discuss <script>alert(1)</script>.{}\n"
COMPLETE = (
    "key,text_en,text_sw,option1_en,option1_sw,option1_right,option1_why_en,option1_why_sw,option2_en,option2_sw,"
    "option2_why_en,option2_why_sw\nk,Who?,Nani?,A,Aa,yes,w,s,B,Bb,w,s\n"
)


@pytest.fixture(autouse=True)
def topic(db):
    make.make_site()
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


def person(username="eshe", rights=("add", "change", "publish")):
    user = make.make_user(username=username, is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for right in rights:
        user.user_permissions.add(Permission.objects.get(codename=f"{right}_question"))
    return user


@pytest.fixture
def eshe(client):
    return sign_in(client, person(), verified=True)


def send(client, content=GIFT, name="a.gift", **fields):
    data = content if isinstance(content, bytes) else content.encode()
    fields = {"topic": "flags", "language": "en", "format": "", "file": SimpleUploadedFile(name, data)} | fields
    return client.post(IMPORT, {key: value for key, value in fields.items() if value is not None})


def seen(client, content=GIFT, **fields):
    """Send a file and look at the preview. Returns its address and the page."""
    address = send(client, content, **fields)["Location"]
    return address, client.get(address)


def confirm(client, address, page, **fields):
    return client.post(address, {"seen": page.context["seen"], "publish": "no"} | fields)


def test_a_file_is_shown_before_anything_is_saved(eshe):
    _address, page = seen(eshe, MIXED)
    text = page.content.decode()
    assert [count for _name, _label, count in page.context["counts"]] == [2, 0, 0, 1]
    assert "essay" in text
    assert "<script>alert" not in text
    assert not Question.objects.exists()


def test_what_was_confirmed_is_saved_as_drafts(eshe):
    address, page = seen(eshe)
    answer = confirm(eshe, address, page)
    assert answer["Location"] == reverse("wagtailsnippets_courses_question:list")
    assert list(Question.objects.values_list("key", "live")) == [("q-1", False), ("q-2", False)]
    assert Question.objects.first().latest_revision.user.username == "eshe"


def test_confirming_twice_saves_once_and_is_no_error(eshe):
    address, page = seen(eshe)
    confirm(eshe, address, page)
    again = confirm(eshe, address, page)
    assert (again.status_code, Question.objects.count()) == (302, 2)


def test_those_that_lack_nothing_are_published_where_that_was_chosen(eshe):
    address, page = seen(eshe, COMPLETE + "h,Half?,,A,,yes,,,B,,,\n", name="a.csv")
    assert page.context["complete"] == 1
    confirm(eshe, address, page, publish="yes")
    assert list(Question.objects.filter(live=True).values_list("key", flat=True)) == ["k"]


def test_who_may_not_publish_is_not_offered_it(client):
    sign_in(client, person("no-publisher", ("add", "change")), verified=True)
    address, page = seen(client, COMPLETE, name="a.csv")
    assert "publish" not in page.context["form"].fields
    confirm(client, address, page, publish="yes")
    assert not Question.objects.get().live


def test_refused_ones_are_left_out_only_where_that_was_chosen(eshe):
    address, page = seen(eshe, MIXED)
    answer = confirm(eshe, address, page)
    assert "Some are refused" in answer.content.decode()
    assert not Question.objects.exists()
    confirm(eshe, address, page, skip_refused="on")
    assert Question.objects.count() == 2


def test_a_bank_that_changed_meanwhile_is_shown_anew(eshe):
    address, page = seen(eshe)
    apply(plan.make(samples.make_file(samples.make_parsed("q-1", text="Other?")), "flags"))
    answer = confirm(eshe, address, page)
    assert "changed meanwhile" in answer.content.decode()
    assert Question.objects.count() == 1
    assert "Other?" in answer.content.decode()


def test_a_change_between_the_last_look_and_the_lock_is_shown_too(eshe, monkeypatch):
    address, page = seen(eshe)

    def too_late(*args, **kwargs):
        raise views.BankChanged

    monkeypatch.setattr(views, "apply", too_late)
    assert "changed meanwhile" in confirm(eshe, address, page).content.decode()


def test_what_is_in_the_bank_already_leaves_nothing_to_save(eshe):
    confirm(eshe, *seen(eshe))
    assert "nothing to save" in seen(eshe)[1].content.decode()


def test_pasted_text_is_read_and_its_format_found_out(eshe):
    for pasted, written_as in [
        (GIFT, "gift"),
        (COMPLETE, "csv"),
        ("<quiz><question type='essay'/></quiz>", "moodlexml"),
    ]:
        answer = send(eshe, file=None, pasted=pasted)
        assert eshe.get(answer["Location"]).context["upload"].format == written_as


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.gift", "empty"),
        (b"\0\1\2binary", "a.gift", "not a text file"),
        (b"<quiz>\n<b>", "a.xml", "Line 2"),
        (b"<!DOCTYPE q [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "a.xml", "hide an attack"),
        (b"PK\x03\x04junk", "a.xlsx", "not an Excel workbook"),
        (zipped({"xl/workbook.xml": b"0" * 9_000_000}), "a.xlsx", "unpacks to far more"),
        ("Swali? {T}".encode("utf-16-le"), "a.gift", "UTF-16"),
        (b"text_en,key\nWho?,k\n", "a.csv", "is missing"),
        (b"x" * (reading.LIMIT + 1), "a.gift", "larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_beside_the_field(eshe, content, name, words):
    answer = send(eshe, content, name)
    assert answer.status_code == 200
    assert words in " ".join(answer.context["form"].errors["file"])


class NeverRead:
    def read(self, *args):
        raise AssertionError("read")


def test_a_large_file_is_refused_by_its_size_before_it_is_read(topic):
    file = SimpleUploadedFile("a.gift", b"x")
    file.size, file.file = 50_000_000, NeverRead()
    form = ImportForm({"language": "en"}, {"file": file})
    assert "larger" in " ".join(form.errors["file"])


@pytest.mark.parametrize(
    "fields", [{"file": None}, {"pasted": "Who?{T}"}, {"topic": "none"}, {"format": "word"}, {"language": "fr"}]
)
def test_a_form_that_was_not_filled_in_well_keeps_what_was_typed(eshe, fields):
    answer = send(eshe, **fields)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)


def test_windows_1252_and_utf_16_are_read_and_said(eshe):
    for data, words in [("Who’s?{T}".encode("cp1252"), "Windows-1252"), ("Nani?{T}".encode("utf-16"), "UTF-16")]:
        assert words in seen(eshe, data)[1].content.decode()


def test_a_waiting_file_is_its_senders_alone_and_not_for_ever(eshe, client):
    address, _page = seen(eshe)
    (path,) = [path for path in Path(settings.IMPORTS_ROOT).iterdir() if time.time() - path.stat().st_mtime < 5][-1:]
    assert path.stat().st_mode & 0o077 == 0
    client.logout()
    sign_in(client, person("other"), verified=True)
    assert client.get(address).status_code == 302
    user = type("User", (), {"pk": 10**9})
    token = waiting.keep(waiting.Upload(b"x", "", "gift", "en", ""), user)
    old = time.time() - waiting.KEPT_SECONDS - 1
    os.utime(waiting._path(token, user), (old, old))
    assert waiting.find(token, user) is None


def test_nobody_fills_the_disk_with_waiting_files(db):
    user = type("User", (), {"pk": 10**9 + 1})
    tokens = [waiting.keep(waiting.Upload(b"x", "", "gift", "en", ""), user) for _ in range(waiting.MOST_WAITING + 2)]
    assert len([token for token in tokens if waiting.find(token, user)]) == waiting.MOST_WAITING
    assert waiting.find("../../etc/passwd", user) is None


@pytest.mark.parametrize("address", [IMPORT, EXPORT, f"{IMPORT}token/"])
@pytest.mark.parametrize("rights", [(), ("add",), ("change",)])
def test_who_may_not_write_questions_comes_nowhere(client, address, rights):
    sign_in(client, person("visitor", rights), verified=True)
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302


@pytest.mark.parametrize("written_as", ["gift", "moodlexml", "csv", "xlsx"])
def test_what_is_downloaded_can_be_imported_again(eshe, written_as):
    samples.load_bank()
    query = {"format": written_as, "language": "en", "topic": ""}
    page = eshe.get(EXPORT, query)
    assert page.context["exported"].count == Question.objects.count()
    answer = eshe.get(EXPORT, query | {"download": "1"})
    assert "attachment" in answer["Content-Disposition"]
    _address, page = seen(eshe, answer.content, name="a", format=written_as)
    assert page.context["counts"][2][2] == Question.objects.count()


def test_an_export_of_nonsense_is_a_form_with_errors(eshe):
    answer = eshe.get(EXPORT, {"format": "word", "topic": "none", "download": "1"})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)


def test_a_long_file_has_pages_and_asks_the_database_no_more_often(eshe, django_assert_max_num_queries):
    long = "\n\n".join(f"::q-{number}::Asked {number}?{{T}}" for number in range(150))
    address, page = seen(eshe, long)
    assert len(page.context["rows"]) == views.ROWS_ON_A_PAGE
    with django_assert_max_num_queries(25):
        assert len(eshe.get(f"{address}?p=2").context["rows"]) == 50
    assert eshe.get(f"{address}?show=refused&p=x").context["rows"] == []


@pytest.mark.parametrize("written_as", ["gift", "moodlexml", "csv", "xlsx"])
def test_a_text_with_control_characters_can_be_exported_and_read_again(eshe, topic, written_as):
    make.make_question("bad", topic)
    Question.objects.update(text_en="Bad\x0btext \x08here")
    query = {"format": written_as, "topic": topic.slug, "language": "en", "download": "1"}
    data = eshe.get(EXPORT, query).content
    assert formats.parse(data, written_as).questions[0].text["en"] == "Bad text here"
