"""What makes the platform an app: worker, manifest, and the page for where there is no network."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from home import app, packing, page_cache
from home.models import Helpline
from tests import make
from tests.conftest import sign_in

pytestmark = pytest.mark.django_db


def script_of(client):
    return client.get("/sw.js").content.decode()


def build_of(client):
    return json.loads(re.search(r"const BUILD=(.*);importScripts", script_of(client))[1])


def test_the_worker_is_asked_for_afresh_each_time_and_costs_nothing_when_it_is_the_same(client):
    first = client.get("/sw.js")
    assert first["Content-Type"].startswith("text/javascript")
    assert first["Cache-Control"] == "no-cache"
    again = client.get("/sw.js", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_scripts_are_one_classic_script(client, tmp_path):
    script = client.get(app.app_address()).content.decode()
    assert not re.search(r"(^|[;}])(import|export)[ {(]", script)
    if node := shutil.which("node"):
        for name, text in (("app.js", script), ("sw.js", script_of(client))):
            (tmp_path / name).write_text(text)
            subprocess.run([node, "--check", str(tmp_path / name)], check=True)


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_each_source_is_a_module_by_itself(tmp_path):
    """In the pack, two functions of one name would be one; as a module the source would not even be read."""
    for source in packing.FOLDER.glob("*.js"):
        (tmp_path / "module.mjs").write_text(source.read_text())
        subprocess.run([shutil.which("node"), "--check", str(tmp_path / "module.mjs")], check=True)


def test_the_pack_has_no_syntax_newer_than_chromium_64():
    assert "catch{" not in packing.app()
    assert not re.search(r"\?\.[a-zA-Z\[(]|\?\?", re.sub(r"/[^/\n]+/[gimuy]*", "", packing.app()))


def test_the_scripts_are_kept_for_good_at_their_own_address_only(client):
    assert client.get(app.app_address())["Cache-Control"] == "public, max-age=31536000, immutable"
    earlier = client.get("/app.0123456789ab.js")
    assert (earlier.status_code, earlier["Cache-Control"]) == (200, "no-cache")
    assert earlier.content == client.get(app.app_address()).content


def test_the_worker_keeps_what_every_page_needs_and_more_for_courses_taken_along(client):
    build = build_of(client)
    assert {"/en/helplines/", "/sw/helplines/"} <= set(build["help"])
    assert app.app_address() in build["frame"]
    assert {"/en/offline/", "/sw/offline/", "/en/offline/quiz/", "/sw/offline/quiz/"} <= set(build["more"])
    for address in [*build["frame"], *build["help"], *build["more"]]:
        path = address.removeprefix("/static/")
        assert finders.find(path) if path != address else client.get(address).status_code == 200, address


def test_the_policy_of_kept_pages_is_the_one_that_the_server_sends(client):
    sent = client.get("/en/helplines/")["Content-Security-Policy"]
    assert sorted(sent.split("; ")) == build_of(client)["policy"].split("; ")


def test_a_new_helpline_changes_what_the_worker_says_but_not_what_it_does(client):
    before = build_of(client)
    Helpline.objects.create(
        key="new", name_en="New line", name_sw="Mpya", need="danger", status="confirmed",
        numbers=[{"type": "call", "value": "116"}],
    )  # fmt: skip
    page_cache.forget_now()
    after = build_of(client)
    assert after["says"] != before["says"]
    assert after["frame"] == before["frame"]


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_manifest_speaks_the_persons_language(client, language):
    client.cookies["django_language"] = language
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert (told["lang"], told["id"], told["start_url"]) == (language, "/", "/offline/?start")
    assert [one["url"] for one in told["shortcuts"]][1:] == [f"/{language}/me/certificates/", f"/{language}/helplines/"]


def test_every_icon_is_there_and_light(client):
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}
    assert "maskable" in {icon["purpose"] for icon in icons}
    for icon in icons:
        assert Path(finders.find(icon["src"].removeprefix("/static/"))).stat().st_size < 4000


@pytest.mark.parametrize(("address", "to"), [("/offline/?start", "/sw/me/"), ("/offline/", "/sw/offline/")])
def test_the_opened_app_leads_on_in_the_persons_language(client, address, to):
    client.cookies["django_language"] = "sw"
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, to)


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_page_for_no_network_is_the_same_for_everybody_and_has_the_helplines(client, amina, language):
    Helpline.objects.create(
        key="police", name_en="Police", name_sw="Polisi", need="danger", status="confirmed",
        numbers=[{"type": "call", "value": "999"}],
    )  # fmt: skip
    page_cache.forget_now()
    seen_by_visitor = client.get(f"/{language}/offline/").content
    assert b'href="tel:999"' in seen_by_visitor
    assert sign_in(client, amina).get(f"/{language}/offline/").content == seen_by_visitor
    assert b"csrf" not in seen_by_visitor


def test_a_page_says_to_the_worker_whose_it_is_and_a_visitors_says_nobody(client, amina):
    make.make_site()
    assert "Learner" not in client.get("/en/sign-in/")
    answer = sign_in(client, amina).get("/en/me/")
    assert answer["Learner"] == answer.cookies["learner"].value


def test_the_worker_does_not_depend_on_the_order_in_which_a_process_sets_up_its_policy():
    policy = app._build()["policy"].split("; ")
    assert policy == sorted(policy)
