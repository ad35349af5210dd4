"""Leaving the pages of reporting: whatever way back the browser has, it shows no word and no receipt."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from incidents import once, receipts, taking
from incidents.models import Case
from tests.incidents.conftest import gathoni, reports_folder
from tests.journeys.test_report import ELSEWHERE, RECEIPT, WORDS, open_phone

pytestmark = pytest.mark.browser
__all__ = ["gathoni", "open_phone", "reports_folder"]
HIDE = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture
def receipt(gathoni):
    return receipts.spelled(taking.take(taking.Sent({"what": WORDS}, "t1"), timezone.now()))


def follow(page, receipt):
    page.goto("/en/report/follow/")
    page.locator("#id_receipt").fill(receipt)
    page.locator("form .button").click()
    page.wait_for_selector("#id_text")


def test_writing_changing_the_language_and_leaving_takes_one_place_of_the_history(open_phone):
    page = open_phone()
    before = page.evaluate("history.length")
    page.locator("#id_what").fill(WORDS)
    page.locator("button.lang").click()
    page.wait_for_url("**/sw/report/")
    expect(page.locator("#id_what")).to_have_value(WORDS)
    expect(page.locator("html")).to_have_attribute("lang", "sw")
    page.locator("#leave").click()
    page.wait_for_url(ELSEWHERE)
    assert page.evaluate("history.length") == before


def test_the_empty_form_goes_to_the_other_language_and_back_in_one_place(open_phone):
    page = open_phone()
    before = page.evaluate("history.length")
    page.locator("button.lang").click()
    page.wait_for_url("**/sw/report/")
    page.locator(".links a").nth(1).click()
    page.wait_for_url("**/sw/report/follow/")
    assert page.evaluate("history.length") == before


def test_what_a_browser_keeps_whole_for_the_way_back_is_empty(open_phone):
    page = open_phone()
    page.locator("#id_what").fill(WORDS)
    page.evaluate(HIDE)
    assert page.locator("textarea").count() == 0
    page.evaluate(COME_BACK)
    expect(page.locator("#id_what")).to_have_value("")


def test_the_case_leaves_no_way_back_to_it(open_phone, receipt):
    page = open_phone()
    page.goto("/en/")
    follow(page, receipt)
    page.locator(".links a[href$='/helplines/']").click()
    page.wait_for_url("**/en/helplines/")
    page.go_back()
    page.wait_for_url("**/en/")
    assert not RECEIPT.search(page.content())


def test_a_case_that_a_browser_keeps_whole_asks_for_the_receipt_again(open_phone, receipt):
    page = open_phone()
    follow(page, receipt)
    page.evaluate(HIDE)
    assert not RECEIPT.search(page.content())
    page.evaluate(COME_BACK)
    expect(page.locator("#id_receipt")).to_have_value("")


def test_without_scripts_the_way_back_to_a_case_asks_for_the_receipt_again(open_phone, receipt, monkeypatch):
    monkeypatch.setattr(once, "AGAIN_SECONDS", 0)
    page = open_phone(javascript=False)
    follow(page, receipt)
    page.locator("#leave").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    expect(page.locator("body")).to_be_visible()
    assert receipt not in page.content()


def test_without_scripts_the_way_back_to_the_form_finds_it_empty(open_phone):
    page = open_phone(javascript=False)
    page.locator("#id_what").fill(WORDS)
    page.locator("#leave").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    expect(page.locator("#id_what")).to_have_value("")
    assert not Case.objects.exists()
