"""The officer's scripts as they are sent: each one file, small, at an address that changes with what it holds."""

import re
from functools import lru_cache
from hashlib import blake2b

from django.conf import settings
from django.urls import reverse

from home import packing

FOLDER = settings.BASE_DIR / "lms" / "static" / "verify"
VENDOR = FOLDER.parent / "vendor" / "zxing"
READER_BYTES = 327_000
"""What the WebAssembly reader weighs over the wire, its two files together, to the nearest thousand."""

_IMPORT = re.compile(r'^import\s*\{[^}]*\}\s*from\s*"\./([\w-]+\.js)";\n?', re.MULTILINE)
_EXPORTED = re.compile(r"^export (\{[^}]*\};\n?)?", re.MULTILINE)


def check() -> str:
    """Return the script of the page and of its worker: main.js and all that it imports, in one scope."""
    return packing.smaller(f'"use strict";(()=>{{{joined("main.js")}}})();')


def scan() -> str:
    """Return the module that looks through the camera, which is loaded at a press."""
    return packing.smaller((FOLDER / "scan.js").read_text())


def reader() -> str:
    """Return the script that reads QR codes in a thread of its own, where the browser can't."""
    loader = (VENDOR / "reader.js").read_text().replace("catch{", "catch(_){")
    return loader + packing.smaller((FOLDER / "reader.js").read_text())


def joined(first: str) -> str:
    """Return a module after those that it imports, without imports and exports: no two may use one name."""
    return "".join(_bare(name) for name in _in_order(first, []))


MADE = {"check": check, "scan": scan, "reader": reader}


def script(name: str) -> str:
    """Return one of MADE; made once for a release, and anew each time in development."""
    return _script_at(name, _changed_at() if settings.DEVELOPMENT else 0)


def address(name: str) -> str:
    """Return where a script of MADE stands, by what it holds."""
    return reverse("verify_script", args=[name, digest(script(name))])


@lru_cache(maxsize=16)
def digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=8)
def _script_at(name, _time):
    return MADE[name]()


def _changed_at():
    return max(path.stat().st_mtime_ns for path in FOLDER.glob("*.js"))


def _in_order(name, found):
    """Add to `found` a module and all that it imports, each after those that it needs, and return it."""
    for needed in _IMPORT.findall((FOLDER / name).read_text()):
        _in_order(needed, found)
    if name not in found:
        found.append(name)
    return found


def _bare(name):
    return _EXPORTED.sub("", _IMPORT.sub("", (FOLDER / name).read_text()))
