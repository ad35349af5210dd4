"""What all pages of reporting are shown with."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from incidents.forms import MEGABYTE, too_large, too_many


def show(request, name: str, context: dict | None = None, status: int = 200) -> HttpResponse:
    """Return the page templates/incidents/report/<name>.html."""
    common = {
        "exit_address": settings.QUICK_EXIT_URL,
        "most_files": settings.REPORT_FILES,
        "most_bytes": settings.REPORT_FILE_BYTES,
        "most_megabytes": settings.REPORT_FILE_BYTES // MEGABYTE,
        "too_many": too_many(),
        "too_large": too_large(),
    }
    return render(request, f"incidents/report/{name}.html", common | (context or {}), status=status)
