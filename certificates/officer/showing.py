"""What the officer's pages tell their script, and the holes that it fills."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import MONTHS
from django.utils.html import format_html

from certificates.officer import packing
from home.app import LANGUAGES

_HOLES = ("until", "listed", "prepared", "issued")


def context() -> dict:
    """Return what the templates of the check and of the check on the phone need besides the page's own."""
    return {
        "script": packing.address("check"),
        "kilobytes": round(packing.READER_BYTES / 1024),
        "told": _told(),
        "scanner": {
            "scan": packing.address("scan"),
            "reader": packing.address("reader"),
            "wasm": static("vendor/zxing/zxing_reader.wasm"),
        },
        "hole": {name: format_html('<b data-hole="{}"></b>', name) for name in _HOLES},
    }


def _told():
    """Return what the script reads, as the `data-` attributes of one element.

    `built` is the day on which the page was made (s since 1970); `zone` what the clock here is ahead of UTC (s).
    """
    midnight = datetime.combine(timezone.now().date(), time(), UTC)
    return {
        "base": settings.BASE_URL,
        "built": int(midnight.timestamp()),
        "zone": int(timezone.localtime().utcoffset().total_seconds()),
        "months": " ".join(str(MONTHS[number]) for number in range(1, 13)),
        "keep": " ".join(_kept()),
        "scopes": " ".join(["/v/", "/V/", *_in_languages("certificates:check")]),
    }


def _kept():
    """Return the addresses of what a prepared phone stores besides keys, list and courses."""
    files = [static("css/site.css"), static("img/icon.svg"), packing.address("check"), packing.address("scan")]
    return [*files, *_in_languages("certificates:check")]


def _in_languages(name):
    """Return the address of that name in each language."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(reverse(name))
    return found
