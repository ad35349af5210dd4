"""Who may open a page, as decorators: a learner who agreed to the notice in force; somebody with a second factor."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from accounts import registration, second_factor, stepping_up


def learner_required(view):
    """Let in who is signed in, has completed the first sign-in and agreed to the notice in force; send others there."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return ask_learner(request) or view(request, *args, **kwargs)

    return guarded


def second_factor_required(view):
    """Let in who is signed in and gave the second factor less than 12 hours ago; send others there."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return ask_second_factor(request) or view(request, *args, **kwargs)

    return guarded


def ask_learner(request):
    """Return the way to sign-in or welcome, or None where nothing stands in the way. Costs one query when signed in."""
    if not request.user.is_authenticated:
        return _send_to(request, "accounts:sign_in")
    return None if registration.is_complete(request.user) else _send_to(request, "accounts:welcome")


def ask_second_factor(request):
    """Return the way to sign-in or the second factor, or None where nothing stands in the way.

    A form that comes after the 12 hours is not lost: the page that asks for the code carries it on.
    """
    if not request.user.is_authenticated:
        return _send_to(request, "accounts:sign_in")
    if second_factor.is_verified(request):
        # Pressed twice, the button of that page sends the code once more.
        stepping_up.forget_code(request)
        return None
    if stepping_up.can_carry(request) and not second_factor.needs_enrolment(request.user):
        return stepping_up.ask(request)
    return _send_to(request, "accounts:second_factor")


def _send_to(request, name):
    return redirect_to_login(request.get_full_path(), reverse(name))
