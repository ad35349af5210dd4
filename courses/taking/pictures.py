"""The pictures of rendered pages: which ones a phone has to keep, and their weight."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

from django.conf import settings
from django.core.files.storage import default_storage

_OTHER_FORMATS = re.compile(r"<source\b[^>]*>")
_ADDRESS = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"')


def one_of_each(html: str) -> str:
    """Return the page with the format of each picture that every browser knows alone, so that one file is kept."""
    return _OTHER_FORMATS.sub("", html)


def weighed(pages: Iterable[str]) -> list[dict]:
    """Return the address and weight of each picture of our own that these pages show, in the order met."""
    found = dict.fromkeys(unescape(address) for html in pages for address in _ADDRESS.findall(html))
    return [
        {"url": address, "bytes": size}
        for address in found
        if address.startswith(settings.MEDIA_URL) and (size := _weight(address))
    ]


def _weight(address):
    name = unquote(address.removeprefix(settings.MEDIA_URL))
    return default_storage.size(name) if default_storage.exists(name) else 0
