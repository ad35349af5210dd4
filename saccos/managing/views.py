"""The pages on which an operator's owners decide who manages its staff list with them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from saccos import invitations
from saccos.access import managers_only, may_own, owners_only
from saccos.managing import inviting, rights
from saccos.managing.forms import MAY, InviteManagerForm, RightForm
from saccos.models import Management
from saccos.models.managing import Right


@managers_only
def managers(request, operator):
    waiting = operator.manager_invitations.filter(accepted_at=None, closed_at=None).order_by("-at")
    context = {
        "operator": operator,
        "may_own": may_own(operator),
        "managements": operator.managements.select_related("user").order_by("-right", "user__search_name", "pk"),
        "waiting": waiting if may_own(operator) else waiting.none(),
        "rights": [(right.label, MAY[right]) for right in Right],
    }
    return render(request, "saccos/managing/managers.html", context)


@owners_only
def invite(request, operator):
    form = InviteManagerForm(request.POST or None, initial={"right": Right.MANAGE})
    if request.method == "POST" and form.is_valid() and (made := _invite(request, operator, form)):
        return redirect("saccos:manager_invitation", operator=operator.slug, pk=made.pk)
    return render(request, "saccos/managing/invite.html", {"operator": operator, "form": form})


def _invite(request, operator, form):
    phone, right = form.cleaned_data["phone"], form.cleaned_data["right"]
    try:
        return inviting.invite(operator, phone, right, request.user, timezone.now())
    except inviting.ManagesAlready:
        form.add_error("phone", _("Who has this number manages here already. Open their name to change the right."))
    except inviting.TooMany:
        form.add_error("phone", _("Many managers were invited today. Try again tomorrow."))
    return None


@owners_only
def invitation(request, operator, pk):
    found = get_object_or_404(operator.manager_invitations.select_related("operator"), pk=pk)
    if request.method == "POST":
        inviting.close(found, request.user, timezone.now())
        messages.success(request, _("The invitation is closed: its link no longer works."))
        return redirect("saccos:managers", operator=operator.slug)
    context = {
        "operator": operator,
        "invitation": found,
        "phone": inviting.shown_phone(found),
        "is_open": inviting.is_open(found, timezone.now()),
        "until": found.at + inviting.VALID,
        "address": inviting.address(found),
        "whatsapp": invitations.whatsapp(inviting.text(found, request.user), found.phone),
    }
    return render(request, "saccos/managing/invitation.html", context)


@owners_only
def manager(request, operator, pk):
    found = operator.managements.select_related("user", "operator").filter(pk=pk).first()
    if found is None:
        return redirect("saccos:manager", operator=operator.slug, pk=_led_on(operator, pk).pk)
    form = RightForm(request.POST if request.POST.get("do") == "right" else None, initial={"right": found.right})
    if request.method == "POST" and _act(request, found, form):
        return redirect("saccos:managers", operator=operator.slug)
    context = {"operator": operator, "management": found, "form": form, "is_me": found.user == request.user}
    return render(request, "saccos/managing/manager.html", context)


def _led_on(operator, pk):
    """Return the right here of whom the address named at an operator that was merged into this one."""
    theirs = get_object_or_404(Management.objects.select_related("operator"), pk=pk)
    return get_object_or_404(operator.managements.exclude(pk=pk), user=theirs.user_id, operator=theirs.operator.kept)


def _act(request, management, form):
    """Do what the button that was pressed says; return whether the list of managers comes next."""
    said = {"name": management.user}
    try:
        match request.POST.get("do"):
            case "right" if form.is_valid():
                rights.change(management, Right(form.cleaned_data["right"]), request.user, timezone.now())
                messages.success(request, _("Saved: what %(name)s may do.") % said)
            case "remove":
                rights.remove(management, request.user, timezone.now())
                messages.success(request, _("%(name)s no longer manages here.") % said)
            case _:
                return False
    except rights.LastOwner:
        messages.warning(request, _last_owner())
    except rights.NotAnOwner:
        messages.warning(request, _("Another owner has just taken this right from you. Nothing was changed."))
    return True


@managers_only
def leave(request, operator):
    mine = operator.managements.select_related("user", "operator").get(user=request.user)
    if request.method != "POST":
        return render(request, "saccos/managing/leave.html", {"operator": operator})
    try:
        rights.leave(mine, timezone.now())
    except rights.LastOwner:
        messages.warning(request, _last_owner())
        return redirect("saccos:managers", operator=operator.slug)
    messages.success(request, _("You no longer manage %(operator)s.") % {"operator": operator})
    return redirect("saccos:operators")


def _last_owner():
    return _("Somebody has to decide about managers: first give another manager the right “Also decides who manages”.")
