from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.access import ask_second_factor, learner_required
from saccos import invitations, joining, poster, reports, search, training
from saccos.access import managers_only
from saccos.forms import RoleForm
from saccos.models import Invitation, Operator
from saccos.reports import StaffList

PEOPLE_ON_DASHBOARD = 8
PEOPLE_A_PAGE = 50
TABS = (StaffList.TRAINED, StaffList.LAPSING, StaffList.IN_PROGRESS, StaffList.NOT_STARTED)


@never_cache
@login_required
def operators(request):
    mine = list(Operator.objects.managed_by(request.user))
    if mine and (way := ask_second_factor(request)):
        return way
    if len(mine) == 1:
        return redirect("saccos:dashboard", operator=mine[0].slug)
    return render(request, "saccos/operators.html", {"operators": mine})


@managers_only
def dashboard(request, operator):
    now = timezone.now()
    context = {
        "operator": operator,
        "figures": reports.figures(operator, now),
        "people": reports.to_act_on(operator, now)[:PEOPLE_ON_DASHBOARD],
        "manages_others": Operator.objects.managed_by(request.user).exclude(pk=operator.pk).exists(),
    }
    return render(request, "saccos/dashboard.html", context)


@managers_only
def staff(request, operator):
    now = timezone.now()
    shown = _chosen_list(request)
    figures = reports.figures(operator, now)
    people = search.matching(reports.staff_with_state(operator, now), request.GET.get("q", ""))
    if shown:
        people = people.filter(state__in=reports.LISTS[shown])
    context = {
        "operator": operator,
        "figures": figures,
        "shown": shown,
        "tabs": [(tab, figures.of(tab)) for tab in TABS],
        "typed": request.GET.get("q", ""),
        "people": Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "saccos/staff.html", context)


def _chosen_list(request):
    """Return the list that the address names, or None for everybody."""
    asked = request.GET.get("state")
    return StaffList(asked) if asked in StaffList.values else None


@managers_only
def person(request, operator, pk):
    now = timezone.now()
    member = get_object_or_404(reports.with_state(operator.staff.all(), now), pk=pk)
    form = RoleForm(request.POST if request.POST.get("do") == "role" else None, initial={"role": member.role})
    if request.method == "POST" and _act(request, member, form):
        return redirect("saccos:person", operator=operator.slug, pk=pk)
    is_current = member.ended_on is None
    context = {
        "operator": operator,
        "member": member,
        "form": form,
        "is_current": is_current,
        "courses": training.of(member.person, get_language(), now) if is_current else [],
        "whatsapp": invitations.whatsapp(phone=member.person.phone) if member.person.phone else "",
        "can_come_back": joining.can_come_back(member, timezone.localdate(now)),
    }
    return render(request, "saccos/person.html", context)


def _act(request, member, form):
    """Do what the button that was pressed says; return whether it went through."""
    match request.POST.get("do"):
        case "role" if member.ended_on is None:
            return _change_role(request, member, form)
        case "left":
            joining.leave(member, timezone.localdate())
            messages.success(request, _("%(name)s is no longer on your staff.") % {"name": member.person})
        case "back":
            _come_back(request, member)
    return True


def _change_role(request, member, form):
    if not form.is_valid():
        return False
    member.role = form.cleaned_data["role"]
    member.save(update_fields=["role"])
    role = member.get_role_display().lower()
    messages.success(request, _("Saved: %(name)s, %(role)s.") % {"name": member.person, "role": role})
    return True


def _come_back(request, member):
    try:
        joining.come_back(member, timezone.localdate())
    except (joining.TooLate, joining.JoinedSince):
        text = _("Send %(name)s your invitation link: they join again themselves.")
        messages.warning(request, text % {"name": member.person})
    else:
        messages.success(request, _("%(name)s is on your staff.") % {"name": member.person})


@managers_only
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


@managers_only
def print_poster(request, operator):
    invitation = invitations.open_for(operator, request.user)
    response = HttpResponse(poster.draw(invitation), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{operator.slug}-poster.pdf"'
    return response


@never_cache
def join(request, token):
    invitation = Invitation.objects.filter(token=token, closed_at=None).select_related("operator").first()
    if invitation is None:
        return _link_closed(request)
    if not request.user.is_authenticated:
        return render(request, "saccos/join.html", {"operator": invitation.operator})
    return _join_signed_in(request, invitation)


def _link_closed(request):
    return render(request, "saccos/link_closed.html", status=404)


@learner_required
def _join_signed_in(request, invitation):
    employment = joining.current_employment(request.user)
    is_there = employment is not None and employment.operator_id == invitation.operator_id
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": request.user.role})
    if request.method == "POST" and (is_there or form.is_valid()):
        try:
            joining.join(request.user, invitation, form.data.get("role"), timezone.now())
        except joining.LinkClosed:
            return _link_closed(request)
        return redirect("saccos:join", token=invitation.token)
    context = {"operator": invitation.operator, "employment": employment, "is_there": is_there, "form": form}
    return render(request, "saccos/join.html", context)
