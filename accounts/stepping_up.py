"""The second factor asked for in the midst of a form: what was typed goes on in the page, and is written nowhere."""

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts import second_factor as factor
from accounts import waits
from accounts.forms import SecondFactorForm
from accounts.models import User

_PREFIX = "second_factor"
_CODE, _FILES = f"{_PREFIX}-code", f"{_PREFIX}-files"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def can_carry(request) -> bool:
    """Return whether somebody sent this form from a page of ours; what a script sends is the script's to send again."""
    return (
        request.method == "POST"
        and request.content_type in _FORMS
        and "text/html" in request.headers.get("Accept", "text/html")
        and _is_from_our_page(request)
    )


@sensitive_variables()
def ask(request) -> HttpResponse | None:
    """Return the page that asks for the code and carries the form on, without files; None once the code is right.

    What was asked for then happens: by the button of that page the person has asked for it again.
    """
    form = SecondFactorForm(request.POST if _CODE in request.POST else None, prefix=_PREFIX)
    if form.is_bound and form.is_valid() and (device := device_with(form, request.user)):
        factor.mark_verified(request.session, device)
        request.user.otp_device = device
        forget_code(request)
        return None
    has_files = bool(request.FILES) or _FILES in request.POST
    context = {"form": form, "kept": _kept(request.POST), "is_late": True, "has_files": has_files}
    response = render(request, "accounts/second_factor.html", context)
    add_never_cache_headers(response)
    return response


def forget_code(request) -> None:
    """Take what is ours off what was posted: the view behind knows nothing of it."""
    if request.method == "POST" and request.content_type in _FORMS and _CODE in request.POST:
        typed = request.POST.copy()
        for name in (_CODE, _FILES):
            typed.pop(name, None)
        request.POST = typed


def device_with(form: SecondFactorForm, person: User):
    """Return the device whose code was typed, or None with the reason beside the field."""
    try:
        return factor.check(person, form.cleaned_data["code"])
    except factor.WrongCode:
        form.add_error("code", _("That code is not right, or it was used already. Type the one that shows now."))
    except factor.TooSoon as no:
        form.add_error("code", waits.try_again_in(no.seconds))
    return None


def _kept(posted):
    """Return the fields as (name, value); passwords and passphrases are typed again rather than written into a page."""
    fields = [(name, value) for name, values in posted.lists() for value in values]
    return [(name, value) for name, value in fields if name not in _OWN and "pass" not in name]


def _is_from_our_page(request):
    """Return whether the form bears our token, where that was not asked yet too: else a page of ours would add it."""
    return CsrfViewMiddleware(_no_view).process_view(request, None, (), {}) is None


def _no_view(request):
    raise NotImplementedError


_OWN = ("csrfmiddlewaretoken", _CODE, _FILES)
