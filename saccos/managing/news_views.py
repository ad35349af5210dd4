"""What a manager reads: what was done with the list, and how the weekly digest comes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from home.unlisted import unlisted
from saccos import history
from saccos.access import managers_only
from saccos.managing import confirming, digest, digest_texts
from saccos.managing.forms import DigestForm
from saccos.models import DigestAddress
from saccos.models.managing import Digest

ACTS_A_PAGE = 50


@managers_only
def acts(request, operator):
    page = Paginator(operator.acts.order_by("-at", "-pk"), ACTS_A_PAGE).get_page(request.GET.get("page"))
    lines = [{"says": history.sentence(act), "who": history.who(act), "at": act.at} for act in page]
    return render(request, "saccos/managing/history.html", {"operator": operator, "page": page, "lines": lines})


@managers_only
def choose_digest(request, operator):
    mine = operator.managements.select_related("user", "operator", "digest_address").get(user=request.user)
    if "again" in request.POST:
        return _send_again(request, mine)
    address, now = getattr(mine, "digest_address", None), timezone.now()
    form = DigestForm(
        request.POST if request.method == "POST" else None,
        has_phone=request.user.phone is not None,
        initial={"digest": mine.digest, "email": _known(address) or request.user.email},
    )
    if request.method == "POST" and form.is_valid() and _choose(mine, form, now):
        messages.success(request, _saved(mine))
        return redirect("saccos:digest", operator=operator.slug)
    week = digest.week_of(operator, now)
    context = {
        "operator": operator,
        "form": form,
        "week": week,
        "changes": digest_texts.changes(week) if week else [],
        "address": address,
        "is_open": address and confirming.is_open(address, now),
        "may_send_again": address and confirming.may_send_again(address, now),
        "again_at": address and address.asked_at and address.asked_at + confirming.SEND_AGAIN,
    }
    return render(request, "saccos/managing/digest.html", context)


def _known(address):
    return address and (address.asked_email or address.email)


def _choose(mine, form, now):
    """Keep what was chosen; return whether it could be."""
    try:
        digest.choose(mine, Digest(form.cleaned_data["digest"]), form.cleaned_data.get("email", ""), now)
    except confirming.TooMany:
        form.add_error("email", _too_many())
        return False
    return True


def _send_again(request, mine):
    try:
        confirming.send_again(mine, timezone.now())
    except confirming.TooMany:
        messages.warning(request, _too_many())
    else:
        messages.success(request, _("The link is on its way. Look in the spam folder too."))
    return redirect("saccos:digest", operator=mine.operator.slug)


def _too_many():
    return _("Many links were sent today. Try again tomorrow.")


def _saved(management):
    texts = {
        Digest.NONE: _("Stopped: you get no weekly digest any more."),
        Digest.SMS: _("Saved: the digest comes by SMS on Monday morning."),
        Digest.EMAIL: _("Saved: the digest comes by e-mail on Monday morning."),
    }
    waits = DigestAddress.objects.filter(management=management).exclude(asked_email="").exists()
    return _("Saved. One more step: confirm the address, as said below.") if waits else texts[management.digest]


@unlisted
def confirm_digest(request, token):
    """Let the digest go to whose mail held this link: mail scanners open each link, so that a look confirms nothing."""
    address = confirming.of_token(token, timezone.now())
    if address and request.method == "POST":
        confirming.confirm(address)
        return redirect("saccos:confirm_digest", token=token)
    context = {
        "operator": address and address.management.operator.kept,
        "is_confirmed": address and not address.asked_email,
        "email": address and (address.asked_email or address.email),
    }
    return render(request, "saccos/managing/confirm_digest.html", context, status=200 if address else 404)


@unlisted
def stop_digest(request, token):
    """Stop the digest whose e-mail held this link, without signing in: a look stops nothing, the button does."""
    management = digest.of_stop_token(token)
    if management is None:
        return render(request, "saccos/managing/stop_unknown.html", status=404)
    if request.method == "POST":
        digest.stop_email(management)
        management.refresh_from_db(fields=["digest"])
    context = {"operator": management.operator, "is_stopped": management.digest != Digest.EMAIL}
    return render(request, "saccos/managing/stop_digest.html", context)
