"""Files that wait, between being looked at and being confirmed, on the server and for one person only."""

import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

KEPT_SECONDS = 3600
MOST_WAITING = 5


@dataclass
class Upload:
    """A file as it came, and what its sender said of it. `topic` is a slug, or empty."""

    data: bytes
    name: str
    format: str
    language: str
    topic: str


def keep(upload: Upload, user) -> str:
    """Keep the file for an hour and return the token by which its sender finds it again."""
    _tidy(user)
    token = secrets.token_urlsafe(24)
    path = _path(token, user)
    path.touch(mode=0o600)
    head = {name: getattr(upload, name) for name in ("name", "format", "language", "topic")}
    path.write_bytes(json.dumps(head).encode() + b"\n" + upload.data)
    return token


def find(token: str, user) -> Upload | None:
    """Return the file, or None where there is none of that token and person, or none any more."""
    path = _path(token, user)
    try:
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            return None
        head, _newline, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return Upload(data=data, **json.loads(head))


def drop(token: str, user):
    _path(token, user).unlink(missing_ok=True)


def _path(token, user):
    """The name is made from the token and the person, so that no other person's token leads here, nor any path."""
    digest = hashlib.sha256(f"{user.pk}:{token}".encode()).hexdigest()
    return _folder() / f"{user.pk}-{digest}"


def _folder():
    folder = Path(settings.IMPORTS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _tidy(user):
    """Take away what has expired, and the oldest files of somebody who leaves too many."""
    ages = {path: _age(path) for path in _folder().iterdir()}
    mine = sorted((path for path in ages if path.name.startswith(f"{user.pk}-")), key=ages.get)
    for path in {path for path, age in ages.items() if age > KEPT_SECONDS} | set(mine[MOST_WAITING - 1 :]):
        path.unlink(missing_ok=True)


def _age(path):
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0
