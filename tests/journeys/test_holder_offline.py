"""The page of one certificate in a real browser: what stays on the phone, and what works when the network is gone."""

import io

import jwt
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from accounts.models import User
from certificates import issuing
from courses.models import CoursePage, Enrolment
from tests.journeys.conftest import fits_the_screen
from tests.journeys.test_offline_app import AMINA, let_in, settle

pytestmark = pytest.mark.browser
KINDS = {"pdf": "pdf", "card": "pdf", "picture": "png", "badge": "jwt"}
KEPT = """async (paths) => {
  const mark = /learner=([0-9a-f]+)/.exec(document.cookie)[1]
  const pause = () => new Promise((go) => setTimeout(go, 100))
  for (let n = 0; n < 150; n++) {
    const cache = await caches.open(`mine-${mark}`)
    const found = await Promise.all(paths.map((path) => cache.match(path, { ignoreVary: true })))
    if (found.every(Boolean)) return true
    await pause()
  }
  return false
}"""


@pytest.fixture
def phone(open_phone, programme):
    page = open_phone("en", javascript=True, service_workers="allow", accept_downloads=True)
    page.url_of_server = programme
    let_in(page, AMINA)
    page.goto("/en/me/")
    settle(page)
    return page


@pytest.fixture
def address(programme):
    amina = User.objects.get(phone=AMINA)
    key = CoursePage.objects.get(slug="red-flags", locale__language_code="en").translation_key
    amina.certificates.update(learner=None)
    Enrolment.objects.filter(learner=amina, course_key=key).update(completed_at="2026-01-01T00:00Z")
    enrolment, _ = Enrolment.objects.get_or_create(
        learner=amina, course_key=key, defaults={"completed_at": "2026-01-01T00:00Z"}
    )
    return f"/en/me/certificates/{issuing.issue(Enrolment.objects.get(pk=enrolment.pk)).code}/"


def save(page, kind):
    """Press a file's button and return what is saved, with its name."""
    with page.expect_download() as saving:
        page.locator(f"a[href$='/{kind}/']").click()
    with open(saving.value.path(), "rb") as file:
        return file.read(), saving.value.suggested_filename


def test_opened_once_its_files_are_saved_without_a_network_too(phone, address):
    phone.goto(address)
    online = {kind: save(phone, kind) for kind in KINDS}
    assert phone.evaluate(KEPT, [address, *(f"{address}{kind}/" for kind in KINDS)])
    phone.context.set_offline(True)
    phone.goto(address)
    expect(phone.locator("html")).to_have_attribute("data-kept", "copy")
    for kind, ending in KINDS.items():
        assert save(phone, kind) == online[kind]
        assert online[kind][1].endswith(f".{ending}")
    # Both languages have the same files, and one download serves both.
    assert phone.evaluate(KEPT, [f"/sw{address[3:]}{kind}/" for kind in KINDS])


def test_what_is_saved_without_a_network_is_whole(phone, address):
    phone.goto(address)
    assert phone.evaluate(KEPT, [address, *(f"{address}{kind}/" for kind in KINDS)])
    phone.context.set_offline(True)
    phone.goto(address)
    picture, _name = save(phone, "picture")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert f"/V/{address.split('/')[-2]}#" in found.text
    badge, _name = save(phone, "badge")
    assert jwt.decode(badge.decode(), options={"verify_signature": False})["jti"].endswith(address.split("/")[-2])
    document, _name = save(phone, "pdf")
    assert document.startswith(b"%PDF")
    assert document.rstrip().endswith(b"%%EOF")


def test_each_file_is_fetched_once_however_often_the_page_is_opened(phone, address):
    asked = []
    phone.context.on("request", lambda request: asked.append(request.url))
    phone.goto(address)
    assert phone.evaluate(KEPT, [f"{address}{kind}/" for kind in KINDS])
    for language in ("en", "sw"):
        phone.goto(f"/{language}{address[3:]}")
        phone.wait_for_timeout(500)
    for kind in KINDS:
        assert len([url for url in asked if url.endswith(f"/{kind}/")]) == 1


def test_a_press_copies_the_link_and_says_so(phone, address):
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.goto(address)
    phone.get_by_role("button", name="Copy").click()
    expect(phone.get_by_role("button", name="Copied")).to_be_visible()
    assert phone.evaluate("navigator.clipboard.readText()") == phone.locator("#link").input_value()
    assert fits_the_screen(phone)


def test_without_scripts_everything_is_there_but_the_copy_button(open_phone, programme, address):
    page = open_phone("en")
    page.url_of_server = programme
    let_in(page, AMINA)
    page.goto(address)
    assert page.locator(".qr").bounding_box()["width"] == 328
    assert page.locator("#link").is_visible()
    assert page.get_by_role("button", name="Copy").count() == 0
    assert page.locator("[data-keep] a").count() == len(KINDS)


def test_the_square_is_read_off_the_screen_in_the_dark_too(open_phone, programme, address):
    page = open_phone("en", color_scheme="dark", device_scale_factor=2)
    page.url_of_server = programme
    let_in(page, AMINA)
    page.goto(address)
    shown = Image.open(io.BytesIO(page.screenshot()))
    (found,) = zxingcpp.read_barcodes(shown)
    assert f"/V/{address.split('/')[-2]}#" in found.text


def test_a_certificate_that_was_the_first_page_opens_without_a_network_and_so_does_the_list(
    open_phone, programme, address
):
    page = open_phone("en", javascript=True, service_workers="allow")
    page.url_of_server = programme
    let_in(page, AMINA)
    page.goto(address)
    settle(page)
    assert page.evaluate(KEPT, [address, "/en/me/certificates/"])
    page.context.set_offline(True)
    page.goto(address)
    assert page.locator("html").get_attribute("data-kept") == "copy"
    expect(page.locator(".qr")).to_be_visible()
    page.goto("/en/me/certificates/")
    expect(page.locator("h1")).to_have_text("My certificates")
