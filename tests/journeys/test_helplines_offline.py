"""The helplines on the phone of whoever uses the app: in both languages, without a network, and never an old one."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from home import page_cache
from home.models import Helpline
from sample.people import AMINA
from tests.conftest import sign_in
from tests.journeys.conftest import fits_the_screen
from tests.journeys.test_any_phone import RULES
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser
ALL_KEPT = """async () => (await Promise.all(["/en/helplines/", "/sw/helplines/"].map((path) => caches.match(path))))
    .every(Boolean)"""

BOTH_SAY = """async (words) => {
    const kept = await Promise.all(["/en/helplines/", "/sw/helplines/"].map((path) => caches.match(path)));
    return (await Promise.all(kept.map((page) => page.text()))).every((page) => page.includes(words));
}"""

NEW_ONE_RULES = """async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.ready;
    return !installing && !waiting && active.state === "activated";
}"""


@pytest.fixture
def phone(open_phone, programme):
    """Amina's phone, with the app on it from her second page on."""
    page = open_phone("en", javascript=True)
    client = sign_in(Client(), User.objects.get(phone=AMINA))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": programme}])
    page.goto("/en/me/")
    page.evaluate("navigator.serviceWorker.ready")
    until(page, "!!navigator.serviceWorker.controller")
    page.goto("/en/me/")
    until(page, ALL_KEPT)
    return page


@pytest.mark.parametrize(("language", "said"), [("en", "In danger now"), ("sw", "Hatarini sasa hivi")])
def test_both_languages_are_there_without_a_network_although_neither_was_ever_opened(phone, language, said):
    phone.context.set_offline(True)
    phone.goto(f"/{language}/helplines/")
    expect(phone.locator("main h2").first).to_have_text(said)
    assert phone.locator("main a[href='tel:999']").is_visible()
    assert phone.locator("main a[href='tel:1195']").is_visible()
    box = phone.locator("main .services .numbers a").first.bounding_box()
    assert box["height"] >= 48, "it has its styles"
    assert fits_the_screen(phone)


def test_a_filter_without_a_network_shows_all_and_the_page_says_so(phone):
    phone.context.set_offline(True)
    phone.goto("/en/helplines/?need=child")
    expect(phone.locator("main")).to_contain_text(re.compile(r"All \d+ confirmed services are shown"))
    assert phone.locator("main a[href='tel:999']").is_visible()


def test_a_changed_number_shows_at_once_and_reaches_the_copy_on_the_phone(phone):
    phone.goto("/en/helplines/")
    line = Helpline.objects.get(key="child-helpline")
    line.numbers = [("call", "117")]
    line.save()
    page_cache.forget_now()
    phone.goto("/en/helplines/")
    assert phone.locator("html").get_attribute("data-kept") is None
    assert phone.locator("main a[href='tel:117']").is_visible()
    phone.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    until(phone, BOTH_SAY, "tel:117")
    until(phone, NEW_ONE_RULES)
    phone.goto("/en/me/")
    phone.context.set_offline(True)
    for language in ("en", "sw"):
        phone.goto(f"/{language}/helplines/")
        assert phone.locator("main a[href='tel:117']").is_visible(), phone.locator("main").inner_text()[:300]
        assert not phone.locator("main a[href='tel:116']").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_for_everybody_on_a_narrow_screen(open_phone, scheme):
    page = open_phone("en", javascript=True, color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/en/helplines/?need=danger&county=047", "/sw/helplines/", "/sw/helplines/?need=medical"):
        page.goto(address)
        faults = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        assert [fault["id"] for fault in faults] == []
        assert fits_the_screen(page)


def test_a_stranger_keeps_them_by_a_button_with_the_form_for_reports(open_phone, programme):
    page = open_phone("en", javascript=True)
    page.goto("/en/helplines/")
    page.locator("#keep-now").click()
    expect(page.locator("#keep-said")).to_contain_text("are on this phone", timeout=60_000)
    until(page, ALL_KEPT)
    until(page, "async () => !!(await caches.match('/sw/report/follow/', { ignoreVary: true }))")
    page.context.set_offline(True)
    for language in ("en", "sw"):
        page.goto(f"/{language}/helplines/")
        assert page.locator("main a[href='tel:999']").is_visible()
        for address in (f"/{language}/report/", f"/{language}/report/follow/"):
            page.goto(address)
            assert page.title() in ("Form", "Fomu")
    page.locator("#id_receipt").fill("1" * 16)
    page.locator("form .button").click()
    expect(page.locator("#cut")).to_be_visible()
    assert page.locator("#id_receipt").input_value() == "1" * 16


def test_nothing_is_kept_unasked(open_phone):
    page = open_phone("en", javascript=True)
    page.goto("/en/helplines/")
    expect(page.locator("#keep-now")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((found) => !found)")


def test_finding_works_without_scripts(open_phone):
    page = open_phone("en")
    page.goto("/en/helplines/")
    page.locator("main summary").click()
    page.get_by_label("What for").select_option("child")
    page.get_by_role("button", name="Show").click()
    assert "need=child" in page.url
    assert page.locator("main h3").all_inner_texts() == ["Child helpline"]
