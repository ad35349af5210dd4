"""Who may see an operator's pages, and change what they show: its managers by their right, past their second factor."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.access import ask_second_factor
from saccos.models import Operator
from saccos.models.managing import Right


def _guard(needed):
    def decorate(view):
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request, operator, **kwargs):
            mine = Operator.objects.managed_by(request.user).annotate(right=F("managements__right"))
            found = mine.filter(slug=operator).first()
            if found is None:
                return _lead_on(request, operator)
            if way := ask_second_factor(request):
                return way
            if found.right < needed:
                return render(request, "saccos/not_yours.html", {"operator": found, "needed": needed}, status=403)
            return view(request, found, **kwargs)

        return guarded

    return decorate


def _lead_on(request, slug):
    """Lead from an operator that was merged away to the same page of the one kept, whose manager this person is.

    What a form sends goes along. A merge can be undone, so that nobody is to remember the way.
    """
    gone = get_object_or_404(Operator.objects.exclude(merged_into=None), slug=slug)
    kept = get_object_or_404(Operator.objects.managed_by(request.user), pk=gone.kept.pk)
    page = request.resolver_match
    address = reverse(page.view_name, kwargs=page.kwargs | {"operator": kept.slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{address}?{query}" if query else address, preserve_request=True)


managers_only = _guard(Right.VIEW)
"""Hand the view the operator that its address names, out of those this person manages: a stranger gets 404.

The second factor is asked for only afterwards, so that asking tells nobody which operators there are. The operator
bears the person's `right`; a right that is too small gets a page that says so, with 403. The address of an operator
that was merged into another leads to that one's.
"""
changers_only = _guard(Right.MANAGE)
"""Likewise, for who may change the staff list."""
owners_only = _guard(Right.OWN)
"""Likewise, for who decides about managers."""


def may_change(operator: Operator) -> bool:
    """Return whether the person to whom `managers_only` gave this operator may change its staff list."""
    return operator.right >= Right.MANAGE


def may_own(operator: Operator) -> bool:
    return operator.right >= Right.OWN
