"""Closing many cases of the inbox at once, as when it was flooded."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from incidents.casework import acting, inbox
from incidents.casework.access import opened_only


@require_POST
@opened_only
def close(request):
    """Close the cases that were ticked, as many as a page of the inbox has."""
    numbers = request.POST.getlist("number")[: inbox.PER_PAGE]
    if not request.officer.shares.filter(team_key__is_current=True).exists():
        messages.error(request, _("You do not hold the key yourself yet."))
    elif not numbers:
        messages.error(request, _("Tick the cases that you want to close."))
    else:
        closed = acting.close_all(numbers, request.officer, timezone.now())
        text = ngettext("%(number)s case is closed now.", "%(number)s cases are closed now.", closed)
        messages.success(request, text % {"number": closed})
    return redirect("incidents:cases")
