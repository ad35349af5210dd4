"""Inviting staff by the operator's open link and its poster."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from saccos import invitations, poster
from saccos.access import changers_only


@changers_only
def invite(request, operator):
    if request.method == "POST":
        invitations.replace(operator, request.POST.get("token", ""), request.user, timezone.now())
        messages.success(request, _("This is the new link. The old link and its posters no longer work."))
        return redirect("saccos:invite", operator=operator.slug)
    invitation = invitations.open_for(operator, request.user)
    address = invitations.address(invitation)
    text = _("Join %(operator)s on Safari Salama, free training on your phone: %(address)s")
    context = {
        "operator": operator,
        "invitation": invitation,
        "address": address,
        "whatsapp": invitations.whatsapp(text % {"operator": operator, "address": address}),
    }
    return render(request, "saccos/invite.html", context)


@changers_only
def print_poster(request, operator):
    invitation = invitations.open_for(operator, request.user)
    response = HttpResponse(poster.draw(invitation), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{operator.slug}-poster.pdf"'
    return response
