"""The learner's modules as one small script, for pages and for the worker: one request, no byte that nobody needs."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import minify
from django.conf import settings

minify.config({"js-version": 2018})  # Chromium 64 knows no newer syntax

FIRST, WORKER = "phone.js", "worker.js"
SHARED = ("store.js", "sending.js", "parts.js", "taking.js")
ALONE = ("page.js", "listen.js", "plain.js")
"""What every visitor's page loads, or only some: these stay files of their own."""
FOLDER = Path(__file__).parent.parent / "lms" / "static" / "js"
_IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"\./([\w-]+\.js)";\n?', re.MULTILINE)
_LAZY = re.compile(r'import\("\./([\w-]+\.js)"\)')
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|let|class)) (\w+)", re.MULTILINE)


def app() -> str:
    """Return the pack of all modules; made once for a release, and anew each time in development."""
    return _app_at("" if not settings.DEVELOPMENT else max(path.stat().st_mtime_ns for path in FOLDER.glob("*.js")))


@lru_cache(maxsize=1)
def _app_at(_time):
    names = sorted(path.name for path in FOLDER.glob("*.js") if path.name not in ALONE)
    return pack(names, lambda name: (FOLDER / name).read_text())


def smaller(script: str) -> str:
    """Return a script without comments and spaces, its local names shortened."""
    return minify.string("application/javascript", script)


def pack(names: list[str], source_of: Callable[[str], str]) -> str:
    """Return these modules as one classic script: each runs when it is first asked for, as a module would.

    On a page the first module's exports are left in `self.salama`; in a worker only the worker's own module runs, with
    `BUILD` from the script that loads it. What nearly all import from stands in one scope, for the fewest bytes: there
    no two modules may use one name for two things, and none may touch the page before it is called.
    """
    shared = "".join(_bare(source_of(name)) for name in SHARED if name in names)
    modules = "".join(_module(name, source_of(name)) for name in names if name not in SHARED)
    start = f"if(self.document)self.salama={_call(FIRST)};else {_call(WORKER)};"
    once = "const once=(make)=>{let made;return()=>made||(made=make());};"
    return smaller(f'"use strict";(()=>{{{once}{shared}{modules}{start}}})();')


def _bare(source):
    """Return a module's code with its imports as what they are in the pack."""
    code = _EXPORT.sub(r"\1 \2", _IMPORT.sub(_bound, source))
    return _LAZY.sub(lambda found: f"Promise.resolve().then({_name(found[1])})", code)


def _module(name, source):
    exports = ",".join(found[1] for found in _EXPORT.findall(source))
    return f"const {_name(name)}=once(()=>{{{_bare(source)}\nreturn{{{exports}}};}});\n"


def _bound(found):
    """Return what an import is in the pack: nothing where the name stands in the shared scope anyhow."""
    if found[2] in SHARED:
        return ""
    return f"const {{{found[1]}}}={_call(found[2])};\n"


def _call(name):
    return f"{_name(name)}()"


def _name(name):
    return "$" + name.removesuffix(".js").replace("-", "_")
