"""A phone of 360 x 640 in a browser that Playwright can't drive: one way of using it, two wires behind it."""

import base64
import json
import re
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.old_browsers import fetch
from tests.old_browsers.wire import Wire

WIDTH, HEIGHT = 360, 640

PLACE_OF = """(selector => {
  const element = document.querySelector(selector)
  if (!element) return null
  element.scrollIntoView({block: "center"})
  const box = element.getBoundingClientRect()
  const x = box.left + box.width / 2, y = box.top + box.height / 2
  const hit = document.elementFromPoint(x, y)
  const label = hit && hit.closest("label")
  return {x, y, free: element.contains(hit) || !!(label && label.control === element)}
})(%s)"""


# Nothing that Firefox does by itself at the first start: pages of its own, updates, pings.
QUIET = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "media.autoplay.default": 0,
    "remote.active-protocols": 1,
    "remote.prefs.recommended": True,
}


class Phone:
    """What every browser can do. `errors` holds what scripts and the console complained about."""

    def __init__(self, base: str, program: str, options: list[str]):
        self.base = base
        self.errors: list[str] = []
        self.loads = 0
        self.folder = tempfile.TemporaryDirectory(prefix="phone-", ignore_cleanup_errors=True)
        profile = Path(self.folder.name) / "profile"
        profile.mkdir()
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in QUIET.items()]
        (profile / "user.js").write_text("\n".join(lines))
        command = [program, *(option.format(profile=profile) for option in options)]
        with (Path(self.folder.name) / "log").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def told(self, pattern, seconds=30):
        """Return what the browser says of itself when it starts."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            found = re.search(pattern, (Path(self.folder.name) / "log").read_text(errors="replace"))
            if found:
                return found[1]
            time.sleep(0.05)
        raise AssertionError(f"{self.process.args[0]} did not start")

    def close(self):
        self.wire.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def wait_for_load(self, before):
        assert self.wire.listen(lambda: self.loads > before), f"no page came after {self.url}"
        # A page that has not been painted yet feels no finger.
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    @property
    def url(self):
        return self.run("location.href")

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)}).textContent").strip()

    def has(self, selector):
        return self.run(f"!!document.querySelector({json.dumps(selector)})")

    def wait_until(self, expression, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.run(f"Promise.resolve({expression}).then(Boolean)"):
                return
            time.sleep(0.1)
        raise AssertionError(f"never true on {self.url}: {expression}")

    def tap(self, selector):
        """Touch the middle of an element as a thumb does: what covers it is touched instead, so that nothing may."""
        place = self.run(PLACE_OF % json.dumps(selector))
        assert place, f"{selector} is not on {self.url}"
        assert place["free"], f"{selector} is covered on {self.url}"
        self.tap_at(round(place["x"]), round(place["y"]))

    def press(self, selector):
        """Touch what leads to another page, and wait for that page."""
        before = self.loads
        self.tap(selector)
        self.wait_for_load(before)

    def fill(self, selector, value):
        assert self.run(f"(e => (e.value = {json.dumps(value)}, e.value))({self._element(selector)})") == value

    def _element(self, selector):
        return f"document.querySelector({json.dumps(selector)})"


class OldChromium(Phone):
    """Over the browser's own debugging protocol. `inject` is a script that runs before those of each page."""

    def __init__(self, name, base, inject=""):
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en", "about:blank"]
        options += ["--autoplay-policy=no-user-gesture-required", "--mute-audio", "--disable-dev-shm-usage"]
        super().__init__(base, fetch.find(name), ["--remote-debugging-port=0", "--user-data-dir={profile}", *options])
        address = self.told(r"DevTools listening on (ws://\S+)").replace("ws://", "http://").partition("/devtools")[0]
        with urllib.request.urlopen(f"{address}/json/new") as answer:  # noqa: S310 - this machine's own browser
            target = json.load(answer)
        self.wire = Wire(target["webSocketDebuggerUrl"], self._hear)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.wire.ask(f"{domain}.enable")
        self.wire.ask(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=True
        )
        if inject:
            self.wire.ask("Page.addScriptToEvaluateOnNewDocument", source=inject)

    def _hear(self, method, params):
        if method == "Page.loadEventFired":
            self.loads += 1
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            said = details.get("exception", {}).get("description", details["text"])
            self.errors.append(f"{said} ({details.get('url', '')})")
        elif method == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.errors.append(json.dumps(params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(f"{params['entry']['text']} ({params['entry'].get('url', '')})")

    def goto(self, path):
        before = self.loads
        self.wire.ask("Page.navigate", url=self.base + path)
        self.wait_for_load(before)

    def run(self, expression):
        answer = self.wire.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def tap_at(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.wire.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def cut_off(self, is_cut_off):
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.wire.ask("Network.emulateNetworkConditions", offline=is_cut_off, **speed)

    def screenshot(self, path):
        Path(path).write_bytes(base64.b64decode(self.wire.ask("Page.captureScreenshot", format="png")["data"]))


class Firefox(Phone):
    """Over WebDriver BiDi, which Firefox speaks by itself."""

    def __init__(self, name, base, inject=""):
        options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", "{profile}", "about:blank"]
        super().__init__(base, fetch.find(name), options)
        address = self.told(r"WebDriver BiDi listening on (ws://\S+)")
        self.wire = Wire(f"{address}/session", self._hear)
        self.wire.ask("session.new", capabilities={})
        self.wire.ask("session.subscribe", events=["browsingContext.load", "log.entryAdded"])
        self.context = self.wire.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.wire.ask("browsingContext.setViewport", context=self.context, viewport={"width": WIDTH, "height": HEIGHT})
        if inject:
            self.wire.ask("script.addPreloadScript", functionDeclaration=f"() => {{{inject}}}")

    def _hear(self, method, params):
        if method == "browsingContext.load" and params["url"].startswith(self.base):
            self.loads += 1
        elif method == "log.entryAdded" and params["level"] == "error":
            self.errors.append(params["text"])

    def goto(self, path):
        before = self.loads
        self.wire.ask("browsingContext.navigate", context=self.context, url=self.base + path, wait="none")
        self.wait_for_load(before)

    def run(self, expression):
        answer = self.wire.ask(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(found => JSON.stringify([found]))",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        (found,) = json.loads(answer["result"]["value"])
        return found

    def tap_at(self, x, y):
        steps = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}]
        pointer = {"type": "pointer", "id": "thumb", "parameters": {"pointerType": "mouse"}}
        pointer["actions"] = [*steps, {"type": "pointerUp", "button": 0}]
        self.wire.ask("input.performActions", context=self.context, actions=[pointer])

    def screenshot(self, path):
        data = self.wire.ask("browsingContext.captureScreenshot", context=self.context)["data"]
        Path(path).write_bytes(base64.b64decode(data))


def open_phone(name, base, inject=""):
    """Return a phone with the browser of that name, at the address of the platform."""
    return (Firefox if name == "firefox" else OldChromium)(name, base, inject)
