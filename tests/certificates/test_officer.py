"""What the server gives an officer's phone: keys, list, courses, scripts, pages, and nothing loosened for them."""

import json
import re

import brotli
import pytest
from django.test import override_settings
from django.utils import timezone

from certificates import issuing, keys, publishing, revoking
from certificates.forms import CodeForm
from certificates.officer import packing
from home.models import Helpline
from tests import make

pytestmark = pytest.mark.django_db
KB = 1024
LANGUAGES = ("en", "sw")
PUBLISHED = ("keys", "status", "courses")
CODE = "7KQ2M9XWTD"


@pytest.fixture
def certificate(amina, course):
    return issuing.issue(make.make_enrolment(amina, course))


@pytest.fixture
def helplines(db):
    """As many as the sample programme has, their names as long."""
    names = (
        "Police emergency",
        "Child helpline",
        "DCI tip line, no name needed",
        "DCI",
        "Gender-based violence helpline",
    )
    for number, name in enumerate(names):
        numbers = [("call", f"{number}99"), ("call", "112")]
        Helpline.objects.create(
            key=name, name_en=name, name_sw=name, need="danger", numbers=numbers, status="confirmed", source="test"
        )


@pytest.mark.parametrize("name", PUBLISHED)
def test_anybodys_program_may_read_what_is_published_for_some_minutes(client, name):
    answer = client.get(f"/v/{name}.json")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert client.head(f"/v/{name}.json").content == b""
    assert client.post(f"/v/{name}.json").status_code == 405


@pytest.mark.parametrize("name", PUBLISHED)
def test_who_has_it_already_gets_no_second_copy(client, name):
    etag = client.get(f"/v/{name}.json")["ETag"]
    assert client.get(f"/v/{name}.json", headers={"If-None-Match": etag}).status_code == 304


def test_the_keys_are_a_set_that_this_platform_reads_again(client):
    answer = client.get("/v/keys.json")
    assert answer["Content-Type"] == "application/jwk-set+json"
    assert keys.from_jwks(answer.json()) == keys.load()
    assert "d" not in answer.json()["keys"][0]


def test_the_list_changes_with_a_revocation(client, certificate, django_capture_on_commit_callbacks):
    before = client.get("/v/status.json")
    with django_capture_on_commit_callbacks(execute=True):
        revoking.revoke(certificate, "cheating", "Farida", timezone.now())
    after = client.get("/v/status.json", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.json() == json.loads(publishing.newest().document) != before.json()


def test_the_courses_have_both_titles_by_number(client, certificate):
    assert list(client.get("/v/courses.json").json().values()) == [
        {"en": certificate.course_title_en, "sw": certificate.course_title_sw}
    ]


def test_without_a_key_the_answer_says_so(client, monkeypatch):
    def none():
        raise keys.NoKey("run rotate_signing_key")

    monkeypatch.setattr(keys, "load", none)
    for name in ("keys", "status"):
        answer = client.get(f"/v/{name}.json")
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert answer.content == b"No key can sign certificates now.\n"


def test_the_worker_may_stand_before_the_pages_of_the_check(client):
    answer = client.get("/v/sw.js")
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert answer["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize("name", packing.MADE)
def test_a_script_is_kept_for_good_at_its_own_address_only(client, name):
    assert "immutable" in client.get(packing.address(name))["Cache-Control"]
    assert client.get(f"/v/{name}.0123456789ab.js")["Cache-Control"] == "no-cache"


def test_a_script_that_is_none_of_ours_is_not_there(client):
    assert client.get("/v/other.0123456789ab.js").status_code == 404


def test_only_the_readers_own_thread_may_run_webassembly(client):
    policy = client.get(packing.address("reader"))["Content-Security-Policy"]
    assert policy == "default-src 'none'; script-src 'wasm-unsafe-eval'"
    for address in ("/en/verify/", packing.address("scan"), packing.address("check"), "/v/sw.js"):
        assert "unsafe" not in client.get(address)["Content-Security-Policy"]


def test_the_vendored_reader_is_as_large_as_the_page_says(client):
    files = [packing.VENDOR / "zxing_reader.wasm", packing.VENDOR / "reader.js"]
    assert sum(path.stat().st_size for path in files) <= 1_000_000
    sent = sum(len(brotli.compress(path.read_bytes())) for path in files)
    assert abs(sent - packing.READER_BYTES) < 1000
    assert f"{round(sent / KB)} kB" in client.get("/en/verify/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_app_of_officers_begins_with_the_check(client, language):
    found = client.get(f"/v/{language}.webmanifest").json()
    assert (found["id"], found["start_url"], found["lang"]) == ("/v/", f"/{language}/verify/", language)
    assert f"/v/{language}.webmanifest" in client.get(f"/{language}/verify/").content.decode()


def test_the_page_tells_its_script_what_to_keep_and_where_the_worker_stands(client):
    page = client.get("/en/verify/").content.decode()
    kept = re.search(r'data-keep="([^"]*)"', page)[1].split()
    assert {packing.address("check"), packing.address("scan"), "/static/css/site.css"} < set(kept)
    assert {"/en/verify/", "/sw/verify/"} < set(kept)
    assert 'data-scopes="/v/ /V/ /en/verify/ /sw/verify/"' in page
    assert all(client.get(address).status_code == 200 for address in kept)


def test_a_page_was_made_today_or_later(client):
    built = int(re.search(r'data-built="(\d+)"', client.get("/en/verify/").content.decode())[1])
    assert 0 <= timezone.now().timestamp() - built < 24 * 3600 + 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_all_scripts_for_checking_weigh_less_than_8_kb(client, helplines, language):
    page = client.get(f"/{language}/verify/").content.decode()
    without_scanner = re.sub(r'<div id="scanner".*?quiet weight".*?</div>\n', "", page, flags=re.DOTALL)
    assert "canvas" in page
    assert "canvas" not in without_scanner
    assert 'class="helplines"' in page
    sent = {"page": without_scanner.encode()}
    for address in (packing.address("check"), "/v/sw.js"):
        sent[address] = client.get(address).content
    weights = {name: len(brotli.compress(body)) for name, body in sent.items()}
    assert sum(weights.values()) < 8 * KB, weights


@override_settings(BASE_URL="https://salama.example")
@pytest.mark.parametrize(
    "typed",
    [
        f"HTTPS://SALAMA.EXAMPLE/V/{CODE}#12345678901234567",
        f"https://salama.example/v/{CODE}",
        f" salama.example/v/{CODE}/ ",
        f"https://salama.example/v/{CODE}?utm=x",
        "7kq2-m9x-wtd",
    ],
)
def test_a_pasted_address_of_ours_is_as_good_as_its_code(typed):
    form = CodeForm({"code": typed})
    assert form.is_valid()
    assert form.cleaned_data["code"].upper().replace("-", "") == CODE


@override_settings(BASE_URL="https://salama.example")
@pytest.mark.parametrize(
    "typed",
    [f"https://salama.example.org/v/{CODE}", f"https://salamaXexample/v/{CODE}", f"https://salama.example/x/{CODE}"],
)
def test_an_address_of_somewhere_else_is_refused_and_the_person_told(typed):
    assert "somewhere else" in str(CodeForm({"code": typed}).errors)


def test_a_pasted_address_shows_what_its_code_leads_to(client, certificate):
    answer = client.get("/en/verify/", {"code": certificate.qr_text})
    assert (answer.status_code, certificate.holder_name in answer.content.decode()) == (200, True)
