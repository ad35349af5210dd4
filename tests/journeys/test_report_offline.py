"""Reporting without a network: sealed on the phone, told, wiped or sent; the server opens what a browser sealed."""

import base64
import json

import pytest
from playwright.sync_api import expect

from incidents import receipts, sealing, taking, team
from incidents.models import Case, TeamKey
from tests.conftest import sign_in
from tests.incidents.conftest import gathoni, reports_folder
from tests.journeys.test_report import RECEIPT, WORDS, open_phone
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser
__all__ = ["gathoni", "open_phone", "reports_folder"]
KEPT = "JSON.parse(localStorage.getItem('kept-forms') || '[]')"


def write_without_network(page, words=WORDS):
    page.locator("#id_what").fill(words)
    until(page, "window.sealedBox")
    page.context.set_offline(True)
    page.locator("#report .button").click()
    expect(page.locator("#waiting")).to_be_visible()


def opened(row, officer):
    key = TeamKey.objects.get(pk=row["key"])
    return sealing.open_said(team.private_key(officer, officer.private, key), base64.b64decode(row["sealed"]))


def test_it_waits_locked_and_is_sent_when_the_network_is_back(open_phone, gathoni):
    page = open_phone("sw")
    page.locator("label.pick").first.click()
    write_without_network(page)
    (row,) = page.evaluate(KEPT)
    assert opened(row, gathoni) == {"what": WORDS, "now": "now", "language": "sw"}
    assert "Mtwapa" not in page.evaluate("JSON.stringify(localStorage)")
    assert page.locator("#id_what").input_value() == ""
    assert not Case.objects.exists()
    page.context.set_offline(False)
    page.locator("#came-show").wait_for()
    page.reload()
    assert not RECEIPT.search(page.locator("main").inner_text())
    page.locator("#came-show").click()
    receipt = RECEIPT.search(page.locator("#came-receipts").inner_text())[0]
    assert taking.find(receipts.derive(receipts.cleaned(receipt))) == Case.objects.get()
    assert page.evaluate("localStorage.length") == 0
    expect(page.locator("#waiting")).to_be_hidden()


@pytest.mark.parametrize("length", [1, 255, 256, 257, 5000])
def test_the_server_opens_what_a_browser_sealed_of_whatever_length(open_phone, gathoni, length):
    page = open_phone()
    words = ("ĩũ😀" * length)[:length].encode().decode("utf-8", "ignore")
    write_without_network(page, words)
    (row,) = page.evaluate(KEPT)
    assert opened(row, gathoni)["what"] == words.strip()
    assert (len(base64.b64decode(row["sealed"])) - 48) % 256 == 0


