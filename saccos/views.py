"""What a manager opens first: their operators, the figures with whom to act on, and the list of staff."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.access import ask_second_factor
from saccos import dashboard_parts, reports
from saccos.access import managers_only, may_change
from saccos.minute import contacting, paging, selecting, ways
from saccos.models import Operator
from saccos.reports import StaffList

PEOPLE_ON_DASHBOARD = 8
TABS = (StaffList.TRAINED, StaffList.LAPSING, StaffList.RAN_OUT, StaffList.IN_PROGRESS, StaffList.NOT_STARTED)


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
    people = list(reports.to_act_on(operator, now)[:PEOPLE_ON_DASHBOARD])
    context = {
        "operator": operator,
        "may_change": may_change(operator),
        "figures": reports.figures(operator, now),
        "people": contacting.with_ways(people, operator, now),
        "parts": dashboard_parts.of(operator, now),
        "ways": ways.from_figures(operator),
        "manages_others": Operator.objects.managed_by(request.user).exclude(pk=operator.pk).exists(),
    }
    return render(request, "saccos/dashboard.html", context)


@managers_only
def staff(request, operator):
    now = timezone.now()
    selection = selecting.read(request.GET)
    figures = selecting.figures(operator, selection, now)
    people = paging.page(selection.of(operator, now), figures.number_in(selection.state), request.GET.get("page"), now)
    contacting.with_ways(people.object_list, operator, now)
    context = {
        "operator": operator,
        "may_change": may_change(operator),
        "figures": figures,
        "selection": selection,
        "shown": selection.state,
        "tabs": [(tab, figures.of(tab)) for tab in _tabs(selection.state)],
        "to_act_on": _to_act_on(selection, figures),
        "options": selecting.options(operator, selection),
        "people": people,
    }
    return render(request, "saccos/staff.html", context)


def _tabs(shown):
    """Return the lists that the page offers: always the list that is shown, too."""
    return TABS if shown is None or shown in TABS else (shown, *TABS)


def _to_act_on(selection, figures):
    """Return how many of the shown list are to act on."""
    if selection.state == StaffList.TRAINED:
        return figures.lapsing
    return figures.of(selection.state or StaffList.TO_ACT_ON)
