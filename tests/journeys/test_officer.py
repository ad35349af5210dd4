"""An officer's phone in a real browser: prepared once, it tells with no network what a certificate is worth."""

import time
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext

from certificates import middleware, publishing, verify_page
from certificates.models import PublishedList
from certificates.renewing import replace
from tests import make
from tests.journeys import roadside
from tests.journeys.conftest import PHONE, fits_the_screen, wait_until_answered
from tests.journeys.roadside import check, forged, issued, place_of, prepare, revoke, shown
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(chromium, transactional_db, live_server, settings):
    """Return a function that opens an officer's phone, scripts on: language -> page."""
    settings.BASE_URL = live_server.url
    make.make_root()
    contexts = []

    def open_one(language="en", **options):
        context = chromium.new_context(**{"viewport": PHONE, "locale": language, "base_url": live_server.url} | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_one
    for context in contexts:
        context.close()
    wait_until_answered()


def cut(page):
    page.context.set_offline(True)


def test_a_prepared_phone_says_valid_and_whose_without_a_network(officer):
    certificate, page = issued(), officer()
    prepare(page)
    cut(page)
    state, word, text = check(page, place_of(certificate))
    assert (state, word) == ("valid", "VALID")
    assert page.inner_text(".holder") == roadside.NAME
    for part in (certificate.course_title_en, certificate.spelled_code, "ID card", "on this phone", "list of"):
        assert part in text
    assert f"{certificate.expires_at:%B %Y}" in text
    assert page.url.endswith(place_of(certificate))


def test_in_kiswahili_the_course_and_the_months_are_in_kiswahili(officer):
    certificate, page = issued(), officer("sw")
    prepare(page, "sw")
    cut(page)
    assert certificate.course_title_sw in check(page, place_of(certificate))[2]
    assert page.evaluate("document.documentElement.lang") == "sw"
    page.click(".lang")
    page.wait_for_url("**/en/verify/**")
    assert shown(page)[1] == "VALID"
    assert certificate.course_title_en in page.inner_text("main")


def test_what_was_revoked_before_the_phone_was_prepared_is_revoked(officer):
    certificate, page = issued(), officer()
    revoke(certificate)
    prepare(page)
    cut(page)
    assert check(page, place_of(certificate))[:2] == ("revoked", "REVOKED")


def test_what_is_revoked_afterwards_is_known_once_the_page_was_open_with_a_network(officer):
    certificate, page = issued(), officer()
    publishing.publish(timezone.now() - timedelta(minutes=1))
    prepare(page)
    revoke(certificate)
    refresh(page)
    cut(page)
    assert check(page, place_of(certificate))[0] == "revoked"


def refresh(page):
    """Open the page of a prepared phone with a network, and wait until it has refreshed."""
    with page.expect_response("**/v/status.json"):
        page.goto("/en/verify/")
    page.wait_for_timeout(500)


def test_a_check_with_a_network_renews_a_list_that_is_a_day_old(officer):
    certificate, page = issued(), officer()
    publishing.publish(timezone.now() - timedelta(hours=23))
    prepare(page)
    before = roadside.stored(page, "/v/status.json")
    publishing.publish()
    page.goto(place_of(certificate))
    page.wait_for_timeout(500)
    assert roadside.stored(page, "/v/status.json") == before
    # The worker's own clock can't be put forward: the list is made older.
    PublishedList.objects.all().delete()
    publishing.publish(timezone.now() - timedelta(days=1, minutes=1))
    PublishedList.objects.update(issued_at=timezone.now())
    forget_lists(page)
    prepare(page)
    before = roadside.stored(page, "/v/status.json")
    publishing.publish()
    with page.context.expect_event("response", lambda answer: answer.url.endswith("/v/status.json")):
        page.goto(place_of(certificate))
    page.wait_for_timeout(500)
    assert roadside.stored(page, "/v/status.json") != before


def forget_lists(page):
    page.evaluate("caches.open('officer').then(cache => cache.delete('/v/status.json'))")


def test_a_changed_digit_is_not_genuine_and_shows_no_name(officer):
    certificate, page = issued(), officer()
    prepare(page)
    cut(page)
    state, word, text = check(page, forged(certificate))
    assert (state, word) == ("not_genuine", "NOT GENUINE")
    assert roadside.NAME not in text


def test_digits_moved_to_another_code_are_not_genuine(officer):
    one, other, page = issued(), issued("Otieno", "+254700000032"), officer()
    prepare(page)
    cut(page)
    moved = place_of(one).partition("#")[0] + "#" + place_of(other).partition("#")[2]
    assert check(page, moved)[0] == "not_genuine"


def test_one_from_before_there_were_signatures_can_not_be_checked(officer):
    course = make.make_course()
    old = make.make_certificate(make.make_user("+254700000033", "Amina"), course.translation_key)
    page = officer()
    prepare(page)
    cut(page)
    state, word, text = check(page, f"/V/{old.code}")
    assert (state, word) == ("cannot_check", "CAN'T CHECK")
    assert "holds an address and nothing more" in text


def test_a_typed_code_can_not_be_checked_without_a_network(officer):
    certificate, page = issued(), officer()
    prepare(page)
    cut(page)
    page.goto("/en/verify/")
    page.fill("#code", certificate.code)
    page.click("form .button")
    page.wait_for_url("**code=**")
    assert shown(page)[0] == "cannot_check"
    assert "typed code" in page.inner_text("main")


def test_a_pasted_address_is_checked_with_its_digits(officer):
    certificate, page = issued(), officer()
    prepare(page)
    cut(page)
    page.fill("#code", certificate.qr_text)
    page.click("form .button")
    page.wait_for_url("**/v/**")
    assert shown(page)[0] == "valid"


def test_a_list_of_a_week_ago_leaves_the_status_open(officer):
    certificate, page = issued(), officer()
    prepare(page)
    cut(page)
    listed = PublishedList.objects.get().issued_at
    page.clock.set_fixed_time(listed + timedelta(days=7) - timedelta(seconds=2))
    assert check(page, place_of(certificate))[0] == "valid"
    page.clock.set_fixed_time(listed + timedelta(days=7, seconds=1))
    state, word, text = check(page, place_of(certificate))
    assert (state, word) == ("valid_unchecked", "VALID")
    assert f"not checked since {timezone.localtime(listed):%-d %B %Y}" in text


def test_a_clock_put_back_does_not_bring_an_expired_one_back(officer):
    certificate, page = issued(), officer()
    prepare(page)
    cut(page)
    page.clock.set_fixed_time(certificate.expires_at)
    assert check(page, place_of(certificate))[:2] == ("expired", "EXPIRED")


@pytest.mark.parametrize("status", [429, 500, 502, None])
def test_a_server_that_does_not_answer_leaves_the_check_to_the_phone(officer, monkeypatch, status):
    certificate, page = issued(), officer()
    prepare(page)

    def answer(*_args):
        time.sleep(0 if status else 6)
        return HttpResponse("No answer", status=status)

    monkeypatch.setattr(middleware.verify_page, "answer", answer)
    began = time.monotonic()
    assert check(page, place_of(certificate))[0] == "valid"
    assert time.monotonic() - began < 6


def test_with_a_network_the_servers_answer_is_the_truth_and_has_no_script(officer):
    certificate, page = issued(), officer()
    prepare(page)
    revoke(certificate)
    page.goto(place_of(certificate))
    assert page.inner_text(".band strong") == "REVOKED"
    assert "not answered honestly" in page.inner_text("main")
    assert page.locator("script").count() == 0


def test_in_the_other_language_too_the_servers_answer_is_the_truth(officer):
    certificate, page = issued(), officer()
    prepare(page)
    revoke(certificate)
    page.goto(f"/en/verify/#{place_of(certificate)}")
    page.wait_for_url(lambda url: "/verify/" not in url)
    assert page.inner_text(".band strong") == "REVOKED"
    assert page.locator("script").count() == 0


def test_in_the_other_language_a_silent_server_leaves_the_check_to_the_phone(officer, monkeypatch):
    certificate, page = issued(), officer()
    prepare(page)
    answer = middleware.VerifyMiddleware.__call__

    def slow(self, request):
        time.sleep(6 if request.path == "/healthz" else 0)
        return answer(self, request)

    monkeypatch.setattr(middleware.VerifyMiddleware, "__call__", slow)
    assert check(page, f"/en/verify/#{place_of(certificate)}")[0] == "valid"
    assert "/en/verify/" in page.url


@pytest.mark.parametrize("place", ["//evil.example/v/X#1", "/v/X/Y#1", "/v//evil.example#1", "/en/#1", "/v/"])
def test_what_is_no_place_of_a_certificate_is_not_looked_at_behind_the_hash(officer, place):
    page = officer()
    prepare(page)
    for is_cut in (False, True):
        page.context.set_offline(is_cut)
        page.goto("about:blank")
        page.goto(f"/en/verify/#{place}")
        page.wait_for_selector(roadside.READY)
        assert page.is_hidden("#answer")
        assert "evil" not in " ".join(page.eval_on_selector_all("a", "all => all.map(one => one.href)"))


def test_once_the_network_is_back_the_server_answers_at_a_press(officer):
    certificate, page = issued(), officer()
    prepare(page)
    for place in (
        place_of(certificate),
        f"/sw/verify/#{place_of(certificate)}",
        f"/en/verify/?code={certificate.code}",
    ):
        cut(page)
        check(page, place)
        page.context.set_offline(False)
        page.click("#again")
        until(page, "!document.querySelector('#officer')")
        assert page.inner_text(".holder") == roadside.NAME
        assert certificate.code in page.url


def test_a_typed_code_is_kept_in_the_other_language(officer):
    page = officer()
    prepare(page)
    cut(page)
    check(page, "/en/verify/?code=7KQ2M9XWTD")
    page.click(".lang")
    page.wait_for_url("**/sw/verify/?code=7KQ2M9XWTD")
    assert shown(page)[0] == "cannot_check"


def test_an_older_list_is_never_taken_for_a_newer_one(officer):
    certificate, page = issued(), officer()
    old = publishing.publish(timezone.now() - timedelta(hours=1)).document
    revoke(certificate)
    prepare(page)
    before = roadside.stored(page, "/v/status.json")
    PublishedList.objects.update(document=old, etag="old")
    refresh(page)
    assert roadside.stored(page, "/v/status.json") == before
    cut(page)
    assert check(page, place_of(certificate))[0] == "revoked"


def test_a_list_that_we_did_not_sign_is_refused_and_the_officer_told(officer):
    certificate, page = issued(), officer()
    prepare(page)
    before = roadside.stored(page, "/v/status.json")
    row = PublishedList.objects.get()
    changed = row.document[:-80] + ("A" if row.document[-80] != "A" else "B") + row.document[-79:]
    PublishedList.objects.update(document=changed, etag="changed")
    refresh(page)
    assert page.is_visible("[data-fault=list]")
    assert page.is_visible("[data-say=ready]")
    assert roadside.stored(page, "/v/status.json") == before
    cut(page)
    assert check(page, place_of(certificate))[0] == "valid"


def test_preparing_without_a_network_says_why_it_failed(officer):
    page = officer()
    page.goto("/en/verify/")
    cut(page)
    page.click("#prepare")
    page.wait_for_selector("[data-fault=network]:not([hidden])")
    assert page.is_visible("[data-say=never]")


def test_a_full_phone_is_told_so(officer):
    page = officer()
    page.add_init_script("Cache.prototype.put = () => Promise.reject(new DOMException('Quota exceeded.'))")
    page.goto("/en/verify/")
    page.click("#prepare")
    page.wait_for_selector("[data-fault=storage]:not([hidden])")
    assert page.is_enabled("#prepare")


def test_a_phone_that_nobody_prepared_gets_nothing_of_this(officer):
    page = officer()
    page.goto("/en/verify/")
    page.wait_for_selector("[data-say=never]:not([hidden])")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate("caches.keys()") == []


def test_the_learners_worker_and_the_officers_stand_side_by_side(officer):
    certificate, page = issued(), officer()
    page.goto("/en/")
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 1)")
    prepare(page)
    scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))")
    paths = sorted(scope.partition("//")[2].partition("/")[2] for scope in scopes)
    assert paths == ["", "V/", "en/verify/", "sw/verify/", "v/"]
    cut(page)
    assert check(page, place_of(certificate))[0] == "valid"
    page.goto("/en/")
    assert "No network" in page.inner_text("main")


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_state_fits_and_has_no_barrier(officer, language, width):
    certificate = issued("Wanjirũ Gathonĩ-Mũthĩnja Wanjikũ wa Kamau")
    page = officer(language, viewport={"width": width, "height": 640})
    prepare(page, language)
    assert fits_the_screen(page)
    assert not Axe().run(page).response["violations"]
    cut(page)
    for place in (place_of(certificate), forged(certificate), place_of(certificate).partition("#")[0]):
        check(page, place)
        assert fits_the_screen(page)
        assert not Axe().run(page).response["violations"]


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_word_of_no_band_is_cut(officer, language, width):
    certificate = issued()
    replace(certificate, "Wanjikũ wa Ng'ang'a", "Farida", timezone.now())
    page = officer(language, viewport={"width": width, "height": 640})
    page.goto(f"/v/{certificate.code}")
    with translation.override(language):
        words = {**{str(state): str(word) for state, word in verify_page._WORDS.items()}, **offline_words()}
        assert page.inner_text(".band strong") == words["replaced"]
    cut_words = [word for state, word in words.items() if page.evaluate(IS_CUT, [state, word])]
    assert cut_words == []


IS_CUT = """([state, word]) => {
  const strong = document.querySelector(".band strong")
  strong.parentNode.className = `band ${state}`
  strong.textContent = word
  return strong.scrollWidth > strong.clientWidth
}"""


def offline_words():
    return {"not_genuine": gettext("NOT GENUINE"), "cannot_check": gettext("CAN'T CHECK")}
