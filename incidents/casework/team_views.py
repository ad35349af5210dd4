"""The case team's own page: who is of it, who holds its key, and how that changes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import sealing, starting_over, team
from incidents.casework import appointing, opening
from incidents.casework.access import APPOINT, officers_only, opened_only, team_or_appointers
from incidents.casework.forms import AppointForm, NewPassphraseForm, OldPassphraseForm, UnlockForm
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
    key, me = team.current_key(), _me(request, found)
    context = {
        "tab": "team",
        "officers": found,
        "holding": holding,
        "has_key": key is not None,
        "me": me,
        "fingerprint": me and me.public_key and team.fingerprint(me.public_key),
        "has_kept": me and me.public_key and me.kept.exists(),
        "may_ask": me and me.public_key and not me.is_holder and holding <= starting_over.MOST_HOLDERS,
        **_asked_of(key),
        "may_appoint": may_appoint,
        "form": form,
    }
    return render(request, "incidents/cases/team.html", context)


def _asked_of(key):
    """Return what the page says of a new key that was asked for."""
    opens_at = key and starting_over.opens_at(key)
    return {"asked": key, "opens_at": opens_at, "is_time": opens_at <= timezone.now()} if opens_at else {}


def _me(request, found):
    return next((one for one in found if request.officer and one.pk == request.officer.pk), None)


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
    except appointing.Yourself:
        form.add_error("who", _("Nobody appoints themself. Let another administrator do it."))
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


@opened_only
def old_passphrase(request):
    """Take up again what an old passphrase of one's own opens."""
    form = OldPassphraseForm(request.officer, request.POST if "old_passphrase" in request.POST else None)
    if form.is_bound and form.is_valid():
        messages.success(request, _("What the old passphrase opened is yours again."))
        return redirect("incidents:officers")
    return render(request, "incidents/cases/old_passphrase.html", {"form": form})


def _set_passphrase(officer, private, form, is_sure):
    chosen, now = form.cleaned_data["passphrase"], timezone.now()
    if private:
        return opening.change_passphrase(officer, private, chosen, now)
    return opening.begin(officer, chosen, now, form.cleaned_data["seen"], is_sure)


@opened_only
def share(request, pk):
    """Give the key to a colleague whose key was compared with them; it is asked again where that is another by now."""
    taker = get_object_or_404(Officer.objects.with_keys().select_related("user", "appointed_by"), pk=pk)
    if not request.officer.shares.filter(team_key__is_current=True).exists():
        messages.error(request, _("You do not hold the key yourself yet."))
        return redirect("incidents:officers")
    fingerprint = team.fingerprint(taker.public_key)
    if request.method == "POST" and request.POST.get("seen") == fingerprint:
        team.share(request.officer, request.private, taker, timezone.now())
        messages.success(request, _("%(name)s holds the key now, and can open reports.") % {"name": taker})
        return redirect("incidents:officers")
    return render(request, "incidents/cases/share.html", {"taker": taker, "fingerprint": fingerprint})


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


@team_or_appointers
def remove(request, pk):
    if not request.user.has_perm(APPOINT):
        raise Http404
    officer = get_object_or_404(Officer.objects.select_related("user"), pk=pk)
    is_last = officer.left_at is None and team.is_last_holder(officer)
    if request.method == "POST" and not is_last:
        try:
            appointing.remove(officer, request.user, timezone.now())
        except team.LastHolder:
            # The other holder has left since the page was made.
            return redirect("incidents:remove", pk=pk)
        messages.success(request, _("%(name)s is no longer of the case team.") % {"name": officer})
        messages.warning(request, _("Change the team's key now, so that nothing that was copied opens new reports."))
        return redirect("incidents:officers")
    return render(request, "incidents/cases/remove.html", {"officer": officer, "is_last": is_last})
