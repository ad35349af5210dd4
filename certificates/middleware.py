import re

from django.http import Http404
from django.urls import resolve
from django.utils import translation

from accounts import addresses
from certificates import problems, verify_page

# Whatever stands there is a code, right or wrong, but for the documents that machines read (/v/keys.json and its kin)
# and the scripts of officers' phones.
_ADDRESS = re.compile(r"/v/(?![a-z0-9.-]+\.(?:json|js|webmanifest)$)([^/]+)/?", re.IGNORECASE)
_PROGRAMS = "/api/"
_FOR_PROGRAMS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class VerifyMiddleware:
    """Answer /v/<code> before session, account and routing, none of which a check needs: it halves the time.

    It also keeps the answer "not found" from being taken for a page that lacks its language. So it is with what
    programs ask at /api/, which is routed from here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(_PROGRAMS):
            return _for_program(request)
        address = _ADDRESS.fullmatch(request.path_info)
        if not address or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            return verify_page.answer(address[1], addresses.of(request))


def _for_program(request):
    """Return the view's answer with the headers that all of them have, a problem document where nothing answers."""
    try:
        found = resolve(request.path_info)
        response = found.func(request, *found.args, **found.kwargs)
    except Http404:
        response = problems.answer(404, "Nothing has this address.")
    if response.status_code == 405:
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        response = problems.answer(405, "This address only answers to the methods in Allow.", {"Allow": allowed})
    for name, value in _FOR_PROGRAMS.items():
        response.headers.setdefault(name, value)
    return response
