"""Static files as production serves them: hashed, compressed beforehand, kept for good."""

import base64
import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from benchmarks.server import environment
from home import packing
from lms.storage import StaticStorage

OURS = Path(settings.BASE_DIR, "lms", "static")
MODULES = [f"js/{path.name}" for path in (OURS / "js").glob("*.js")]
NAMES = ["css/site.css", "img/icon.svg", *MODULES]
_ASK = """
import base64, json, sys, django
from pathlib import Path
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0)
def ask(address, accepts):
    answer = Client().get(address, headers={"Accept-Encoding": accepts})
    body = base64.b64encode(b"".join(answer)).decode()
    return {"status": answer.status_code, "body": body, **answer.headers}
paths = {name: static(name) for name in sys.argv[1:]}
found = {name: [path, *(ask(path, accepts) for accepts in ("gzip, br", "gzip", ""))] for name, path in paths.items()}
found["bare"] = [str(path) for path in Path(settings.STATIC_ROOT).rglob("site.css*")]
found["favicon"] = ask("/favicon.ico", "")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """What a production server answers, by file: its address, then as asked with brotli, with gzip, with neither."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "static").mkdir()
    known = environment(folder, "benchmarks.settings_with_static")
    run = subprocess.run([sys.executable, "-c", _ASK, *NAMES], env=known, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def body_of(answer):
    return base64.b64decode(answer["body"])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_for_good_under_a_name_that_changes_with_it(served, name):
    path, answer, *_others = served[name]
    assert re.fullmatch(rf"/static/{re.escape(name.rpartition('.')[0])}\.[0-9a-f]{{12}}\.\w+", path)
    assert answer["status"] == 200
    assert "immutable" in answer["Cache-Control"]
    assert int(re.search(r"max-age=(\d+)", answer["Cache-Control"])[1]) >= 365 * 24 * 3600


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_compressed_beforehand_in_both_ways(served, name):
    _path, by_brotli, by_gzip, plain = served[name]
    assert [answer.get("Content-Encoding") for answer in (by_brotli, by_gzip, plain)] == ["br", "gzip", None]
    assert "Accept-Encoding" in by_brotli["Vary"]
    body = body_of(plain)
    assert brotli.decompress(body_of(by_brotli)) == gzip.decompress(body_of(by_gzip)) == body
    assert body_of(by_brotli) == brotli.compress(body)


def test_a_file_is_not_there_without_its_hash(served):
    assert served["bare"] == []


def test_the_small_icon_is_where_browsers_look_for_it(served):
    icon = served["favicon"]
    assert (icon["status"], len(body_of(icon)) < 600) == (200, True)
    assert icon["Content-Type"].startswith("image/")
    assert "max-age=86400" in icon["Cache-Control"]


@pytest.fixture
def store(tmp_path):
    """Return what becomes of these files: {name: words} -> {name: (hashed name, words)}."""

    def collect(files):
        for name, words in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words)
        storage = StaticStorage(location=str(tmp_path), base_url="/static/")
        for _name, _hashed, problem in storage.post_process({name: (storage, name) for name in files}):
            assert not isinstance(problem, Exception), problem
        return {name: (storage.stored_name(name), storage.open(storage.stored_name(name)).read()) for name in files}

    return collect


def test_what_only_people_read_is_left_out_of_the_learners_scripts(served):
    _path, *_compressed, plain = served["js/page.js"]
    assert b"// " not in body_of(plain)
    assert len(body_of(plain)) < len((OURS / "js" / "page.js").read_bytes()) * 0.7


def test_no_script_that_stands_alone_imports_another():
    """Their hashed names would not be known to it: what needs others belongs into the pack."""
    for name in packing.ALONE:
        assert not re.search(r"\bimport\b[^(]*[\"']\./", (OURS / "js" / name).read_text()), name


def test_scripts_that_others_have_packed_are_left_as_they_are(store):
    packed = 'import("./elsewhere.js");\n'
    assert store({"wagtailadmin/js/packed.js": packed})["wagtailadmin/js/packed.js"][1].decode() == packed
