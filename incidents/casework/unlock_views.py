"""The passphrase in, the key locked again, and the key held while an officer types."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import next_page
from incidents import unlocking
from incidents.casework import opening
from incidents.casework.access import officers_only, opened_only
from incidents.casework.forms import UnlockForm


@officers_only
def unlock(request):
    if request.officer.public_key is None:
        return redirect("incidents:passphrase")
    form = UnlockForm(request.officer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = redirect(next_page.asked_for(request) or "incidents:cases")
        opening.give(response, form.cookie)
        return response
    return render(request, "incidents/cases/unlock.html", {"form": form, "next": next_page.asked_for(request)})


@require_POST
@officers_only
def lock(request):
    unlocking.lock(request.officer)
    response = redirect("incidents:cases")
    opening.take_back(response)
    messages.success(request, _("Locked. Reports open only with your passphrase."))
    return response


@require_POST
@opened_only
def hold(request):
    """Hold the key for who is typing: to have got here is enough."""
    return HttpResponse(status=204)
