"""A workshop as its trainer runs it from a phone: the code to say, who is here, and who comes without a phone."""

import json
import secrets

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import waits
from workshops import attending, planning, register
from workshops.access import ask_trainer, trainers_only, trainers_script_only
from workshops.forms import HallForm, invited_to
from workshops.models import Participant, Workshop

COMING_SHOWN = 20
SCRIPTS = ("workshops/register.js", "css/site.css", "css/workshops.css", "img/icon.svg")
_WORKER = settings.BASE_DIR / "lms" / "static" / "workshops" / "worker.js"
Way = Participant.Way


@never_cache
def workshops(request):
    """List what runs now, what is next and what was last, to be run from a phone."""
    if request.user.is_authenticated and not request.user.has_perm("workshops.change_workshop"):
        raise Http404
    if way := ask_trainer(request):
        return way
    now = timezone.now()
    known = planning.with_counts(Workshop.objects.of_trainer(request.user))
    context = {
        "running": known.around(now).order_by("starts_at"),
        "coming": known.filter(starts_at__gt=now)
        .exclude(pk__in=known.around(now).values("pk"))
        .order_by("starts_at")[:COMING_SHOWN],
        "past": known.past(now).exclude(pk__in=known.around(now).values("pk"))[:COMING_SHOWN],
    }
    return render(request, "workshops/runs.html", context)


@trainers_only
def run(request, workshop):
    form = _form(request, workshop)
    if request.method == "POST" and (address := _act(request, workshop, form)):
        return HttpResponseRedirect(address)
    shown = register.shown(workshop, timezone.now())
    context = {
        "workshop": workshop,
        "shown": shown,
        "left": _("New code in %(time)s.") % {"time": waits.in_words(shown["left"])},
        "form": form,
        "words": _words(),
    }
    return render(request, "workshops/run.html", context)


def _words():
    """Return what the page's script says; the places that it fills in stand in braces."""
    return {
        "here": _("Here"),
        "away": _("Not here"),
        "left": _("New code in %(time)s.") % {"time": "{time}"},
        "old": _("This code is old: there is no network to fetch the newest. Tick people yourself."),
        "waiting": _("Waiting to be sent: %(n)s") % {"n": "{n}"},
        "offline": _("No network. Tick and add as always: it is kept on this phone and sent by itself."),
        "ready": _("This list also opens on this phone without a network."),
        "sign-in": _("Sign in again to send what is kept on this phone."),
        "refused": _("Could not be kept: %(name)s") % {"name": "{name}"},
        "correct": _("Put it right"),
        "drop": _("Leave it out"),
        "no-name": _("Write the full name as on the ID."),
        "unsent": _("not sent yet"),
    }


def _form(request, workshop):
    if request.method == "POST" and request.POST.get("do") == "add":
        return HallForm(request.POST, invited=invited_to(workshop))
    return HallForm(invited=invited_to(workshop), initial={"mark": secrets.token_hex(8)})


def _act(request, workshop, form):
    """Do what a button without scripts asks for; return where to go on, or None where the form is to be put right."""
    now, here = timezone.now(), reverse("workshops:run", args=[workshop.pk])
    if request.POST.get("do") == "add":
        if not form.is_valid():
            return None
        mark = form.cleaned_data["mark"]
        row = attending.come_by_trainer(workshop, form.said, Way.TRAINER, now, request.user, mark=mark)
        text = _("%(name)s is here: number %(number)s on the list.")
        messages.success(request, text % {"name": row.person, "number": row.number})
        return here
    row = _chosen(request, workshop)
    if row and "tick" in request.POST:
        attending.note_came(row, Way.TRAINER, now, request.user)
    elif row and "untick" in request.POST:
        attending.note_away(row, request.user)
    return f"{here}#row-{row.pk}" if row else here


def _chosen(request, workshop):
    pk = request.POST.get("tick") or request.POST.get("untick") or ""
    return workshop.participants.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None


@trainers_script_only
@require_http_methods(["GET", "HEAD", "POST"])
def rows(request, workshop):
    """Take what the phone kept while there was no network, then tell it how the list stands."""
    answers = []
    now = timezone.now()
    if request.method == "POST":
        try:
            answers = register.take(workshop, json.loads(request.body), request.user, now)
        except (ValueError, RecursionError, register.NotASending):
            return JsonResponse({"error": "sending"}, status=400)
    return JsonResponse({**register.shown(workshop, now), "answers": answers, "token": get_token(request)})


@require_safe
def worker(request):
    """Serve the worker that shows the list without a network; its scope is these pages alone."""
    build = {"files": [static(path) for path in SCRIPTS], "scope": reverse("workshops:runs")}
    text = f'"use strict";const BUILD={json.dumps(build)};{_WORKER.read_text()}'
    response = HttpResponse(text, "text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
