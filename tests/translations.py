"""Fails on a string that has no finished Kiswahili, or that locale/ does not know: `python -m tests.translations`."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib

PO = Path("locale/sw/LC_MESSAGES/django.po")


def known(path):
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}


def faults():
    """Yield a line for each string that is unfinished, unknown or no longer used."""
    for entry in polib.pofile(str(PO)):
        if not entry.obsolete and (entry.fuzzy or not entry.translated()):
            yield f"unfinished: {entry.msgid!r}"
    if not shutil.which("xgettext"):
        yield "gettext is not installed, so new strings could not be looked for (Debian: apt-get install gettext)"
        return
    before = PO.read_bytes()
    try:
        subprocess.run(["make", "--silent", "messages"], check=True, capture_output=True)
        now = known(PO)
    finally:
        PO.write_bytes(before)
    was = known(PO)
    yield from (f"not in locale/ (run `make messages`): {msgid!r}" for _context, msgid in sorted(now - was, key=str))
    yield from (f"no longer used (run `make messages`): {msgid!r}" for _context, msgid in sorted(was - now, key=str))


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "every string is translated")  # noqa: T201
    sys.exit(bool(found))
