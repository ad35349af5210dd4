"""What officers' phones fetch: keys, list and courses, which anybody may have, and the scripts and the app of ours."""

from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates import keys, numbering, publishing
from certificates.officer import packing
from home import app

_FOR_A_WHILE = "public, max-age=300"
_FOR_GOOD = "public, max-age=31536000, immutable"
# The reader's thread alone may run WebAssembly, and nothing else: it fetches nothing.
_READERS_POLICY = "default-src 'none'; script-src 'wasm-unsafe-eval'"


def published(view):
    """Let any program in any page read the answer, for some minutes; say plainly where no key can sign."""

    @wraps(view)
    def answer(request):
        try:
            response = view(request)
            response["Cache-Control"] = _FOR_A_WHILE
        except keys.NoKey:
            response = HttpResponse("No key can sign certificates now.\n", "text/plain; charset=utf-8", status=503)
            response["Cache-Control"] = "no-store"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return require_safe(answer)


@published
def signing_keys(request):
    """Send the public keys (RFC 7517)."""
    document = keys.load().as_jwks(timezone.now())
    return JsonResponse(document, content_type="application/jwk-set+json")


@published
def status(request):
    """Send the signed list of what is revoked."""
    row = publishing.newest()
    return HttpResponse(row.document, "application/json", headers={"ETag": f'"{row.etag}"'})


@published
def courses(request):
    """Send the titles of courses by their numbers."""
    return JsonResponse(numbering.courses())


@require_safe
def worker(request):
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return _script(f'importScripts("{packing.address("check")}")', headers)


@require_safe
def script(request, name, digest):
    """Send a script: for good at its own address, and to whoever still has an older address for now."""
    if name not in packing.MADE:
        raise Http404
    is_current = request.path == packing.address(name)
    headers = {"Cache-Control": _FOR_GOOD if is_current else "no-cache"}
    if name == "reader":
        headers["Content-Security-Policy"] = _READERS_POLICY
    return _script(packing.script(name), headers)


def _script(text, headers):
    response = HttpResponse(text, "text/javascript; charset=utf-8", headers=headers)
    response.is_same_for_all = True
    return response


@require_safe
def manifest(request, language):
    """Send what makes the check an app of its own, beside the learner's."""
    with translation.override(language):
        response = JsonResponse(_manifest(language), content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


def _manifest(language):
    return {
        "id": "/v/",
        "name": _("Check a certificate"),
        "short_name": _("Check"),
        "lang": language,
        "dir": "ltr",
        "start_url": reverse("certificates:check"),
        "scope": "/",
        "display": "standalone",
        "theme_color": app.INK,
        "background_color": app.PAPER,
        "icons": app.icons(),
    }
