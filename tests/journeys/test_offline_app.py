"""The installed app in a real browser, with the network cut: what shows, for whom, and what is never lost."""

import json

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from accounts.models import User
from courses.models import CoursePage
from home import packing
from tests import make
from tests.journeys.conftest import fits_the_screen, last_code
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser
AMINA, CHAUSIKU = "+254700000001", "+254700000003"
READY = "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


def let_in(page, phone):
    """Sign the person in on this phone, as the platform does once the code was right."""
    user = User.objects.get(phone=phone)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.UsernameBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": page.url_of_server}])


@pytest.fixture
def phone(open_phone, programme):
    """A phone with scripts, on which Amina has signed in and the app has settled. Returns its page."""
    page = open_phone("en", javascript=True, service_workers="allow")
    page.url_of_server = programme
    let_in(page, AMINA)
    page.goto("/en/me/")
    settle(page)
    return page


def press(page, selector):
    """Press what may be drawn again at any moment, at a moment when it is there."""
    until(page, "one => { const it = document.querySelector(one); if (it) it.click(); return !!it }", selector)


def settle(page):
    until(page, READY)
    learner = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}.get("learner", "")
    wait_for_setting(page, "learner", learner)


def wait_for_setting(page, name, value):
    page.evaluate(
        """async ([name, value]) => {
          const { setting } = await import("/static/js/store.js");
          const pause = () => new Promise((go) => setTimeout(go, 50));
          for (let n = 0; n < 100 && (await setting(name)) !== value; n++) await pause();
          if ((await setting(name)) !== value) throw new Error(`${name} is ${await setting(name)}`);
        }""",
        [name, value],
    )


def keep(page, store, row):
    page.evaluate(
        """async ([store, row]) => { const { put } = await import("/static/js/store.js"); await put(store, row); }""",
        [store, row],
    )


def an_attempt(page, **fields):
    """An attempt that waits on this phone, of whoever is signed in."""
    learner = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["learner"]
    row = {
        "ticket": "t-1", "learner": learner, "quiz": "none", "title": "A quiz", "version": "x", "language": "en",
        "paper": [], "questions": {}, "answers": {}, "state": "waiting", "startedAt": "2026-01-01T00:00:00Z",
        "handedInAt": "2026-01-01T00:10:00Z",
    }  # fmt: skip
    return row | fields


def test_the_browser_finds_nothing_that_stands_against_installing(phone):
    devtools = phone.context.new_cdp_session(phone)
    told = devtools.send("Page.getAppManifest")
    assert not told["errors"]
    assert json.loads(told["data"])["name"] == "Safari Salama"
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A private window can't install anything, and that is what a test has.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_in_flight_mode_the_app_opens_on_what_is_on_the_phone_with_the_helplines(phone):
    phone.goto("/sw/me/")
    until(phone, "async () => !!(await caches.match('/sw/offline/'))")
    phone.goto("/en/me/")
    wait_for_setting(phone, "language", "en")
    phone.context.set_offline(True)
    phone.goto("/offline/?start")
    expect(phone.locator("h1")).to_have_text("On this phone")
    assert phone.locator(".helplines a[href='tel:999']").count()
    assert not phone.locator("#not-here").is_visible()
    assert fits_the_screen(phone)

    phone.goto("/sw/privacy/")
    assert phone.locator("html").get_attribute("lang") == "sw"
    assert phone.locator("#not-here").is_visible()


def test_my_training_progress_and_certificates_are_there_in_flight_mode_after_one_visit(phone):
    course = CoursePage.objects.get(slug="red-flags", locale__language_code="en")
    certificate = make.make_certificate(User.objects.get(phone=AMINA), course.translation_key)
    visited = ["/en/me/", "/en/courses/red-flags/", "/en/me/certificates/", f"/en/me/certificates/{certificate.code}/"]
    for address in visited:
        phone.goto(address)
    phone.wait_for_timeout(500)
    phone.context.set_offline(True)
    for address in visited:
        phone.goto(address)
        assert phone.locator("html").get_attribute("data-kept") == "copy", address
        expect(phone.locator("[data-note=copy]")).to_contain_text("This page is as it was on")
    assert phone.locator(".qr").is_visible()
    assert "Amina" in phone.locator("main").inner_text()


