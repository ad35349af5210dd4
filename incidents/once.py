"""Pages that show a receipt or replies are shown once, so that nobody gets them again by the browser's way back."""

import hmac
import secrets
import time

from django.conf import settings
from django.core.cache import cache

DAY = 24 * 3600
# A second press of the button, or a page that was cut off, is answered as the first was.
AGAIN_SECONDS = 10


def new() -> str:
    """Return the mark of one page, which it sends along with its form."""
    return secrets.token_urlsafe(16)


def was_shown(mark: str) -> bool:
    """Return whether what this mark asks for was shown longer ago than a second press takes; "" never was."""
    since = cache.get(_key(mark)) if mark else None
    return since is not None and time.time() - since >= AGAIN_SECONDS


def note(mark: str) -> None:
    """Remember that what this mark asks for is being shown; the first time counts."""
    if mark:
        cache.add(_key(mark), time.time(), DAY)


def _key(mark):
    name = hmac.digest(settings.SECRET_KEY.encode(), b"shown" + mark.encode(errors="replace"), "sha256")
    return f"report-shown:{name.hex()}"
