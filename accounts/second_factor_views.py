from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import next_page
from accounts import second_factor as factor
from accounts.access import second_factor_required
from accounts.forms import SecondFactorForm
from accounts.stepping_up import device_with
from printing import qr

KEY = "second_factor_key"
CODES = "recovery_codes"


@sensitive_post_parameters("code")
@never_cache
@login_required
def second_factor(request):
    if factor.is_verified(request):
        return redirect(_onward(request))
    if factor.needs_enrolment(request.user):
        return redirect(next_page.carried_to("accounts:second_factor_set_up", request))
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (device := device_with(form, request.user)):
        factor.mark_verified(request.session, device)
        return redirect(_onward(request))
    context = {"form": form, "next": next_page.asked_for(request)}
    return render(request, "accounts/second_factor.html", context)


@sensitive_post_parameters("code")
@never_cache
@login_required
def second_factor_set_up(request):
    has_one = not factor.needs_enrolment(request.user)
    if has_one and not factor.is_verified(request):
        return redirect(next_page.carried_to("accounts:second_factor", request))
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _enrolled(request, form):
        return redirect(next_page.carried_to("accounts:recovery_codes", request))
    # The secret waits in this session only, so that nobody who saw an earlier page knows it.
    key = request.session.setdefault(KEY, factor.new_key())
    context = {
        "form": form,
        "qr": qr.svg(factor.address_of(request.user, key), "QR", "qr"),
        "secret": factor.spell_key(key),
        "has_one": has_one,
        "next": next_page.asked_for(request),
    }
    return render(request, "accounts/second_factor_set_up.html", context)


def _enrolled(request, form):
    key = request.session.get(KEY)
    if key is None:
        form.add_error("code", _("Scan this code first: it is a new one."))
        return False
    try:
        device, codes = factor.enrol(request.user, key, form.cleaned_data["code"])
    except factor.WrongCode:
        form.add_error("code", _("That code is not right. Type the one that your app shows now."))
        return False
    factor.mark_verified(request.session, device)
    del request.session[KEY]
    if codes:
        request.session[CODES] = codes
    return True


@never_cache
@second_factor_required
def recovery_codes(request):
    if request.method == "POST":
        request.session[CODES] = factor.make_recovery_codes(request.user)
        messages.success(request, _("These are your new codes. Those from before no longer work."))
        return redirect(next_page.carried_to("accounts:recovery_codes", request))
    context = {
        "codes": request.session.pop(CODES, None),
        "left": factor.recovery_codes_left(request.user),
        "onward": _onward(request),
        "next": next_page.asked_for(request),
    }
    return render(request, "accounts/recovery_codes.html", context)


def _onward(request):
    """Return where they were going; else the administration, for who may enter it."""
    is_admin = request.user.has_perm("wagtailadmin.access_admin")
    return next_page.asked_for(request) or ("/admin/" if is_admin else next_page.or_default(request))
