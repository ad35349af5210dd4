import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import translation

from incidents import faults, pages

_LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)
_ADDRESS = re.compile(rf"/({_LANGUAGES})/report(/.*)?", re.DOTALL)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
}


class ReportMiddleware:
    """Answer /xx/report/… before session, account and language: none of them may learn who reports.

    The browser's cookies are dropped unread and none is set. Without them there is nobody whom a foreign site could
    act for, so no token is asked for either; what browsers say comes from another site is refused all the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        found = _ADDRESS.fullmatch(request.path_info)
        if not found:
            return self.get_response(request)
        with translation.override(found[1]):
            response = _answer(_made_nameless(request))
        response.cookies.clear()
        for name, value in _HEADERS.items():
            response[name] = value
        # Django would write the address of what is refused or fails into the log.
        response._has_been_logged = True
        return response


def _made_nameless(request):
    request.META.pop("HTTP_COOKIE", None)
    request.COOKIES = {}
    request.GET = QueryDict()
    request.sensitive_post_parameters = "__ALL__"
    return request


def _answer(request):
    try:
        if request.method == "POST" and is_from_elsewhere(request):
            return pages.show(request, "refused", status=403)
        found = resolve(request.path_info)
        return found.func(request, *found.args, **found.kwargs)
    except Http404:
        return redirect("incidents:report")
    except Exception as error:  # noqa: BLE001 - a traceback's message and values can be the words of a report
        faults.note(error)
        return pages.show(request, "failed", status=500)


def is_from_elsewhere(request) -> bool:
    """Return whether the browser says that another site sent this; a hidden origin ("null") says nothing."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    try:
        return origin != "null" and urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True
