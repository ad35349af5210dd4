"""What a page brings over the wire: itself, and what it links, imports and lets the service worker keep."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

import brotli
from django.conf import settings

from accounts import marks
from home import packing

STATIC = Path(settings.BASE_DIR, "lms", "static")
HEADERS_OF_A_FILE = 330
"""Bytes of the headers with which WhiteNoise sends a file, its address taken out."""

_LINKED = re.compile(r"""<(?:link|script)\b[^>]*?(?:href|src)="(/[^"]+)"[^>]*>""")
_IMPORTED = re.compile(r"""^(?:import|export)\b[^;"']*["']\./([^"']+)["']""", re.MULTILINE)
_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")
_ADDRESS = re.compile(r'"(/[^"]*)"')


@dataclass(frozen=True)
class Weight:
    """Bytes over the wire: of the page with its headers, of all that a first visit brings, of the page and its CSS."""

    page: int
    first_visit: int
    first_trip: int
    brought: dict


def weigh(client, address: str, follow=False) -> Weight:
    """Ask for a page as a phone does and return what it weighs, all counted that it may bring with it."""
    answer = client.get(address, headers={"Accept-Encoding": "gzip, br"}, follow=follow)
    assert answer.status_code == 200, (address, answer.status_code)
    html = _plain(answer).decode()
    brought = _brought_by(client, html)
    page = _over_the_wire(answer)
    styles = sum(bytes for name, bytes in brought.items() if name.endswith(".css"))
    return Weight(page, page + sum(brought.values()), len(answer.content) + styles, brought)


def _plain(answer):
    return brotli.decompress(answer.content) if answer.get("Content-Encoding") == "br" else answer.content


def _over_the_wire(answer):
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return len(answer.content) + headers + sum(len(str(cookie)) for cookie in answer.cookies.values())


def _brought_by(client, html):
    """Return {what: bytes} of what a page brings on a first visit, each asked for once."""
    linked = [path for tag in _LINKED.finditer(html) if not _is_elsewhere(tag) for path in [unescape(tag[1])]]
    is_signed_in = bool(client.cookies.get(marks.COOKIE) and client.cookies[marks.COOKIE].value)
    brought = {name: weight_of_file(name) for name in _files(linked)}
    brought |= {path: _asked(client, path) for path in linked if not path.startswith("/static/")}
    if is_signed_in and "js/page.js" in brought:
        worker = client.get("/sw.js", headers={"Accept-Encoding": "gzip, br"})
        brought["/sw.js"] = _over_the_wire(worker)
        language = re.search(r'<html lang="(\w\w)"', html)[1]
        for path in [*_kept_by(_plain(worker).decode()), f"/{language}/offline/"]:
            name = name_of(path)
            if name not in brought:
                brought[name] = weight_of_file(name) if path.startswith("/static/") else _asked(client, path)
    return brought


def name_of(path: str) -> str:
    """Return a file's name as the sources have it; the address of anything else as it is."""
    return _HASH.sub("", path.removeprefix("/static/"))


def _is_elsewhere(tag):
    """A note of the other language is no request; a browser that knows modules leaves plain scripts alone."""
    return 'rel="alternate"' in tag[0] or " nomodule" in tag[0] or "apple-touch-icon" in tag[0]


def _files(linked):
    names = [name_of(path) for path in linked if path.startswith("/static/")]
    found = []
    while names:
        name = names.pop()
        if name not in found:
            found.append(name)
            names += _imported_by(name) if name.endswith(".js") else []
    return found


def _imported_by(name):
    return [f"js/{module}" for module in _IMPORTED.findall((STATIC / name).read_text())]


def _kept_by(worker):
    """Return the addresses that the worker keeps when it is installed: the frame of the app."""
    frame = re.search(r'"frame":\[([^\]]*)\]', worker)
    assert frame, "the worker no longer says what it keeps"
    return _ADDRESS.findall(frame[1])


@lru_cache(maxsize=64)
def weight_of_file(name: str) -> int:
    """Return what a static file weighs as production sends it."""
    body = (STATIC / name).read_bytes()
    if name.endswith(".js"):
        body = packing.smaller(body.decode()).encode()
    return len(brotli.compress(body)) + len(name) + HEADERS_OF_A_FILE


def _asked(client, path):
    return _over_the_wire(client.get(path, headers={"Accept-Encoding": "gzip, br"}, follow=True))
