"""Strangers' pages, answered before session, language and account are looked at, none of which they need."""

import re
import time
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.utils import timezone

from home import page_cache
from lms import wire
from lms.middleware import remember_language

SECONDS_KEPT = 3600
MOST_KEPT = 512
LARGEST = 256 * 1024
_LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)
_ADDRESS = re.compile(rf"/({_LANGUAGES})/[^\x00-\x20]{{0,200}}")
_ASKED = "|".join(f"{name}={values}" for name, values in settings.EARLY_QUERIES.items())
_QUERY = re.compile(rf"(?:(?:{_ASKED})(?:&|\Z)){{1,4}}")
_CHANGES_NOTHING = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


class Answer(NamedTuple):
    """A whole page as it goes out: {content encoding: (headers, body)}, and until when (seconds since 1970)."""

    until: float
    encoded: dict[str, tuple[dict, bytes]]


class EarlyMiddleware:
    """Serve a page that is the same for all strangers from the store; who is known in any way gets their own.

    Beside the store, each process keeps such pages in memory, by the store's generation: a publish is seen at once.
    """

    def __init__(self, get_response):
        if settings.DEBUG:
            raise MiddlewareNotUsed  # who writes templates wants to see them
        self.get_response = get_response
        self._near = (None, {})

    def __call__(self, request):
        if not _is_strangers(request):
            return self.get_response(request)
        near = self._near_of(page_cache.generation())
        key = _key(request)
        answer = near.get(key)
        if answer is None or answer.until < time.time():
            answer, response = self._find(request, key)
            if answer is None:
                return response
            if len(near) >= MOST_KEPT:
                near.clear()
            near[key] = answer
        return _respond(request, answer)

    def _near_of(self, generation):
        of, near = self._near
        if of != generation:
            near = {}
            self._near = (generation, near)
        return near

    def _find(self, request, key):
        """Return the answer from the store, or the response just made where it is nobody else's."""
        responses = []

        def make():
            responses.append(self.get_response(request))
            return _answer_of(request, responses[0])

        # Addresses with a query are without number: they stay out of the store that everybody's pages are in.
        answer = make() if request.META.get("QUERY_STRING") else page_cache.remember(key, make)
        return answer, responses[0] if answer is None else None


def _is_strangers(request):
    """Return whether this may be a public page, asked for by somebody of whom nothing is known but their language."""
    query = request.META.get("QUERY_STRING")
    return (
        request.method in ("GET", "HEAD")
        and _ADDRESS.fullmatch(request.path_info)
        and (not query or _QUERY.fullmatch(query))
        and request.COOKIES.keys() <= _CHANGES_NOTHING
        # Wagtail shows drafts by a request without cookies.
        and not hasattr(request, "is_dummy")
    )


def _key(request):
    """Return what a stranger's page depends on; some pages change with the day."""
    saves_data = request.META.get("HTTP_SAVE_DATA", "").strip().lower() == "on"
    query = request.META.get("QUERY_STRING", "")
    return f"early:{timezone.localdate()}:{saves_data:d}:{request.path_info}?{query}"


def _answer_of(request, response):
    """Return the answer that every stranger may get, or None where it is for this one only."""
    if not _is_for_all(request, response):
        return None
    response.cookies.clear()
    wire.describe(request, response)
    return Answer(time.time() + SECONDS_KEPT, wire.in_each_encoding(response))


def _is_for_all(request, response):
    found = request.resolver_match
    return (
        request.method == "GET"
        and found is not None
        and found.view_name in settings.EARLY_VIEWS
        and wire.may_be_kept(request, response)
        and response.get("Content-Type", "").startswith("text/html")
        and len(response.content) <= LARGEST
        and response.cookies.keys() <= {settings.LANGUAGE_COOKIE_NAME}
        # A form's token is one visitor's, also where their cookie is there already.
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
        and b"csrfmiddlewaretoken" not in response.content
    )


def _respond(request, answer):
    headers, body = answer.encoded[wire.encoding_for(request)]
    response = HttpResponse(body, headers=headers)
    remember_language(request, response, request.path_info[1:3])
    response = wire.unless_known(request, response)
    response.is_ready = True
    return response
