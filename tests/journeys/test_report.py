"""Reporting in a browser: with and without JavaScript, in both languages, and gone at the press of a key."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from home.models import Helpline
from incidents import cases, receipts, sealing
from incidents.models import Attachment, Case, Entry
from tests import make
from tests.conftest import sign_in
from tests.incidents.conftest import gathoni, reports_folder
from tests.incidents.papers import photo
from tests.journeys.conftest import PHONE, fits_the_screen, wait_until_answered

pytestmark = pytest.mark.browser
__all__ = ["gathoni", "reports_folder"]
WORDS = "Mtoto kwenye lori, Mtwapa"
RECEIPT = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
ELSEWHERE = "https://elsewhere.example/"


@pytest.fixture
def open_phone(chromium, live_server, gathoni, settings):
    """Return a function that opens a phone of 360 x 640 beside which the case team is at work."""
    settings.BASE_URL, settings.QUICK_EXIT_URL = live_server.url, ELSEWHERE
    make.make_site()
    numbers = [{"type": "call", "value": "999"}]
    numbers = Helpline._meta.get_field("numbers").to_python(numbers)
    Helpline.objects.create(
        key="police", name_en="Police", name_sw="Polisi", need="danger", status="confirmed", numbers=numbers
    )
    contexts = []

    def open_one(language="en", javascript=True, **options):
        options = {"viewport": PHONE, "java_script_enabled": javascript, "base_url": live_server.url} | options
        context = chromium.new_context(**options)
        context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="Elsewhere", content_type="text/html"))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"/{language}/report/")
        return page

    yield open_one
    for context in contexts:
        context.close()
    wait_until_answered()


def said_by(entry, officer):
    return sealing.open_said(cases.private_key(entry.case, officer, officer.private), entry.box)


def is_accessible(page):
    return not Axe().run(page).response["violations"]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_report_is_sent_followed_and_added_to(open_phone, gathoni, language, javascript):
    page = open_phone(language, javascript)
    assert page.locator("a[href='tel:999']").first.bounding_box()["y"] < PHONE["height"]
    page.locator("#id_what").fill(WORDS)
    page.locator("label.pick").first.click()
    page.locator("#id_files").set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.locator("#report .button").click()
    page.wait_for_selector("#received")
    receipt = RECEIPT.search(page.locator(".receipt").inner_text())[0]
    case = Case.objects.get()
    assert (case.urgency, Attachment.objects.count()) == (1, 1)
    assert said_by(Entry.objects.get(), gathoni) == {"what": WORDS, "now": "now", "language": language}
    cases.write(case, Entry.Kind.REPLY, {"text": "Asante. Wapi?"}, gathoni, case.arrived_at)
    page.locator("a.button[href$='/report/follow/']").click()
    page.locator("#id_receipt").fill(receipt)
    page.locator("form .button").click()
    expect(page.locator(".reply")).to_contain_text("Asante. Wapi?")
    page.locator("#id_text").fill("Nyeupe")
    page.locator("form .button").click()
    expect(page.locator(".note[role=status]")).to_be_visible()
    assert said_by(Entry.objects.latest("pk"), gathoni)["text"] == "Nyeupe"
    assert receipts.cleaned(receipt) not in page.url
    assert not page.context.cookies()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_what_is_typed_goes_along_to_the_other_language_and_enter_sends(open_phone, gathoni, javascript):
    page = open_phone("en", javascript)
    page.locator("#id_what").fill(WORDS)
    page.locator("label.pick").first.click()
    page.locator("#id_files").set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.locator("button.lang").click()
    page.wait_for_url("**/sw/report/")
    expect(page.locator("#id_what")).to_have_value(WORDS)
    expect(page.locator("#id_now_0")).to_be_checked()
    if javascript:
        assert page.locator("#id_files").evaluate("input => input.files.length") == 1
    else:
        expect(page.locator("#again")).to_be_visible()
    assert not Case.objects.exists()
    page.locator("#id_stage").press("Enter")
    page.wait_for_selector("#received")
    expect(page.locator("button.lang")).to_be_hidden()
    assert said_by(Entry.objects.get(), gathoni) == {"what": WORDS, "now": "now", "language": "sw"}


def test_with_nothing_typed_the_other_language_is_a_page_like_any(open_phone, gathoni):
    page = open_phone("sw")
    page.locator("button.lang").click()
    page.wait_for_url("**/en/report/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_page_fits_a_small_phone_and_everybody_can_use_it(open_phone, language, scheme):
    page = open_phone(language, viewport={"width": 320, "height": 568}, color_scheme=scheme)
    for step in ("form", "error", "received", "follow", "case"):
        if step in ("error", "received"):
            page.locator("#id_what").fill("" if step == "error" else WORDS)
            page.locator("#report .button").click()
            page.wait_for_selector("#not-sent" if step == "error" else "#received")
        if step == "follow":
            receipt = page.locator(".receipt").inner_text()
            page.goto(f"/{language}/report/follow/")
        if step == "case":
            page.locator("#id_receipt").fill(receipt)
            page.locator("form .button").click()
            page.wait_for_selector("#id_text")
        assert fits_the_screen(page), step
        assert is_accessible(page), step
        assert page.title() in ("Form", "Fomu")
        assert page.locator("#leave").bounding_box()["height"] >= 48


def test_what_was_typed_and_chosen_stays_after_a_mistake(open_phone):
    page = open_phone()
    page.locator("#id_stage").fill("Likoni")
    page.locator("#id_files").set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.locator("#report .button").click()
    expect(page.locator("#id_what_error")).to_be_visible()
    assert page.locator("#id_stage").input_value() == "Likoni"
    assert page.locator("#id_files").evaluate("input => input.files.length") == 1
    page.locator("#id_what").fill(WORDS)
    page.locator("#report .button").click()
    expect(page.locator("#received")).to_be_visible()
    assert Attachment.objects.count() == 1


def test_a_file_too_large_is_named_before_it_is_sent(open_phone, settings):
    settings.REPORT_FILE_BYTES = 100
    page = open_phone()
    page.locator("#id_what").fill(WORDS)
    page.locator("#id_files").set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.locator("#id_files_error")).to_be_visible()
    page.locator("#report .button").click()
    assert not Case.objects.exists()


class TestLeaving:
    def test_the_button_leads_away_and_the_way_back_does_not_lead_here(self, open_phone):
        page = open_phone()
        before = page.evaluate("history.length")
        page.locator("#leave").click()
        page.wait_for_url(ELSEWHERE)
        assert page.evaluate("history.length") == before

    def test_escape_twice_does_too_from_within_a_field(self, open_phone):
        page = open_phone()
        page.locator("#id_what").fill(WORDS)
        page.keyboard.press("Escape")
        assert "/report/" in page.url
        page.keyboard.press("Escape")
        page.wait_for_url(ELSEWHERE)

    def test_two_presses_far_apart_stay(self, open_phone):
        page = open_phone()
        page.keyboard.press("Escape")
        page.wait_for_timeout(2100)
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        assert "/report/" in page.url

    def test_without_javascript_the_button_is_a_link(self, open_phone):
        page = open_phone(javascript=False)
        page.locator("#leave").click()
        page.wait_for_url(ELSEWHERE)

    def test_it_is_in_reach_wherever_one_has_scrolled_to(self, open_phone):
        page = open_phone()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert page.locator("#leave").bounding_box()["y"] >= 0


def test_nobody_signed_in_is_known_and_no_request_leaves_the_site(open_phone, amina, client, live_server):
    page = open_phone()
    session = sign_in(client, amina).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/report/")
    assert "Amina" not in page.content()
    page.locator("#id_what").fill(WORDS)
    page.locator("#report .button").click()
    expect(page.locator("#received")).to_be_visible()
    assert [cookie["value"] for cookie in page.context.cookies()] == [session]
    assert all(url.startswith((live_server.url, "data:")) for url in asked)
