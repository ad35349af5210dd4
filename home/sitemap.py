"""What search engines may read, and what they are to leave alone."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from home import doors, page_cache, public_pages, sharing

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NOT_FOR_ROBOTS = ("/admin/", "/api/", "/dev/")


@require_safe
def sitemap(request):
    response = HttpResponse(page_cache.remember("sitemap", _render), "application/xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=600"
    response.is_same_for_all = True
    return response


def _render():
    return render_to_string("home/sitemap.xml", {"entries": entries()})


def entries() -> list[dict]:
    """Return each public address with the day of its last change and its addresses in all its languages."""
    return [*_pages(), *_doors()]


def _pages():
    """Return an entry for each page of the tree that anybody may open."""
    by_key = defaultdict(dict)
    for page in public_pages.published().select_related("locale").order_by("path"):
        if address := page.get_url():
            by_key[page.translation_key][page.locale.language_code] = (sharing.absolute(address), page)
    return [
        {"address": address, "changed": page.last_published_at, "languages": _languages(found)}
        for found in by_key.values()
        for address, page in found.values()
    ]


def _languages(found):
    if len(found) < len(LANGUAGES):
        return []
    return sharing.everywhere({code: address for code, (address, _page) in found.items()}).items()


def _doors():
    """Return an entry for each public address that is no page of the tree, in each language."""
    listed = [door for door in doors.open_here() if not sharing.is_unlisted(door.address())]
    addresses = [{code: sharing.absolute(door.address(code)) for code in LANGUAGES} for door in listed]
    return [
        {"address": address, "changed": None, "languages": sharing.everywhere(found).items()}
        for found in addresses
        for address in found.values()
    ]


@require_safe
def robots(request):
    """Answer with what robots may ask for: all but what is somebody's own."""
    closed = [*NOT_FOR_ROBOTS, *(f"/{code}/{first}/" for code in LANGUAGES for first in sharing.CLOSED)]
    rules = [f"Disallow: {path}" for path in closed]
    lines = ["User-agent: *", *rules, "", f"Sitemap: {sharing.absolute('sitemap.xml')}", ""]
    response = HttpResponse("\n".join(lines), "text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    response.is_same_for_all = True
    return response
