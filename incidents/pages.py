"""What all pages of reporting are shown with."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from incidents import once
from incidents.forms import MEGABYTE, too_large, too_many

# Of photos and sounds that wait on a phone for a network, in all: an old one has little room.
KEPT_BYTES = 20 * MEGABYTE


def show(request, name: str, context: dict | None = None, status: int = 200) -> HttpResponse:
    """Return the page templates/incidents/report/<name>.html."""
    common = {
        # What phones keep is compared with the next one.
        "page_token": "" if getattr(request, "is_for_keeping", False) else once.new(),
        "exit_address": settings.QUICK_EXIT_URL,
        "most_files": settings.REPORT_FILES,
        "most_bytes": settings.REPORT_FILE_BYTES,
        "kept_bytes": KEPT_BYTES,
        "kept_megabytes": KEPT_BYTES // MEGABYTE,
        "most_megabytes": settings.REPORT_FILE_BYTES // MEGABYTE,
        "too_many": too_many(),
        "too_large": too_large(),
    }
    return render(request, f"incidents/report/{name}.html", common | (context or {}), status=status)
