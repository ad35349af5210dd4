"""Who may run a workshop: trainers and administrators by their rights, past their second factor."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from accounts.access import ask_second_factor
from workshops.models import Workshop


def ask_trainer(request):
    """Return the way to the trainers' door or the second factor, or None where nothing stands in the way."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), settings.WAGTAILADMIN_LOGIN_URL)
    return ask_second_factor(request)


def trainers_only(view):
    """Hand the view the workshop that its address names; a stranger gets 404, whether it exists or not."""

    @never_cache
    @wraps(view)
    def guarded(request, pk, **kwargs):
        if not request.user.is_authenticated:
            return ask_trainer(request)
        workshop = get_object_or_404(Workshop.objects.of_trainer(request.user), pk=pk)
        return ask_trainer(request) or view(request, workshop, **kwargs)

    return guarded


def trainers_script_only(view):
    """Likewise for what a trainer's phone sends by itself: instead of a way to sign-in it is told 401."""
    guarded = trainers_only(view)

    @wraps(view)
    def answer(request, **kwargs):
        response = guarded(request, **kwargs)
        return JsonResponse({"error": "sign-in"}, status=401) if response.status_code == 302 else response

    return answer
