"""Reading what a phone sealed while it had no network: the words, and the photos and sounds with them."""

import base64
import json

from django.conf import settings

from incidents import files, sealing, taking, uploads
from incidents.models import TeamKey

_SEALED_BYTES = 96 * 1024
_MOST_TOKEN = 64


def read(request) -> taking.Sent:
    """Return what a phone sent: `{sealed, key, token}` as JSON, or, with files, as a form that has `files` besides.

    Raises uploads.TooLarge, uploads.Broken, and ValueError where it is no sealed box for a key of ours.
    """
    if request.content_type.startswith("multipart/"):
        fields, uploaded = uploads.read(request)
        found = fields.dict() | {"key": int(fields.get("key", ""))}
    else:
        found, uploaded = json.loads(uploads.read_body(request, _SEALED_BYTES)), []
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in ("sealed", "token")):
        raise ValueError
    key = found.get("key")
    is_ours = type(key) is int and TeamKey.objects.filter(pk=key).exists()
    if not _is_box(found["sealed"]) or not is_ours or not 0 < len(found["token"]) <= _MOST_TOKEN:
        raise ValueError
    return taking.Sent({"sealed": found["sealed"], "key": key}, found["token"], _files(uploaded, key))


def _is_box(text):
    return len(text) <= _SEALED_BYTES and len(base64.b64decode(text, validate=True)) >= sealing.SEAL_BYTES


def _files(uploaded, key):
    """Return the files as they came. A phone sends no more and no larger ones than may be; what does is no phone."""
    if len(uploaded) > settings.REPORT_FILES:
        raise ValueError
    if not all(sealing.SEAL_BYTES < one.size <= uploads.most_bytes() for one in uploaded):
        raise ValueError
    return [files.Locked(number, one.read(), key) for number, one in enumerate(uploaded, 1)]
