"""The case team's own page: who is of it, who holds its key, and how that changes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import sealing, team
from incidents.casework import appointing, opening
from incidents.casework.access import APPOINT, officers_only, opened_only, team_or_appointers
from incidents.casework.forms import AppointForm, NewPassphraseForm, SureForm, UnlockForm
from incidents.models import KeyShare, Officer


@team_or_appointers
def officers(request):
    may_appoint = request.user.has_perm(APPOINT)
    form = AppointForm(request.POST or None)
    if request.method == "POST":
        if not may_appoint:
            raise PermissionDenied
        if form.is_valid() and _appoint(request, form):
            return redirect("incidents:officers")
    found = _officers()
    holding = sum(one.is_holder for one in found)
    context = {
        "tab": "team",
        "officers": found,
        "holding": holding,
        "has_key": team.current_key() is not None,
        "me": next((one for one in found if request.officer and one.pk == request.officer.pk), None),
        "may_appoint": may_appoint,
        "form": form,
    }
    return render(request, "incidents/cases/team.html", context)


def _officers():
    """Return the team, each with whether they hold the key that new reports are sealed to."""
    share = KeyShare.objects.filter(officer=OuterRef("pk"), team_key__is_current=True)
    return list(Officer.objects.active().annotate(is_holder=Exists(share)).select_related("user").order_by("pk"))


def _appoint(request, form):
    try:
        officer = appointing.appoint(appointing.find(form.cleaned_data["who"]), request.user, timezone.now())
    except appointing.Nobody:
        form.add_error("who", _("Nobody is known by that. Let them sign in once, then appoint them."))
        return None
    messages.success(request, _("%(name)s is a case officer now.") % {"name": officer})
    return officer


@officers_only
def passphrase(request):
    """Choose the first passphrase, another one for the same key, or, forgotten, one for new keys."""
    officer, private = request.officer, opening.private_of(request)
    is_begun, is_forgotten = officer.public_key is not None, officer.public_key is not None and private is None
    is_last = is_forgotten and team.is_last_holder(officer)
    form = NewPassphraseForm(officer, request.POST or None, needs_sure=is_last)
    if request.method == "POST" and form.is_valid():
        try:
            cookie = _set_passphrase(officer, private, form, is_last)
        except team.AlreadyBegun:
            messages.error(request, _("Your passphrase has just been set already. Unlock with that one."))
            return redirect("incidents:unlock")
        except team.LastHolder:
            return redirect("incidents:passphrase")
        response = redirect("incidents:officers")
        opening.give(response, cookie)
        messages.success(request, _("The passphrase is set. Nobody but you knows it."))
        return response
    context = {"form": form, "is_begun": is_begun, "is_forgotten": is_forgotten, "is_last": is_last}
    return render(request, "incidents/cases/passphrase.html", context)


def _set_passphrase(officer, private, form, is_sure):
    chosen, now = form.cleaned_data["passphrase"], timezone.now()
    if private:
        return opening.change_passphrase(officer, private, chosen, now)
    return opening.begin(officer, chosen, now, form.cleaned_data["seen"], is_sure)


@require_POST
@opened_only
def share(request, pk):
    taker = get_object_or_404(Officer.objects.with_keys().select_related("user"), pk=pk)
    if not request.officer.shares.filter(team_key__is_current=True).exists():
        messages.error(request, _("You do not hold the key yourself yet."))
    else:
        team.share(request.officer, request.private, taker, timezone.now())
        messages.success(request, _("%(name)s holds the key now, and can open reports.") % {"name": taker})
    return redirect("incidents:officers")


@opened_only
def rotate(request):
    """Change the team's key; the passphrase is asked for again, whoever sits at the unlocked screen."""
    is_sent = request.method == "POST" and "confirmed" in request.POST
    form = UnlockForm(request.officer, request.POST if is_sent else None)
    if is_sent and form.is_valid():
        return _rotate(request, form)
    return render(request, "incidents/cases/rotate.html", {"form": form})


def _rotate(request, form):
    response = redirect("incidents:officers")
    opening.give(response, form.cookie)
    try:
        team.rotate(request.officer, form.private, timezone.now())
    except (team.NotYours, sealing.CannotOpen):
        messages.error(request, _("You do not hold the key yourself yet."))
        return response
    messages.success(request, _("The team has a new key. Whoever left can open nothing more."))
    if left := team.left_behind(request.officer):
        text = _("Damaged cases that stay as they are, and can't be opened: %(number)s")
        messages.warning(request, text % {"number": left})
    return response


@require_POST
@opened_only
def start_over(request):
    """Begin a new team key where the old one is lost with its last holder."""
    if team.start_over(request.officer, timezone.now()):
        messages.success(request, _("The team has a new key. New reports can be read; the older ones are lost."))
    return redirect("incidents:officers")


@team_or_appointers
def remove(request, pk):
    if not request.user.has_perm(APPOINT):
        raise Http404
    officer = get_object_or_404(Officer.objects.select_related("user"), pk=pk)
    is_last = officer.left_at is None and team.is_last_holder(officer)
    form = SureForm(request.POST if request.method == "POST" else None, needs_sure=is_last)
    if request.method == "POST" and form.is_valid():
        try:
            appointing.remove(officer, request.user, timezone.now(), is_sure=is_last)
        except team.LastHolder:
            # The other holder has left since the page was made: it asks whether that is known.
            return redirect("incidents:remove", pk=pk)
        messages.success(request, _("%(name)s is no longer of the case team.") % {"name": officer})
        messages.warning(request, _("Change the team's key now, so that nothing that was copied opens new reports."))
        return redirect("incidents:officers")
    return render(request, "incidents/cases/remove.html", {"officer": officer, "form": form, "is_last": is_last})
