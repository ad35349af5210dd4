"""The page on which somebody who was invited accepts to manage an operator's staff list."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.access import ask_learner
from saccos.managing import inviting
from saccos.managing.forms import MAY
from saccos.models import ManagerInvitation
from saccos.models.managing import Right


@never_cache
def become_manager(request, token):
    invitation = ManagerInvitation.objects.filter(token=token).select_related("operator", "by").first()
    if invitation is None or not (_is_mine(request, invitation) or inviting.is_open(invitation, timezone.now())):
        return render(request, "saccos/managing/closed.html", status=404)
    if request.user.is_authenticated and not _is_mine(request, invitation):
        return _page(request, invitation, "another")
    if not request.user.is_authenticated:
        return _page(request, invitation, "visitor")
    return ask_learner(request) or _answer(request, invitation)


def _answer(request, invitation):
    """Answer the person who was invited."""
    if request.method != "POST" and inviting.is_open(invitation, timezone.now()):
        return _page(request, invitation, "invited")
    try:
        inviting.accept(invitation, request.user, timezone.now())
    except inviting.InvitationClosed:
        return render(request, "saccos/managing/closed.html", status=404)
    text = _("You manage %(operator)s now. A second step at sign-in keeps the list safe.")
    operator = invitation.operator.kept
    messages.success(request, text % {"operator": operator})
    return redirect("saccos:dashboard", operator=operator.slug)


def _page(request, invitation, state):
    context = {
        "state": state,
        "operator": invitation.operator.kept,
        "inviter": invitation.by,
        "last_digits": inviting.masked(invitation.phone),
        "right": invitation.get_right_display(),
        "may": MAY[Right(invitation.right)],
    }
    return render(request, "saccos/managing/become.html", context)


def _is_mine(request, invitation):
    return request.user.is_authenticated and request.user.phone == invitation.phone
