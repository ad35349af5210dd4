"""What is said where nothing has the address: in its language, with the pages whose addresses are nearest to it."""

from difflib import get_close_matches

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import translation

from home import doors, page_cache, public_pages

MOST = 3
NEAR = 0.6
LONGEST = 80
MOST_PAGES = 300


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    language = translation.get_language()
    context = {"near": near(request.path, language), "other_language": (_elsewhere(request.path, language), False)}
    return HttpResponse(render_to_string("404.html", context, request), status=404)


def _elsewhere(path, language):
    """Return where the same is said in the other language."""
    other = next(code for code, _name in settings.LANGUAGES if code != language)
    # An address that begins with two strokes would name another host.
    path = "/" + path.lstrip("/")
    address = translate_url(path, other)
    return f"/{other}/" if address == path else address


def near(path: str, language: str) -> list[tuple[str, str]]:
    """Return (title, address) of the public pages whose last part is most like the one asked for, the nearest first."""
    asked = path.lower().strip("/").rsplit("/", 1)[-1][:LONGEST]
    if len(asked) < 3:
        return []
    known = page_cache.remember(f"last-parts:{language}", lambda: _last_parts(language))
    found = get_close_matches(asked, known, n=MOST, cutoff=NEAR)
    return [place for part in found for place in known[part]][:MOST]


def _last_parts(language):
    """Return {last part of an address: [(title, address)]} of the public pages of a language, the newest first."""
    found = {}
    pages = public_pages.published(language).filter(depth__gt=public_pages.HOME_DEPTH)
    places = [(page.title, page.get_url() or "") for page in pages.order_by("-pk")[:MOST_PAGES]]
    places += [(str(door.title), door.address()) for door in doors.open_here()]
    for title, address in places:
        found.setdefault(address.strip("/").rsplit("/", 1)[-1], []).append((title, address))
    return found
