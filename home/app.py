"""The installable app: its service worker, its manifest, and the page that stands in where there is no network."""

import json
import re
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from csp.utils import build_policy
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home import page_cache, scripts
from home.context_processors import site_context

LANGUAGES = [code for code, _name in settings.LANGUAGES]
START = "/offline/?start"
INK, PAPER = "#14213d", "#fdfbf7"
# The scripts of which the worker itself is made, in order; and what a learner's pages need, a quiz excepted.
_WORKER = ("store.js", "sending.js", "worker.js")
_FRAME = ("page.js", "forms.js", "phone.js", "store.js", "sending.js", "parts.js", "panel.js", "shelf.js", "taking.js")
_ELSEWHERE = ("worker.js", "plain.js")
_IMPORT = re.compile(r"^import\s[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:default )?", re.MULTILINE)


@require_safe
def worker(request):
    response = HttpResponse(_worker_script(), "text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response.is_same_for_all = True
    return response


def _worker_script():
    return f'"use strict";\nconst BUILD = {json.dumps(_build())};\n{_code()}'


def _build():
    """Return what the worker is told: `code` changes with what the app does, the whole also with what its pages say."""
    frame = [static("css/site.css"), static("img/icon.svg"), *map(_script, _FRAME), *map(_address, LANGUAGES)]
    shells = [f"/{code}/offline/quiz/" for code in LANGUAGES]
    quiz = [*map(_script, _scripts_beside(_FRAME)), *shells]
    return {
        "code": _digest(_code(), *(_source(name) for name in _scripts_beside(())), *frame, *quiz),
        "says": _digest(*map(offline_html, LANGUAGES), *map(_page_at, shells)),
        "policy": "; ".join(sorted(build_policy().split("; "))),
        "frame": frame,
        "quiz": quiz,
    }


def _page_at(address):
    """Return what stands at an address of a room above this one, for somebody who is not signed in."""
    return page_cache.remember(f"kept:{address}", lambda: _render_at(address))


def _render_at(address):
    request = HttpRequest()
    request.method, request.path = "GET", address
    with translation.override(address[1:3]):
        found = resolve(address)
        return found.func(request, *found.args, **found.kwargs).content.decode()


def _script(name):
    return static(f"js/{name}")


def _scripts_beside(others):
    """Return the names of the learner's scripts but for these, as they stand in the sources."""
    names = sorted(path.name for path in _folder().glob("*.js"))
    return [name for name in names if name not in (*others, *_ELSEWHERE)]


def _folder():
    return Path(finders.find("js/page.js")).parent


def _digest(*texts):
    return blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


def _source(name):
    return (_folder() / name).read_text()


def _code():
    return _assemble() if settings.DEVELOPMENT else _code_of_release()


@lru_cache(maxsize=1)
def _code_of_release():
    return _assemble()


def _assemble():
    """Return the worker as one classic script: workers of older browsers know no modules.

    The last part stands in a block of its own, where it may use any name that the others use.
    """
    *shared, own = (scripts.without_comments(_source(name)) for name in _WORKER)
    whole = "".join([*shared, "{\n", own, "}\n"])
    return _EXPORT.sub("", _IMPORT.sub("", whole))


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
        "icons": _icons(),
        "shortcuts": [
            {"name": _("Carry on"), "url": START},
            {"name": _("My certificates"), "url": reverse("certificates:mine")},
            {"name": _("Helplines"), "url": reverse("home:helplines")},
        ],
    }


def _icons():
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


def _address(language):
    with translation.override(language):
        return reverse("home:offline")
