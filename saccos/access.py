"""Who may see an operator's pages: its managers, past their second factor."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from accounts.access import ask_second_factor
from saccos.models import Operator


def managers_only(view):
    """Hand the view the operator that its address names, out of those this person manages: a stranger gets 404.

    The second factor is asked for only afterwards, so that asking tells nobody which operators there are.
    """

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request, operator, **kwargs):
        found = get_object_or_404(Operator.objects.managed_by(request.user), slug=operator)
        return ask_second_factor(request) or view(request, found, **kwargs)

    return guarded
