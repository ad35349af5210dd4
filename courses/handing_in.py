"""What phones send when they have a network: attempts made and cards read without one."""

from contextlib import suppress
from urllib.parse import urlsplit

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import marks, registration
from courses import carrying, handed, receiving
from courses.holding import words
from courses.models.offline import HeldAttempt

MOST_BYTES = 1024 * 1024
MOST_ATTEMPTS = 20
MOST_PLACES = 200


class NotReadable(Exception):
    """The body is no JSON object of the agreed shape."""


# A form of another site can't send JSON without asking first; so this needs no token, which a worker could not read.
@csrf_exempt
@require_POST
def hand_in(request):
    """Take in one learner's attempts and places; answer for each attempt whether it is received or held."""
    if not is_from_here(request):
        return JsonResponse({"error": "unreadable"}, status=400)
    if not request.user.is_authenticated or not registration.is_complete(request.user):
        return JsonResponse({"error": "sign_in"}, status=401)
    try:
        sent = read_object(request)
        given, places = _rows(sent, "attempts", MOST_ATTEMPTS), _rows(sent, "places", MOST_PLACES)
    except NotReadable:
        return JsonResponse({"error": "unreadable"}, status=400)
    if sent.get("learner") != marks.mark_of(request.user.pk):
        return JsonResponse({"error": "other_learner"}, status=409)
    now, clock = timezone.now(), handed.time_in(sent.get("clock"))
    told = []
    for payload in given:
        with suppress(receiving.TooManyWaiting):  # of what is not told, the phone keeps what it has
            told.append(_told(payload, receiving.receive(request.user, payload, now, clock=clock)))
    return JsonResponse({"attempts": told, "places": carrying.carry(request.user, places, now)})


def is_from_here(request) -> bool:
    """Return whether a script of our own pages sent this: JSON, and from our own origin where the browser says."""
    origin = request.headers.get("Origin")
    return request.content_type == "application/json" and (not origin or urlsplit(origin).netloc == request.get_host())


def read_object(request) -> dict:
    """Return the JSON object that was sent; raise NotReadable where it is none, or too large."""
    try:
        # Django would read a body of any declared length.
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise NotReadable
        sent = handed.decode(request.body)
    except (ValueError, handed.Unreadable) as error:
        raise NotReadable from error
    if not isinstance(sent, dict):
        raise NotReadable
    return sent


def _rows(sent, name, most):
    rows = sent.get(name, [])
    if not isinstance(rows, list) or len(rows) > most:
        raise NotReadable
    return rows


def _told(payload, outcome):
    """Return what the phone is told; it looks its attempt up by the ticket that it sent."""
    ticket = payload.get("ticket") if isinstance(payload, dict) else None
    told = {"ticket": ticket, "receipt": outcome.receipt}
    if outcome.attempt:
        attempt = outcome.attempt
        url = reverse("courses:result", args=[attempt.ticket])
        return {**told, "state": "received", "url": url, "is_pass": attempt.is_pass}
    held = outcome.held
    if held.state == HeldAttempt.State.EXPLAINED:
        return {**told, "state": "explained", "words": held.note}
    return {**told, "state": "held", "reason": held.reason, "words": words.for_learner(held)}
