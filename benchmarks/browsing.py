"""A phone on a slow network in a real Chromium: what a page brings over the wire, and when its first words show."""

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Error, sync_playwright

SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
LONGEST = 90
PHONE = {"width": 360, "height": 640}
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0] || null"


@dataclass
class Visit:
    """Bytes with headers, by address, and seconds until the first words were painted (None: never)."""

    sent: dict = field(default_factory=dict)
    first_paint: float | None = None

    @property
    def bytes(self) -> int:
        return sum(self.sent.values())


@contextmanager
def browser():
    """Give a Chromium, or None where there is none."""
    path = next(
        filter(None, (os.environ.get("CHROMIUM"), shutil.which("chromium"), shutil.which("google-chrome"))), None
    )
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        except Error:
            yield None
            return
        yield opened
        opened.close()


def visit(browser, address: str, cookies=(), is_slow=True, workers="block") -> Visit:
    """Open the page with nothing stored yet and return what it cost."""
    context = browser.new_context(viewport=PHONE, locale="en", service_workers=workers)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    page = context.new_page()
    found = Visit()
    session = context.new_cdp_session(page)
    _count(session, found)
    if is_slow:
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        page.goto(address, timeout=LONGEST * 1000)
        page.wait_for_load_state("networkidle", timeout=LONGEST * 1000)
    except Error:
        pass  # What has come until then is counted.
    painted = page.evaluate(_FIRST_PAINT)
    found.first_paint = painted and painted / 1000
    context.close()
    return found


def _count(session, found):
    addresses = {}
    session.send("Network.enable")
    session.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )

    def finished(event):
        address = addresses.get(event["requestId"], "")
        if address.startswith("http"):
            found.sent[address] = found.sent.get(address, 0) + int(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
