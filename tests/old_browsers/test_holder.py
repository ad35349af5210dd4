"""The holder's phone in old Chromiums: a certificate that was opened once, with the network cut."""

import io
import time

import pytest
import zxingcpp
from PIL import Image

from accounts.models import User
from certificates import issuing
from courses.models import CoursePage
from tests import make
from tests.journeys.relay import Relay
from tests.old_browsers import fetch
from tests.old_browsers.test_old_browsers import sign_in

pytestmark = pytest.mark.browser
KEPT = """(async () => {
  const mark = /learner=([0-9a-f]+)/.exec(document.cookie)[1]
  const cache = await caches.open("mine-" + mark)
  const here = [location.pathname].concat(Array.from(document.querySelectorAll("[data-keep] a")).map(a => a.pathname))
  const found = await Promise.all(here.map(path => cache.match(path, {ignoreVary: true})))
  return found.length === 5 && found.every(Boolean)
})()"""


@pytest.fixture
def wire(road, live_server, settings):
    """The wire to the platform: the browser's own ways to cut it leave its workers a network."""
    relay = Relay(live_server.thread.port)
    settings.BASE_URL = relay.url
    yield relay
    relay.cut()


def saved(folder, ending, seconds=15):
    """Return what the browser has saved there, once it is whole."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := list(folder.glob(f"*.{ending}")):
            return found[0].read_bytes()
        time.sleep(0.1)
    raise AssertionError(f"nothing was saved: {list(folder.iterdir())}")


def wait_until_kept(phone, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if phone.run(KEPT):
            return
        time.sleep(0.2)
    raise AssertionError("the files were not kept")


@pytest.mark.parametrize("old", fetch.CHROMIUMS, ids=lambda old: old.name)
def test_its_page_and_its_files_are_there_without_a_network(wire, open_browser, old, tmp_path):
    course = CoursePage.objects.get(locale__language_code="en")
    amina = User.objects.get(phone="+254700000001")
    certificate = issuing.issue(make.make_enrolment(amina, course))
    phone = open_browser(old.name)
    phone.base = wire.url
    sign_in(phone)
    phone.wait_until("navigator.serviceWorker.controller")
    phone.goto(f"/en/me/certificates/{certificate.code}/")
    wait_until_kept(phone)
    wire.cut()
    phone.goto(f"/en/me/certificates/{certificate.code}/")
    assert phone.text(".holder") == amina.full_name
    phone.wire.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    phone.tap("a[href$='/picture/']")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(saved(tmp_path, "png"))))
    assert found.text == certificate.qr_text
    phone.tap("a[href$='/pdf/']")
    assert saved(tmp_path, "pdf").startswith(b"%PDF")
