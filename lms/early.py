"""Strangers' pages, answered before session, language and account are looked at, none of which they need."""

import re
import time
from datetime import datetime, timedelta
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
# Addresses with a query are without number; they may not crowd out the pages that everybody asks for.
MOST_ASKED_KEPT = 64
LARGEST = 256 * 1024
_LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)
_ADDRESS = re.compile(rf"/({_LANGUAGES})/[^\x00-\x20]{{0,200}}")
_ASKED = "|".join(f"{name}={values}" for name, values in settings.EARLY_QUERIES.items())
_QUERY = re.compile(rf"(?:(?:{_ASKED})(?:&|\Z)){{1,4}}")
_CHANGES_NOTHING = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


class Answer(NamedTuple):
    """A whole page as it goes out: {content encoding: (headers as kept, body)}, and until when (seconds since 1970)."""

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
        self._near = (None, {}, {})

    def __call__(self, request):
        if not _is_strangers(request):
            return self.get_response(request)
        is_asked = bool(request.META.get("QUERY_STRING"))
        near = self._near_of(page_cache.generation(), is_asked)
        key = _key(request)
        answer = near.get(key)
        if answer is None or answer.until < time.time():
            answer, response = self._find(request, key)
            if answer is None:
                return response
            if len(near) >= (MOST_ASKED_KEPT if is_asked else MOST_KEPT):
                near.clear()
            near[key] = answer
        return _respond(request, answer)

    def _near_of(self, generation, is_asked):
        of, *nears = self._near
        if of != generation:
            nears = {}, {}
            self._near = (generation, *nears)
        return nears[is_asked]

    def _find(self, request, key):
        """Return the answer from the store, or the response just made where it is nobody else's."""
        responses = []

        def make():
            responses.append(self.get_response(request))
            return _answer_of(request, responses[0])

        # Some pages change with the day.
        dated = f"{timezone.localdate()}:{key}"
        answer = make() if request.META.get("QUERY_STRING") else page_cache.remember(dated, make)
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
    """Return what a stranger's page depends on; plain HTTP is led on to HTTPS, or hears less about how to come back."""
    saves_data = request.META.get("HTTP_SAVE_DATA", "").strip().lower() == "on"
    return f"early:{request.scheme}:{saves_data:d}:{request.path_info}?{request.META.get('QUERY_STRING', '')}"


def _answer_of(request, response):
    """Return the answer that every stranger may get, or None where it is for this one only."""
    if not _is_for_all(request, response):
        return None
    response.cookies.clear()
    wire.describe(request, response)
    is_lasting = not request.META.get("QUERY_STRING")
    return Answer(min(time.time() + SECONDS_KEPT, _midnight()), wire.in_each_encoding(response, is_lasting))


def _midnight():
    tomorrow = timezone.localtime().date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, datetime.min.time())).timestamp()


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
    response = HttpResponse(body)
    # One by one, checking each anew, they cost as much as all else here.
    response.headers._store.update(headers)
    remember_language(request, response, request.path_info[1:3])
    response = wire.unless_known(request, response)
    response.is_ready = True
    return response
