"""The scanner of the officer's page, in a real browser that films a square code."""

import pytest
from django.conf import settings as django_settings

from certificates.officer import packing
from tests import make
from tests.journeys import roadside
from tests.journeys.conftest import PHONE, wait_until_answered
from tests.journeys.roadside import issued, place_of, prepare, shown

pytestmark = pytest.mark.browser
OWN_READER = """
self.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"] }
  async detect() { return [{ rawValue: %r }] }
}
"""
BROKEN_READER = """
self.BarcodeDetector = class {
  static async getSupportedFormats() { return %s }
  detect() { return %s }
}
"""


@pytest.fixture
def looking_at(chromium, transactional_db, live_server, settings, tmp_path):
    """Return a function that opens a phone whose camera looks at a square code with this text: text -> page."""
    settings.BASE_URL = live_server.url
    make.make_root()
    browsers = []

    def open_one(text, **options):
        film = tmp_path / "film.mjpeg"
        roadside.filmed(text, film)
        camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        browsers.append(
            chromium.browser_type.launch(
                executable_path=django_settings.PLAYWRIGHT_CHROMIUM or "/usr/bin/chromium",
                args=["--no-sandbox", "--disable-gpu", *camera, f"--use-file-for-fake-video-capture={film}"],
            )
        )
        page = browsers[-1].new_page(viewport=PHONE, base_url=live_server.url, **options)
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for browser in browsers:
        browser.close()
    wait_until_answered()


def test_the_downloaded_reader_finds_the_certificate_and_the_server_answers(looking_at):
    certificate = issued()
    page = looking_at(certificate.qr_text)
    page.goto("/en/verify/")
    page.click("#scan")
    page.wait_for_url("**/v/**")
    assert page.inner_text(".band strong") == "VALID"
    assert page.evaluate("location.hash.length") > 280


def test_a_prepared_phone_scans_without_a_network_once_the_reader_is_there(looking_at):
    certificate = issued()
    page = looking_at(certificate.qr_text)
    prepare(page)
    page.click("#scan")
    page.wait_for_url("**/v/**")
    page.context.set_offline(True)
    page.goto("/en/verify/")
    page.wait_for_selector(roadside.READY)
    page.click("#scan")
    page.wait_for_url("**/v/**")
    assert shown(page)[1] == "VALID"
    assert page.inner_text(".holder") == roadside.NAME


def test_ready_means_that_the_pages_own_scanner_too_needs_no_network(looking_at):
    certificate = issued()
    page = looking_at(certificate.qr_text)
    page.goto("/en/verify/")
    assert "1 download of 319 kB" in page.inner_text("#preparing")
    prepare(page)
    assert "1 download" not in page.inner_text("main")
    page.context.set_offline(True)
    page.goto("/en/verify/")
    page.wait_for_selector(roadside.READY)
    page.click("#scan")
    page.wait_for_url("**/v/**")
    assert shown(page)[1] == "VALID"


def test_a_prepared_phone_that_reads_by_itself_stores_no_reader(looking_at):
    page = looking_at("nothing")
    page.add_init_script(OWN_READER % "nothing")
    prepare(page)
    assert page.evaluate("caches.match('/static/vendor/zxing/zxing_reader.wasm')") is None


@pytest.mark.parametrize(
    ("formats", "answer"),
    [("['ean_13']", "Promise.resolve([])"), ("['qr_code']", "Promise.reject(Error('no'))"), ("null", "null")],
)
def test_an_own_reader_that_can_not_read_square_codes_is_replaced_after_a_word_of_its_weight(
    looking_at, formats, answer
):
    certificate = issued()
    page = looking_at(certificate.qr_text)
    page.add_init_script(BROKEN_READER % (formats, answer))
    page.goto("/en/verify/")
    assert "1 download of 319 kB" in page.inner_text("#scanner")
    page.click("#scan")
    page.wait_for_url("**/v/**")
    assert page.inner_text(".band strong") == "VALID"


def test_an_own_reader_that_fails_later_is_replaced_without_a_stop(looking_at):
    certificate = issued()
    page = looking_at(certificate.qr_text)
    page.add_init_script(BROKEN_READER % ("['qr_code']", "this.n ? Promise.reject(Error('no')) : Promise.resolve([])"))
    page.add_init_script("BarcodeDetector.prototype.n = 0")
    page.goto("/en/verify/")
    page.wait_for_selector("#preparing:not([hidden])")
    assert page.is_hidden(".weight")
    page.evaluate("BarcodeDetector.prototype.n = 1")
    page.click("#scan")
    page.wait_for_url("**/v/**")
    assert page.inner_text(".band strong") == "VALID"


@pytest.mark.parametrize("text", ["https://evil.example/V/7KQ2M9XWTD#123", "7KQ2M9XWTD", "javascript:alert(1)"])
def test_a_foreign_code_is_told_and_not_opened(looking_at, text):
    page = looking_at(text)
    page.goto("/en/verify/")
    page.click("#scan")
    page.wait_for_selector("[data-said=foreign]:not([hidden])")
    page.wait_for_timeout(500)
    assert page.url.endswith("/en/verify/")
    assert page.is_visible("#view")
    assert page.is_hidden("#light")
    page.click("#stop")
    assert page.is_visible("#scan")
    assert page.is_hidden("#view")


def test_a_browser_that_reads_by_itself_downloads_nothing(looking_at):
    certificate = issued()
    page = looking_at("nothing")
    page.add_init_script(OWN_READER % certificate.qr_text)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/verify/")
    assert page.is_hidden(".weight")
    page.click("#scan")
    page.wait_for_url("**/v/**")
    assert page.inner_text(".band strong") == "VALID"
    assert not [url for url in asked if url.endswith((".wasm", packing.address("reader")))]
    assert place_of(certificate).partition("#")[2] in page.url


def test_the_reader_is_weighed_before_it_is_downloaded_and_fetched_at_a_press_only(looking_at):
    page = looking_at("nothing")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/verify/")
    assert "1 download of 319 kB" in page.inner_text(".weight")
    page.wait_for_timeout(300)
    assert not [url for url in asked if "zxing" in url or "scan" in url]


def test_a_camera_that_is_refused_leaves_the_other_ways(looking_at):
    page = looking_at("nothing")
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no'))")
    page.goto("/en/verify/")
    page.click("#scan")
    page.wait_for_selector("[data-said=camera]:not([hidden])")
    assert page.is_visible("#scan")
