from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import addresses, next_page, pending, personal_data, registration, waits
from accounts import sign_in as codes
from accounts.forms import CodeForm, ConsentForm, DataForm, SignInForm, WelcomeForm, WhoForm
from accounts.models import PrivacyNotice
from accounts.sign_in_words import why_no_code


@never_cache
def sign_in(request):
    if request.user.is_authenticated:
        return redirect(_onward(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _send_code(request, form):
        response = redirect(next_page.carried_to("accounts:sign_in_code", request))
        pending.remember(response, form.cleaned_data["phone"])
        return response
    return render(request, "accounts/sign_in.html", {"form": form, "next": next_page.asked_for(request)})


def _send_code(request, form):
    """Send a code; return whether the next step may follow, which it may where one was sent a moment ago."""
    phone = form.cleaned_data["phone"]
    try:
        codes.request_code(phone, addresses.of(request), get_language())
    except codes.JustSent:
        return True
    except codes.MustWait as no:
        form.add_error("phone", why_no_code(no))
        return False
    return True


@sensitive_post_parameters("code")
@never_cache
def sign_in_code(request):
    if request.user.is_authenticated:
        return redirect(_onward(request))
    awaited = pending.read(request)
    if awaited is None:
        messages.warning(request, _("Type your number again: the page was open for too long, or cookies are off."))
        return redirect(next_page.carried_to("accounts:sign_in", request))
    if "again" in request.POST:
        return _send_again(request, awaited)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (answer := _answer_to(request, form, awaited)):
        return answer
    context = {
        "form": form,
        "phone": awaited.phone,
        "wait": waits.in_words(seconds) if (seconds := codes.seconds_to_next_code(awaited.phone)) else "",
        "next": next_page.asked_for(request),
        "change_url": next_page.carried_to("accounts:sign_in", request),
    }
    return render(request, "accounts/sign_in_code.html", context)


def _send_again(request, awaited):
    try:
        codes.request_code(awaited.phone, addresses.of(request), get_language())
    except codes.MustWait as no:
        messages.warning(request, why_no_code(no))
    else:
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    return redirect(next_page.carried_to("accounts:sign_in_code", request))


def _answer_to(request, form, awaited):
    """Sign in whom the code lets in, or ask who it is on a shared number; None with the reason beside the field."""
    is_shared = form.cleaned_data["is_shared"]
    try:
        person = codes.check_code(awaited.phone, form.cleaned_data["code"], awaited.browser)
        return _let_in(request, person, is_shared)
    except codes.WhoIsIt:
        response = redirect(next_page.carried_to("accounts:who", request))
        pending.prove(response, awaited.phone, is_shared)
        return response
    except codes.WrongCode:
        form.add_error("code", _("That is not the code, or it is older than 5 minutes. Look at the newest SMS."))
    except codes.TooManyTries as no:
        form.add_error("code", waits.try_again_in(no.seconds))
    except codes.AccountClosed:
        form.add_error("code", _("This account is closed. Ask the organisation; its contact is on the privacy page."))
    return None


@never_cache
def who(request):
    """Ask who is learning now, of those who share the number whose code has just come back."""
    if request.user.is_authenticated:
        return redirect(_onward(request))
    proved = pending.read_proved(request)
    if proved is None:
        messages.warning(request, _("Type your number again: the page was open for too long, or cookies are off."))
        return redirect(next_page.carried_to("accounts:sign_in", request))
    given = request.POST if request.method == "POST" else None
    form = WhoForm(given, phone=proved.phone, people=codes.people_on(proved.phone))
    if form.is_valid() and (person := _person_chosen(form, proved.phone)):
        return _let_in(request, person, proved.is_shared)
    context = {"form": form, "phone": proved.phone, "next": next_page.asked_for(request)}
    return render(request, "accounts/who.html", context)


def _person_chosen(form, phone):
    try:
        return codes.choose(phone, form.cleaned_data["who"])
    except codes.NotOnThisPhone:
        form.add_error("who", _("The names on this number have changed. Choose again."))
    except codes.AccountClosed:
        form.add_error("who", _("This account is closed. Ask the organisation; its contact is on the privacy page."))
    return None


def _let_in(request, person, is_shared):
    login(request, person)
    if is_shared:
        request.session.set_expiry(0)
    response = redirect(_onward(request))
    pending.forget(response)
    return response


def _onward(request):
    """Return where a signed-in person goes: to what is still to be told or agreed to, then to where they were going."""
    if registration.is_complete(request.user):
        return next_page.or_default(request)
    return next_page.carried_to("accounts:welcome", request)


@never_cache
@login_required
def welcome(request):
    if registration.is_complete(request.user):
        return redirect(next_page.or_default(request))
    notice = PrivacyNotice.objects.in_force()
    if notice is None:
        return render(request, "accounts/not_open.html")
    form = _welcome_form(request, notice)
    if request.method == "POST" and form.is_valid():
        return _welcomed(request, form, notice)
    context = {"form": form, "notice": notice, "next": next_page.asked_for(request)}
    return render(request, "accounts/welcome.html", context)


def _welcome_form(request, notice):
    if request.user.is_registered:
        return ConsentForm(request.POST or None, notice=notice)
    known = {name: getattr(request.user, name) for name in registration.PROFILE}
    return WelcomeForm(request.POST or None, notice=notice, initial=known | {"language": get_language()})


def _welcomed(request, form, notice):
    now = timezone.now()
    if request.user.is_registered:
        registration.agree(request.user, notice, now)
        return redirect(next_page.or_default(request))
    registration.register(request.user, form.cleaned_data, notice, now)
    return redirect(next_page.in_language(next_page.or_default(request), form.cleaned_data["language"]))


@never_cache
def sign_out(request):
    if request.method != "POST" and request.user.is_authenticated:
        return render(request, "accounts/sign_out.html")
    logout(request)
    return redirect("home")


def privacy(request):
    notice = PrivacyNotice.objects.in_force()
    return render(request, "accounts/privacy.html", {"notice": notice})


@never_cache
@login_required
def data(request):
    if not request.user.is_registered:
        return redirect(next_page.carried_to("accounts:welcome", request))
    if request.GET.get("format") == "json":
        return _download(request.user)
    known = {name: getattr(request.user, name) for name in registration.PROFILE}
    form = DataForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        registration.correct(request.user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(next_page.in_language(request.path, form.cleaned_data["language"]))
    consents = request.user.consents.select_related("notice").order_by("-given_at")
    return render(request, "accounts/data.html", {"form": form, "consents": consents})


def _download(person):
    response = JsonResponse(personal_data.of(person), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
