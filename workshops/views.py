"""At the workshop, on the participant's own phone: by the QR or the spoken code, with no sign-in asked for."""

import secrets

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import addresses, waits
from workshops import attending, codes, guessing, planning
from workshops.forms import CodeForm, PersonForm, invited_to
from workshops.models import Participant, Workshop
from workshops.testing import on_phones

Way = Participant.Way
_HERE = "workshops"


@never_cache
def by_qr(request, token):
    """Lead from the printed square to the page in the phone's language."""
    return redirect("workshops:attend", token=token)


@never_cache
def by_code(request):
    """Ask for the spoken code, and lead to the workshop at which it is said."""
    form = CodeForm(request.POST or None)
    found = _workshops_of(request, form) if form.is_valid() else []
    if len(found) == 1:
        return redirect(_by_code(found[0]))
    choices = [(workshop, _by_code(workshop)) for workshop in found]
    return render(request, "workshops/code.html", {"form": form, "choices": choices})


def _workshops_of(request, form):
    """Return the workshops whose code was typed; none, with a word beside the field, where it is nobody's."""
    now, address = timezone.now(), addresses.of(request)
    if wait := guessing.seconds_to_wait(address):
        form.add_error("code", waits.try_again_in(wait))
        return []
    found = codes.matching(Workshop.objects.open_at(now), form.cleaned_data["code"], now)
    if not found:
        guessing.note_miss(address)
        form.add_error("code", _("No workshop has this code now. It changes every few minutes: ask for the newest."))
    return found


def _by_code(workshop):
    return f"{reverse('workshops:attend', args=[workshop.token])}?by={Way.CODE}"


@never_cache
def attend(request, token):
    workshop = get_object_or_404(Workshop, token=token)
    now = timezone.now()
    is_for_another = "another" in request.GET
    participant = None if is_for_another else _mine(request, workshop)
    form = _form(request, workshop)
    refused = ""
    if _is_own_word(request) or form.is_valid():
        try:
            participant = _come(request, workshop, form, now)
        except tuple(_REFUSALS) as error:
            refused = _REFUSALS[type(error)]
        else:
            _remember(request, workshop, participant)
            return redirect("workshops:attend", token=token)
    context = {
        "workshop": workshop,
        "course_title": planning.course_title(workshop.course_key),
        "participant": participant,
        "test": _test_due(request, workshop, participant),
        "is_open": workshop.is_open(now),
        "is_over": now > workshop.closes_at,
        "is_for_another": is_for_another or not request.user.is_authenticated,
        "form": form,
        "refused": refused,
    }
    return render(request, "workshops/attend.html", context)


def _test_due(request, workshop, participant):
    """Return the occasion of the test to take now on this phone; whoever put somebody else on the list is not asked."""
    if participant is None or (request.user.is_authenticated and request.user.pk != participant.person_id):
        return ""
    return on_phones.due(workshop, request.user if request.user.is_authenticated else None)


_REFUSALS = {attending.NotNow: "not-now", attending.TakenOff: "taken-off", attending.Full: "full"}


def _form(request, workshop):
    if "full_name" in request.POST:
        return PersonForm(request.POST, invited=invited_to(workshop))
    return PersonForm(invited=invited_to(workshop), initial={"mark": secrets.token_urlsafe(12)})


def _is_own_word(request):
    """Return whether somebody who is signed in pressed the one button."""
    return request.user.is_authenticated and request.POST.get("do") == "me"


def _come(request, workshop, form, now):
    way = Way.CODE if request.GET.get("by") == Way.CODE else Way.QR
    if _is_own_word(request):
        return attending.come_by_oneself(workshop, request.user, way, now)
    mark = form.cleaned_data["mark"]
    return attending.come_by_oneself(workshop, form.said, way, now, mark=f"self-{mark}"[:40] if mark else "")


def _mine(request, workshop):
    """Return the row of who holds this phone, where they are here already."""
    here = workshop.participants.came()
    if request.user.is_authenticated and (mine := here.filter(person=request.user).first()):
        return mine
    pk = request.session.get(_HERE, {}).get(str(workshop.pk))
    return here.filter(pk=pk).first() if pk else None


def _remember(request, workshop, participant):
    request.session[_HERE] = request.session.get(_HERE, {}) | {str(workshop.pk): participant.pk}
