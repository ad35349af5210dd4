"""The installable app: its service worker, its manifest, and the page that stands in where there is no network."""

import json
from functools import lru_cache
from hashlib import blake2b

from csp.decorators import csp_exempt
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home import packing, page_cache
from home.context_processors import site_context

LANGUAGES = [code for code, _name in settings.LANGUAGES]
START = "/offline/?start"
# The form for reports waits on every phone, with what locks a report there until it can be sent.
REPORT_FILES = [
    "incidents/report.css",
    "incidents/report.js",
    "incidents/waiting.js",
    "incidents/files.js",
    "vendor/nacl/nacl.js",
    "vendor/nacl/box.js",
]
INK, PAPER = "#14213d", "#fdfbf7"


@require_safe
def worker(request):
    response = HttpResponse(_worker_script(), "text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response.is_same_for_all = True
    return response


def _worker_script():
    # Every byte counts into the budget of scripts: the pack, which the worker runs, stands in the frame only.
    return f"const BUILD={json.dumps(_build(), separators=(',', ':'))};importScripts(BUILD.frame[0])"


def _build():
    """Return what the worker is told: `frame` changes with what the app does, the whole also with what its pages say.

    `frame` is what every page needs, `help` the helplines and the form for reports, which are kept for everybody from
    their second page on, `more` what a course taken along needs besides.
    """
    frame = [app_address(), static("css/site.css"), static("img/icon.svg"), static("js/page.js")]
    helplines = [_address(code, "home:helplines") for code in LANGUAGES]
    reports = [f"/{code}/report/{page}" for code in LANGUAGES for page in ("", "follow/")]
    pages = [_address(code) for code in LANGUAGES]
    shells = [f"/{code}/offline/quiz/" for code in LANGUAGES]
    # In the order that takes the fewest bytes.
    return {
        "frame": frame,
        "help": [static("home/helplines.css"), *map(static, REPORT_FILES), *helplines, *reports],
        "more": [*pages, *shells],
        "says": _digest(*map(offline_html, LANGUAGES), *map(_page_at, [*helplines, *reports, *shells]))[:6],
        "policy": "; ".join(sorted(build_policy().split("; "))),
    }


def app_address() -> str:
    """Return the address of the pack of scripts, which changes with what it holds."""
    return reverse("app", args=[_name_of(packing.app())])


@lru_cache(maxsize=1)  # every page asks
def _name_of(pack):
    return _digest(pack)[:12]


@csp_exempt()  # a policy is a page's; here it would be bytes of every first visit
@require_safe
def app(request, digest):
    """Serve the pack: for good at its own address, and to whoever still has an older address for now."""
    response = HttpResponse(packing.app(), "text/javascript; charset=utf-8")
    is_current = request.path == app_address()
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-cache"
    response.is_same_for_all = True
    return response


def _page_at(address):
    """Return what stands at an address of a room above this one, for somebody who is not signed in."""
    return page_cache.remember(f"kept:{address}", lambda: _render_at(address))


def _render_at(address):
    request = HttpRequest()
    request.method, request.path = "GET", address
    request.is_for_keeping = True
    with translation.override(address[1:3]):
        found = resolve(address)
        return found.func(request, *found.args, **found.kwargs).content.decode()


def _digest(*texts):
    return blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


@require_safe
def manifest(request):
    response = JsonResponse(_manifest(), content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _manifest():
    name = settings.WAGTAIL_SITE_NAME
    return {
        "id": "/",
        "name": name,
        "short_name": name,
        "description": _("Training against trafficking in persons, for the people who work on the road."),
        "lang": translation.get_language(),
        "dir": "ltr",
        "start_url": START,
        "scope": "/",
        "display": "standalone",
        "theme_color": INK,
        "background_color": PAPER,
        "categories": ["education"],
        "icons": icons(),
        "shortcuts": [
            {"name": _("Carry on"), "url": START},
            {"name": _("My certificates"), "url": reverse("certificates:mine")},
            {"name": _("Helplines"), "url": reverse("home:helplines")},
        ],
    }


def icons() -> list[dict]:
    """Return the platform's icons as a manifest names them."""
    drawn = [{"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    pictures = (
        ("icon-192", "192x192", "any"),
        ("icon-512", "512x512", "any"),
        ("icon-maskable", "512x512", "maskable"),
    )
    return [
        {"src": static(f"img/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in pictures
    ] + drawn


@require_safe
def enter(request):
    """Lead on in the person's language: the opened app to their training, others to what is on this phone."""
    to = resolve_url(settings.LOGIN_REDIRECT_URL) if "start" in request.GET else reverse("home:offline")
    response = redirect(to)
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
def offline(request):
    response = HttpResponse(offline_html(translation.get_language()))
    response.is_same_for_all = True
    return response


def offline_html(language: str) -> str:
    """Return the page `On this phone` in the language: the same for everybody, for phones keep it for whoever comes."""
    return page_cache.remember(f"offline:{language}", lambda: _render_offline(language))


def _render_offline(language):
    with translation.override(language):
        other = next(code for code in LANGUAGES if code != language)
        context = {"other_language": (_address(other), True), **site_context()}
        return render_to_string("home/offline.html", context)


def _address(language, name="home:offline"):
    with translation.override(language):
        return reverse(name)
