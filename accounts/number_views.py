"""A new phone number, in "my data": type it, then the code that comes to it."""

import secrets

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import addresses, next_page, numbers, second_factor, waits
from accounts import sign_in as codes
from accounts.access import ask_second_factor
from accounts.forms import NewNumberCodeForm, NewNumberForm
from accounts.sign_in_words import why_no_code

AWAITED = "new_number"


@sensitive_post_parameters("code")
@never_cache
@login_required
def change_phone(request):
    if not request.user.is_registered:
        return redirect(next_page.carried_to("accounts:welcome", request))
    if not second_factor.needs_enrolment(request.user) and (way := ask_second_factor(request)):
        return way
    awaited = request.session.get(AWAITED)
    if awaited and "other" not in request.POST:
        return _ask_code(request, awaited)
    return _ask_number(request)


def _ask_number(request):
    request.session.pop(AWAITED, None)
    form = NewNumberForm(request.POST if "phone" in request.POST else None, person=request.user)
    if form.is_bound and form.is_valid() and _send(request, form):
        request.session[AWAITED] = {"phone": form.cleaned_data["phone"], "browser": secrets.token_urlsafe(16)}
        return redirect("accounts:change_phone")
    return render(request, "accounts/change_phone.html", {"form": form})


def _send(request, form):
    try:
        codes.request_code(form.cleaned_data["phone"], addresses.of(request), get_language())
    except codes.JustSent:
        return True
    except codes.MustWait as no:
        form.add_error("phone", why_no_code(no))
        return False
    return True


def _ask_code(request, awaited):
    if "again" in request.POST:
        return _send_again(request, awaited)
    form = NewNumberCodeForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid() and _take(request, form, awaited):
        return redirect("accounts:data")
    seconds = codes.seconds_to_next_code(awaited["phone"])
    context = {"form": form, "phone": awaited["phone"], "wait": waits.in_words(seconds) if seconds else ""}
    return render(request, "accounts/change_phone_code.html", context)


def _send_again(request, awaited):
    try:
        codes.request_code(awaited["phone"], addresses.of(request), get_language())
    except codes.MustWait as no:
        messages.warning(request, why_no_code(no))
    else:
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    return redirect("accounts:change_phone")


def _take(request, form, awaited):
    """Make the number the person's, and keep this session; return whether it is done, or say why not."""
    code = form.cleaned_data["code"]
    try:
        numbers.take_number(request.user, awaited["phone"], code, awaited["browser"], timezone.now())
    except codes.WrongCode:
        form.add_error("code", _("That is not the code, or it is older than 5 minutes. Look at the newest SMS."))
    except codes.TooManyTries as no:
        form.add_error("code", waits.try_again_in(no.seconds))
    except numbers.NumberTaken:
        form.is_taken = True
        form.add_error("code", _("The code is right, but there is training under this number already."))
    else:
        update_session_auth_hash(request, request.user)
        request.session.pop(AWAITED, None)
        messages.success(request, _("Saved. From now on you sign in with the new number."))
        return True
    return False