def test_a_server_that_fails_behind_its_gateway_is_as_good_as_no_network(phone):
    phone.goto("/en/me/")
    phone.wait_for_timeout(300)
    phone.context.route("**/en/me/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    phone.goto("/en/me/")
    expect(phone.locator("h1")).to_have_text("My training")
    assert phone.locator("html").get_attribute("data-kept") == "copy"


def test_the_next_person_on_the_phone_sees_nothing_of_the_first_ones(phone):
    phone.goto("/en/me/")
    phone.wait_for_timeout(300)
    first = phone.locator("main").inner_text()
    phone.context.route("**/hand-in/", lambda route: route.abort())
    keep(phone, "attempts", an_attempt(phone, quiz="red-flags-1"))

    phone.goto("/en/me/data/")
    let_in(phone, CHAUSIKU)
    phone.goto("/en/helplines/")
    phone.goto("/en/me/certificates/")
    settle(phone)
    assert phone.locator("[data-note=waiting]").count() == 0
    phone.context.set_offline(True)
    phone.goto("/en/me/")
    expect(phone.locator("h1")).to_have_text("On this phone")
    assert "Amina" in first
    assert "Amina" not in phone.content()

    phone.context.set_offline(False)
    let_in(phone, AMINA)
    phone.goto("/en/me/")
    settle(phone)
    expect(phone.locator("[data-note=waiting], [data-note=held]").first).to_be_visible()


def test_signing_out_with_something_unsent_says_so_and_keeps_it(phone):
    keep(phone, "attempts", an_attempt(phone))
    phone.context.route("**/hand-in/", lambda route: route.abort())
    phone.goto("/en/sign-out/")
    expect(phone.locator("[data-note=waiting]")).to_be_visible()
    phone.locator("button[form=out]").click()
    note = phone.locator("[data-note=leaving]")
    expect(note).to_contain_text("1 attempt is not sent yet")
    assert fits_the_screen(phone)
    assert phone.url.endswith("/sign-out/")
    note.locator("[data-do=leave]").click()
    phone.wait_for_url("**/en/")
    wait_for_setting(phone, "learner", "")
    kept = phone.evaluate("""() => import("/static/js/store.js").then((store) => store.get("attempts", "t-1"))""")
    assert kept["state"] == "waiting"
    phone.context.set_offline(True)
    phone.goto("/en/me/")
    expect(phone.locator("h1")).to_have_text("On this phone")


def test_signing_out_with_nothing_unsent_asks_nothing(phone):
    phone.goto("/en/sign-out/")
    phone.locator("button[form=out]").click()
    phone.wait_for_url("**/en/")


def test_what_waits_shows_on_every_page_and_can_be_sent_by_a_button(phone):
    keep(phone, "attempts", an_attempt(phone))
    phone.context.route("**/hand-in/", lambda route: route.abort())
    phone.goto("/en/helplines/")
    note = phone.locator("[data-note=waiting]")
    expect(note).to_contain_text("1 attempt is saved on this phone and not sent yet")
    assert fits_the_screen(phone)
    told = {"ticket": "t-1", "state": "received", "receipt": "4F7K", "url": "/en/me/", "is_pass": True}
    answer = json.dumps({"attempts": [told], "places": 0})
    phone.context.unroute("**/hand-in/")
    # Not before the button is pressed: the queue tries again by itself, and would take the button away.
    phone.evaluate("addEventListener('click', () => (window.isPressed = true), true)")

    def let_through(route):
        if phone.evaluate("window.isPressed"):
            route.fulfill(body=answer, content_type="application/json")
        else:
            route.abort()

    phone.context.route("**/hand-in/", let_through)
    press(phone, "[data-note=waiting] [data-do=send]")
    expect(phone.locator("[data-note=received]")).to_have_text("Received, receipt 4F7K")
    expect(note).to_have_count(0)


def test_a_form_sent_without_a_network_gets_our_page_and_going_back_keeps_what_was_typed(phone):
    phone.goto("/en/me/data/")
    phone.locator("input[name=full_name]").fill("Amina H.")
    phone.context.set_offline(True)
    # As where the browser still believes in its network.
    phone.evaluate("Object.defineProperty(navigator, 'onLine', { value: true })")
    with phone.expect_navigation() as sent:
        phone.locator("form:has(input[name=full_name]) button, .bar-bottom button").first.click()
    assert sent.value.status == 503
    assert phone.locator("#not-sent").is_visible()
    phone.go_back()
    assert phone.locator("input[name=full_name]").input_value() == "Amina H."


def test_a_new_version_waits_until_somebody_wants_it(phone, monkeypatch):
    newer = packing.app() + "// newer\n"
    monkeypatch.setattr(packing, "app", lambda: newer)
    keep(phone, "attempts", an_attempt(phone))
    phone.context.route("**/hand-in/", lambda route: route.abort())
    phone.goto("/en/helplines/")
    phone.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    note = phone.locator("[data-note=version]")
    expect(note).to_contain_text("What waits on this phone stays here")
    with phone.expect_navigation():
        note.locator("button").click()
    settle(phone)
    assert phone.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting === null)")
    assert phone.evaluate("""() => import("/static/js/store.js").then((store) => store.get("attempts", "t-1"))""")


def test_a_sign_in_through_the_worker_keeps_the_first_page_for_whom_it_shows(phone):
    phone.goto("/en/sign-out/")
    phone.locator("button[form=out]").click()
    phone.wait_for_url("**/en/")
    phone.goto("/en/sign-in/")
    phone.locator("input[name=phone]").fill(CHAUSIKU)
    phone.locator(".bar-bottom button").click()
    phone.locator("input[name=code]").fill(last_code(CHAUSIKU))
    phone.locator(".bar-bottom button").click()
    phone.wait_for_url("**/en/me/")
    settle(phone)
    phone.context.set_offline(True)
    phone.goto("/en/me/")
    assert phone.locator("html").get_attribute("data-kept") == "copy"
    assert "Chausiku" in phone.locator("main").inner_text()
