from django.conf import settings
from django.http import Http404
from django.middleware.locale import LocaleMiddleware
from django.urls import resolve
from django.utils.translation import get_language_from_path, get_language_from_request

from certificates import problems

_FOR_PROGRAMS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class ApiMiddleware:
    """Answer /api/ before session, account and language, none of which programs need.

    A 404 there is else taken for a page that lacks its language. All answers have the same headers; where no view
    answers, they are problem documents.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        response = self._answer(request)
        for name, value in _FOR_PROGRAMS.items():
            response.headers.setdefault(name, value)
        return response

    def _answer(self, request):
        try:
            found = resolve(request.path_info)
            response = found.func(request, *found.args, **found.kwargs)
        except Http404:
            return problems.answer(404, "Nothing has this address.")
        if response.status_code != 405:
            return response
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        return problems.answer(405, "This address only answers to the methods in Allow.", {"Allow": allowed})


class LanguageMiddleware(LocaleMiddleware):
    """Serve the address's language, and remember it where `/` would have chosen another one.

    A visitor whose browser already asks for the page's language gets no cookie. What scripts fetch chooses nothing.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        language = get_language_from_path(request.path_info)
        if language and response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            remember_language(request, response, language)
        return response


def remember_language(request, response, language: str) -> None:
    """Set the cookie that names the page's language, where the browser and its cookie ask for another one."""
    if language != get_language_from_request(request):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )


class AdminPolicyMiddleware:
    """Loosen the rules for Wagtail's own pages, which need inline scripts and show previews in a frame."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            # A preview is rendered by a request within this one, which has set the strict header already.
            del response["Content-Security-Policy"]
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response
