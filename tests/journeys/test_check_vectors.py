"""An officer's phone checks as Python does: its own modules in real browsers, old ones too, on one table."""

import json
import os
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from certificates import checking
from tests import certificate_vectors
from tests.old_browsers import fetch
from tests.old_browsers.phones import open_phone

pytestmark = pytest.mark.browser
FOLDER = settings.BASE_DIR / "lms" / "static" / "verify"
PAGE = '<!doctype html><title>Phone</title><link rel="icon" href="data:,"><script type="module" src="/run.js"></script>'
RUN = """
import { check, readKeys, readList, replaces } from "./check.js"
import { partsOf } from "./codes.js"
const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, "0")).join("")

async function run({ table, cases }) {
  const keys = {}, lists = { null: null }, answers = [], good = [], bad = []
  for (const name in table.keys) keys[name] = await readKeys(table.keys[name])
  for (const name in table.lists) lists[name] = await readList(table.lists[name], keys.all)
  for (const [text, base, key, list, built, now] of cases) {
    const said = await check(text, { base, keys: keys[key], list: lists[list], built }, now)
    answers.push([said.result, said.why, said.code, said.statement, said.statusSince, partsOf(text, base)[0]])
  }
  for (const { document } of table.good_lists) {
    const list = await readList(document, keys.all)
    good.push([hex(await crypto.subtle.digest("SHA-256", list.bits)), list.issued])
  }
  for (const { name, document } of table.bad_lists)
    await readList(document, keys.all).then(() => bad.push(name), error => error)
  return { answers, good, bad, replacing: table.replacing.map(one => replaces(lists[one.fresh], lists[one.kept])) }
}
fetch("/table.json").then(answer => answer.json()).then(run)
  .then(found => { window.found = found }, error => { window.found = `${error} ${error.stack}` })
"""


@cache
def table():
    return json.loads(certificate_vectors.FILE.read_text())


@cache
def cases():
    return list(certificate_vectors.cases(table()))


def asked(case):
    row = case.row
    return [case.text, row["base_url"], row["keys"], row["list"], row["built"], row["now"]]


class Server(BaseHTTPRequestHandler):
    """The modules at an address of this machine: there a page may use WebCrypto."""

    def do_GET(self):
        if self.path == "/":
            kind, body = "text/html", PAGE
        elif self.path == "/table.json":
            kind, body = "application/json", json.dumps({"table": table(), "cases": [*map(asked, cases())]})
        else:
            kind, body = "text/javascript", RUN if self.path == "/run.js" else (FOLDER / self.path[1:]).read_text()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module", params=["chromium", *fetch.NAMES])
def found(request, address):
    """What one of the browsers makes of the table."""
    if request.param == "chromium":
        page = request.getfixturevalue("chromium").new_page()
        page.goto(address)
        page.wait_for_function("window.found", timeout=60_000)
        answer = page.evaluate("window.found")
        page.close()
    else:
        answer = ask_old(request.param, address)
    assert isinstance(answer, dict), answer
    return answer


def ask_old(name, address):
    if not fetch.find(name):
        assert not os.environ.get("CI"), f"{name} is missing: python -m tests.old_browsers.fetch"
        pytest.skip(f"{name} is missing: python -m tests.old_browsers.fetch")
    phone = open_phone(name, address)
    try:
        phone.goto("/")
        phone.wait_until("window.found", 60)
        return phone.run("window.found")
    finally:
        phone.close()


def test_every_text_means_the_same(found):
    wrong = [
        (case.name, case.result, case.why, answer)
        for case, answer in zip(cases(), found["answers"], strict=True)
        if answer[:2] != [case.result, case.why]
    ]
    assert not wrong


def test_it_reads_the_same_code_statement_and_date_of_the_list(found):
    for case, (_result, _why, code, statement, since, code_in) in zip(cases(), found["answers"], strict=True):
        checked = checking.check(case.text, case.trust, case.now)
        said = checked.statement and checked.statement._asdict()
        assert (code, code_in, statement, since) == (checked.code, checked.code, said, checked.status_since), case.name


def test_it_reads_the_same_lists_and_refuses_the_same(found):
    ring = cases()[0].trust.ring
    lists = [checking.read_list(row["document"], ring) for row in table()["good_lists"]]
    read = [[row["sha256"], one.issued] for row, one in zip(table()["good_lists"], lists, strict=True)]
    assert found["good"] == read
    assert found["bad"] == []


def test_it_keeps_the_newer_list(found):
    assert found["replacing"] == [row["replaces"] for row in table()["replacing"]]