def test_it_can_be_wiped(open_phone):
    page = open_phone()
    write_without_network(page)
    page.locator("#waiting-wipe").click()
    expect(page.locator("#waiting")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_that_got_lost_leaves_one_report(open_phone):
    page = open_phone()
    write_without_network(page)
    (row,) = page.evaluate(KEPT)
    page.context.set_offline(False)
    page.locator("#came-show").click()
    page.evaluate(f"localStorage.setItem('kept-forms', {json.dumps(json.dumps([row]))})")
    page.reload()
    page.locator("#came-show").click()
    assert Case.objects.count() == 1


def test_where_it_is_refused_it_stays_and_the_page_says_why(open_phone, settings):
    page = open_phone()
    write_without_network(page)
    settings.REPORTS_PER_ADDRESS_PER_HOUR = 0
    page.context.set_offline(False)
    expect(page.locator("#waiting-error")).to_contain_text("Too many reports")
    assert len(page.evaluate(KEPT)) == 1


def test_one_that_is_refused_keeps_none_of_the_others(open_phone):
    page = open_phone()
    write_without_network(page)
    (row,) = page.evaluate(KEPT)
    rows = [row | {"sealed": "!", "token": "spoilt"}, row]
    page.evaluate(f"localStorage.setItem('kept-forms', {json.dumps(json.dumps(rows))})")
    page.context.set_offline(False)
    page.locator("#came-show").click()
    expect(page.locator("#waiting-error")).to_contain_text("no report that can be read")
    assert [one["token"] for one in page.evaluate(KEPT)] == ["spoilt"]


@pytest.mark.parametrize("status", [400, 500, 503])
def test_where_the_server_breaks_it_is_kept_locked_and_the_page_says_so(open_phone, status):
    page = open_phone()
    page.route("**/en/report/", lambda route: route.fulfill(status=status, body="<main>broken</main>"))
    page.locator("#id_what").fill(WORDS)
    until(page, "window.sealedBox")
    page.locator("#report .button").click()
    expect(page.locator("#waiting")).to_be_visible()
    assert len(page.evaluate(KEPT)) == 1
    expect(page.locator("#told")).to_contain_text("The server could not take it")
    assert "No network" not in page.locator("main").inner_text()
    assert page.locator("#told a[href='tel:999']").is_visible()


def test_a_sealed_one_that_the_server_can_not_take_says_so(open_phone):
    page = open_phone()
    write_without_network(page)
    page.route("**/report/sealed/", lambda route: route.fulfill(status=502, body="<p>broken"))
    page.context.set_offline(False)
    expect(page.locator("#waiting-error")).to_contain_text("The server could not take it")
    assert len(page.evaluate(KEPT)) == 1


def test_what_is_too_much_stays_in_the_form(open_phone):
    page = open_phone()
    page.route("**/en/report/", lambda route: route.fulfill(status=413, body="<main>too much</main>"))
    page.locator("#id_what").fill(WORDS)
    page.locator("#report .button").click()
    expect(page.locator("#told")).to_contain_text("too much to be read")
    assert page.locator("#id_what").input_value() == WORDS


def test_what_is_refused_for_where_it_comes_from_is_sent_by_the_browser_itself(open_phone):
    page = open_phone()
    page.route(
        "**/en/report/",
        lambda route: (
            route.continue_() if route.request.is_navigation_request() else route.fulfill(status=403, body="<main>no")
        ),
    )
    page.locator("#id_what").fill(WORDS)
    page.locator("#report .button").click()
    expect(page.locator("#received")).to_be_visible()
    assert Case.objects.count() == 1


def test_the_receipt_can_be_wiped_unseen(open_phone):
    page = open_phone()
    write_without_network(page)
    page.context.set_offline(False)
    page.locator("#came-wipe").click()
    expect(page.locator("#came")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_that_is_cut_off_makes_one_report_with_one_receipt(open_phone):
    page = open_phone()

    def cut(route):
        route.fetch()
        route.abort()

    page.route("**/en/report/", cut)
    page.locator("#id_what").fill(WORDS)
    until(page, "window.sealedBox")
    page.locator("#report .button").click()
    expect(page.locator("#waiting")).to_be_visible()
    assert Case.objects.count() == 1
    page.locator("#waiting-send").click()
    page.locator("#came-show").click()
    receipt = RECEIPT.search(page.locator("#came-receipts").inner_text())[0]
    assert taking.find(receipts.derive(receipts.cleaned(receipt))) == Case.objects.get()


def test_what_can_not_be_kept_stays_in_the_form(open_phone):
    page = open_phone()
    page.evaluate("void (Storage.prototype.setItem = () => { throw new Error('full') })")
    page.locator("#id_what").fill(WORDS)
    until(page, "window.sealedBox")
    page.context.set_offline(True)
    page.locator("#report .button").click()
    expect(page.locator("#told")).to_contain_text("can not keep it")
    assert page.locator("#id_what").input_value() == WORDS


def test_who_uses_the_app_opens_the_form_without_a_network(open_phone, amina, client, live_server, gathoni):
    page = open_phone()
    session = sign_in(client, amina).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/en/me/")
    until(page, "!!navigator.serviceWorker.controller")
    page.goto("/en/me/")
    until(page, "async () => !!(await caches.match('/sw/report/', { ignoreVary: true }))")
    page.context.set_offline(True)
    tokens = []
    for _visit in range(2):
        page.goto("/sw/report/")
        tokens.append(page.locator("[name=token]").input_value())
    assert len(set(tokens)) == 2
    page.locator("#id_what").fill(WORDS)
    page.locator("#report .button").click()
    expect(page.locator("#waiting")).to_be_visible()
    page.context.set_offline(False)
    page.locator("#came-show").click()
    assert Case.objects.count() == 1
