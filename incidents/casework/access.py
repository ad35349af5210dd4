"""Who may open the case team's pages: its officers past their second factor, and further in only with their key."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import ask_second_factor
from incidents.casework import opening
from incidents.casework.forms import UnlockForm
from incidents.models import Officer

APPOINT = "incidents.add_officer"
# What a page does that locks itself while something stands typed in it: nothing but to bring that back.
DRAFT = "draft"


def officers_only(view):
    """Let in who is of the case team now, as `request.officer`; to others, however mighty, there is no such page."""
    return _guard(view, lambda request: request.officer is not None)


def team_or_appointers(view):
    """Let in the case team and who appoints it; `request.officer` is None for who is not of the team."""
    return _guard(view, lambda request: request.officer is not None or request.user.has_perm(APPOINT))


def opened_only(view):
    """Let in an officer whose key is unlocked, as `request.private`; ask others for the passphrase first.

    A form that comes too late is kept in the page that asks, and goes on from there.
    """

    @officers_only
    @wraps(view)
    def opened(request, *args, **kwargs):
        if request.officer.public_key is None:
            return redirect("incidents:officers")
        request.private = opening.private_of(request)
        if request.private is None or _was_left(request):
            return _ask(request, lambda: view(request, *args, **kwargs))
        return view(request, *args, **kwargs)

    return opened


def _was_left(request):
    """Return whether a page that was left alone sent what was typed into it, so that it is gone from the screen."""
    return request.POST.get("do") == DRAFT


def _guard(view, may_enter):
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return ask_second_factor(request)
        mine = Officer.objects.active().select_related("user")
        request.officer = mine.filter(user=request.user).first()
        if not may_enter(request):
            raise Http404
        response = ask_second_factor(request) or view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return guarded


def _ask(request, go_on):
    """Ask for the passphrase; of a form, what was typed is carried along, and done once the passphrase is right."""
    if request.method != "POST":
        return redirect(f"{reverse('incidents:unlock')}?{urlencode({'next': request.get_full_path()})}")
    form = UnlockForm(request.officer, request.POST if "passphrase" in request.POST else None)
    if not form.is_valid():
        typed = request.POST.lists()
        kept = [(name, value) for name, values in typed for value in values if name not in _OWN_FIELDS]
        return render(request, "incidents/cases/unlock.html", {"form": form, "kept": kept, "is_late": True})
    request.private = form.private
    response = go_on()
    opening.give(response, form.cookie)
    return response


_OWN_FIELDS = ("passphrase", "csrfmiddlewaretoken")
