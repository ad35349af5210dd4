"""A new key of the team where the old one is lost: asked for, stopped, and made when its time has come."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import sealing, starting_over, team
from incidents.casework.access import opened_only


def _back_from(act):
    """Return the view that does `act(request)`, says why not where it can't, and shows the team."""

    @require_POST
    @opened_only
    def view(request):
        try:
            act(request)
        except starting_over.IsHeld:
            messages.error(request, _("Officers hold the key: let one of them give it to you."))
        except starting_over.Barred:
            text = _("Who appointed or removed an officer in the last 7 days can't begin with a new key.")
            messages.error(request, text)
        except (team.NotYours, sealing.CannotOpen):
            messages.error(request, _("You do not hold the key yourself yet."))
        return redirect("incidents:officers")

    return view


def _ask(request):
    starting_over.ask(request.officer, timezone.now())
    messages.success(request, _("Asked for, and the whole team is told. Come back in 72 hours."))


def _stop(request):
    starting_over.stop(request.officer, request.private, timezone.now())
    messages.success(request, _("Stopped: the key stays as it is."))


def _finish(request):
    if starting_over.finish(request.officer, timezone.now()):
        messages.success(request, _("The team has a new key. New reports can be read; the older ones stay shut."))
    else:
        messages.error(request, _("It is not time yet, or it was stopped."))


ask, stop, finish = _back_from(_ask), _back_from(_stop), _back_from(_finish)
