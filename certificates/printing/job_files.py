"""The files of print jobs: a folder for each in a private place, so that what a killed process leaves goes with it."""

import json
import os
import secrets
import shutil
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
from django.conf import settings

from certificates.models import PrintJob


def write(job: PrintJob, name: str, data: bytes) -> str:
    """Write a file that is there whole or not at all, and return its name."""
    folder = _folder(job)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / new_name("draft")
    with open(draft, "xb", opener=_open_for_one) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / name)
    return name


def new_name(kind: str) -> str:
    """Return a name that no other file has."""
    return f"{secrets.token_hex(8)}.{kind}"


def _open_for_one(path, flags):
    return os.open(path, flags, 0o600)


def write_parts(job: PrintJob, parts: list[dict]) -> str:
    """Write the list of finished parts and return its name: a new one each time, for the job's row to name."""
    return write(job, new_name("json"), json.dumps(parts).encode())


def read_parts(job: PrintJob) -> list[dict]:
    """Return the parts in order: `file` ("" where all were left out), `end` in the job's codes, `left_out`, codes.

    A finished PDF has its list beside it, under the same name. Raises OSError where it is gone.
    """
    return json.loads(path(job, job.file).with_suffix(".json").read_bytes()) if job.file else []


def path(job: PrintJob, name: str) -> Path:
    return _folder(job) / name


def keep_only(job: PrintJob, name: str) -> None:
    """Remove every file of the job but this one, and its list of parts."""
    for other in _folder(job).glob("*"):
        if other.stem != Path(name).stem:
            other.unlink(missing_ok=True)


def remove(job: PrintJob) -> None:
    """Remove every file of the job; where there is none, do nothing."""
    shutil.rmtree(_folder(job), ignore_errors=True)


def join(job: PrintJob, names: Iterable[str]) -> bytes:
    """Return one PDF of all the pages of these files, in their order. Raises OSError and pikepdf.PdfError."""
    wishes = {"/DisplayDocTitle": True}
    with pikepdf.new() as whole:
        for name in names:
            with pikepdf.open(BytesIO(path(job, name).read_bytes())) as part:
                whole.pages.extend(part.pages)
                wishes |= dict(part.Root.get("/ViewerPreferences", {}))
        _share_fonts(whole)
        whole.docinfo["/Title"] = str(job)
        whole.docinfo["/Creator"] = settings.WAGTAIL_SITE_NAME
        whole.Root.Lang = pikepdf.String("en")
        whole.Root.ViewerPreferences = pikepdf.Dictionary(wishes)
        file = BytesIO()
        whole.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return file.getvalue()


def _share_fonts(whole):
    """Keep one of each font file: the parts bring the same ones, a tenth of what a long PDF weighs."""
    known = {}
    for thing in whole.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
            digest = sha256(thing.FontFile2.read_raw_bytes()).digest()
            thing.FontFile2 = known.setdefault(digest, thing.FontFile2)


def _folder(job):
    return Path(settings.PRINTS_ROOT) / job.token
