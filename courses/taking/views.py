"""Taking a course home: what it weighs, the bundle itself, and what is one learner's own."""

import re
from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from courses import handing_in
from courses.taking import giving, packing

_PHONE = re.compile(r"[0-9a-f]{32}")
_FOR_EVER = "private, max-age=31536000, immutable"


def for_takers(view):
    """Give the view the course that this learner may take home; answer others in JSON, for scripts ask."""

    @wraps(view)
    def guarded(request, course_key, **kwargs):
        if access.ask_learner(request):
            return _refuse("sign_in", 401)
        course = giving.course_for(request.user, course_key, translation.get_language())
        return view(request, course, **kwargs) if course else _refuse("closed", 404)

    return guarded


def _refuse(error, status):
    return JsonResponse({"error": error}, status=status)


@require_safe
@never_cache
@for_takers
def about(request, course):
    return JsonResponse({"course": course.key, "title": course.title, "languages": packing.facts_of(course.key)})


@require_safe
@for_takers
def take_bundle(request, course, digest):
    packed = packing.packed(course.key, course.language)
    if packed is None or packed.facts["hash"] != digest:
        return _refuse("old", 404)
    encoding, body = packed.encoded(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(body, "application/json")
    if encoding:
        response["Content-Encoding"] = encoding
    response["Cache-Control"] = _FOR_EVER
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


# A page kept for everybody holds no token; only our own scripts can send JSON here.
@csrf_exempt
@require_POST
@never_cache
@for_takers
def take(request, course):
    try:
        phone = _phone_in(request)
    except handing_in.NotReadable:
        return _refuse("unreadable", 400)
    return JsonResponse(giving.given_to(request.user, course, phone, timezone.now()))


def _phone_in(request):
    """Return the phone's own number; raise NotReadable for whatever our scripts do not send."""
    if not handing_in.is_from_here(request):
        raise handing_in.NotReadable
    phone = handing_in.read_object(request).get("phone")
    if not isinstance(phone, str) or not _PHONE.fullmatch(phone):
        raise handing_in.NotReadable
    return phone
