"""What a manager reads: what was done with the list, and how the weekly digest comes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from saccos import history
from saccos.access import managers_only
from saccos.managing import digest, digest_texts
from saccos.managing.forms import DigestForm
from saccos.models.managing import Digest

ACTS_A_PAGE = 50


@managers_only
def acts(request, operator):
    page = Paginator(operator.acts.order_by("-at", "-pk"), ACTS_A_PAGE).get_page(request.GET.get("page"))
    lines = [{"says": history.sentence(act), "who": history.who(act), "at": act.at} for act in page]
    return render(request, "saccos/managing/history.html", {"operator": operator, "page": page, "lines": lines})


@managers_only
def choose_digest(request, operator):
    mine = operator.managements.select_related("user").get(user=request.user)
    form = DigestForm(
        request.POST if request.method == "POST" else None,
        has_phone=request.user.phone is not None,
        initial={"digest": mine.digest, "email": request.user.email},
    )
    if request.method == "POST" and form.is_valid():
        digest.choose(mine, Digest(form.cleaned_data["digest"]), form.cleaned_data.get("email", ""))
        messages.success(request, _saved(mine))
        return redirect("saccos:digest", operator=operator.slug)
    week = digest.week_of(operator, timezone.now())
    context = {
        "operator": operator,
        "form": form,
        "week": week,
        "changes": digest_texts.changes(week) if week else [],
    }
    return render(request, "saccos/managing/digest.html", context)


def _saved(management):
    texts = {
        Digest.NONE: _("Stopped: you get no weekly digest any more."),
        Digest.SMS: _("Saved: the digest comes by SMS on Monday morning."),
        Digest.EMAIL: _("Saved: the digest comes by e-mail on Monday morning."),
    }
    return texts[management.digest]


@never_cache
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
