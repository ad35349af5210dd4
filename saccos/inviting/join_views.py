"""Opening an invitation: the operator's open link, by which anybody joins, or one's own, which leads to the course."""

from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.access import ask_learner, learner_required
from saccos import joining
from saccos.forms import RoleForm
from saccos.inviting import claiming, closing, opening
from saccos.models import Invitation


@never_cache
def join(request, token):
    invitation = Invitation.objects.filter(token=token).select_related("operator", "member__person").first()
    if invitation:
        invitation.operator = invitation.operator.kept
    if invitation and invitation.member:
        return _personal(request, invitation)
    if invitation is None or invitation.closed_at:
        return _off_list(request, token) or _link_closed(request)
    if not request.user.is_authenticated:
        return render(request, "saccos/join.html", {"operator": invitation.operator.kept})
    return _join_signed_in(request, invitation)


def _off_list(request, token):
    """Say whose list does not name the person any more whose own link this was; None where it was nobody's own."""
    gone = closing.of_gone().filter(token=token).first()
    return gone and render(request, "saccos/off_list.html", {"operator": gone.operator.kept})


def _link_closed(request):
    return render(request, "saccos/link_closed.html", status=404)


@learner_required
def _join_signed_in(request, invitation):
    operator, employment = invitation.operator.kept, joining.current_employment(request.user)
    is_there = employment is not None and employment.operator_id == operator.pk
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": request.user.role})
    if request.method == "POST" and (is_there or form.is_valid()):
        try:
            joining.join(request.user, invitation, form.data.get("role"), timezone.now())
        except joining.LinkClosed:
            return _link_closed(request)
        return redirect("saccos:join", token=invitation.token)
    context = {"operator": operator, "employment": employment, "is_there": is_there, "form": form}
    return render(request, "saccos/join.html", context)


def _personal(request, invitation):
    member = invitation.member
    if member.ended_on:
        return _link_closed(request)
    opening.note(invitation, request, timezone.now())
    context = {"operator": invitation.operator, "employment": member, "is_personal": True}
    if not request.user.is_authenticated:
        return render(request, "saccos/join.html", context)
    if request.user == member.person:
        return ask_learner(request) or render(request, "saccos/join.html", context | {"is_there": True})
    return _somebody_else(request, invitation)


def _somebody_else(request, invitation):
    """Ask who signed in whether they are the person, where nobody has been yet; else say whose link it is not."""
    is_asked = claiming.may_claim(invitation, request.user)
    if is_asked and request.method == "POST":
        try:
            _sign_in_as(request, claiming.claim(invitation, request.user, timezone.now()))
        except claiming.NotTheirs:
            is_asked = False
        else:
            return redirect("saccos:join", token=invitation.token)
    before = joining.current_employment(request.user) if is_asked else None
    context = {
        "operator": invitation.operator,
        "name": invitation.member.person if is_asked else None,
        "ends": before.operator if before and before.operator_id != invitation.operator_id else None,
    }
    return render(request, "saccos/inviting/claim.html", context)


def _sign_in_as(request, person):
    """Go on as the person, ending when the browser closes where the phone was said to be shared."""
    if request.user.pk == person.pk:
        return
    is_shared = request.session.get_expire_at_browser_close()
    login(request, person)
    if is_shared:
        request.session.set_expiry(0)
