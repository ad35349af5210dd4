"""Trainers look at what could not be accepted by itself: they accept it, or explain why not."""

import json

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from accounts.models import User
from courses import deciding, handed, receiving
from courses.grading import FULL
from courses.holding import answered, decisions, words
from courses.holding.forms import ExplainForm, FilterForm
from courses.models.offline import HeldAttempt, Ticket
from courses.models.records import Attempt

MAY_LOOK = "courses.view_heldattempt"
MAY_DECIDE = "courses.change_heldattempt"
PER_PAGE = 50
MOST_SHOWN = 20_000
State = HeldAttempt.State


@permission_required(MAY_LOOK)
@require_safe
def held_attempts(request):
    """Show what is held, what waits first."""
    form = FilterForm(request.GET)
    form.is_valid()
    rows = _filtered(form.cleaned_data).select_related("learner", "quiz", "decided_by").defer("payload")
    first = Case(When(state=State.WAITING, then=Value(0)), default=Value(1))
    page = Paginator(rows.order_by(first, "-received_at", "-pk"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "page": page,
        "lines": [(held, receiving.receipt_of(held)) for held in page],
        "is_filtered": any(form.cleaned_data.values()),
        **_furniture(_("Held attempts")),
    }
    return render(request, "courses/admin/holding_list.html", context)


def _filtered(wanted):
    rows = HeldAttempt.objects.all()
    if typed := wanted.get("q", "").replace("\0", ""):
        rows = rows.filter(learner__in=User.objects.found_by(typed))
    chosen = {name: wanted[name] for name in ("state", "reason", "quiz") if wanted.get(name)}
    return rows.filter(**chosen)


@permission_required(MAY_LOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def held_attempt(request, pk):
    rows = HeldAttempt.objects.select_related("learner", "quiz", "version", "attempt", "decided_by")
    held = get_object_or_404(rows, pk=pk)
    may_decide = request.user.has_perm(MAY_DECIDE)
    form = ExplainForm(request.POST if "explain" in request.POST else None, initial={"words": held.note})
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if "accept" in request.POST or form.is_valid():
            _decide(request, held, form)
            return redirect("held_attempt", pk)
    context = _shown(held) | {"form": form, "may_decide": may_decide}
    return render(request, "courses/admin/holding_one.html", context)


def _decide(request, held, form):
    seen = request.POST.get("seen", "")
    try:
        if "accept" in request.POST:
            decisions.accept(held, request.user, seen)
            messages.success(request, _("Accepted: it is marked and recorded, and the learner is told."))
        else:
            decisions.explain(held, form.cleaned_data["words"], request.user, seen)
            messages.success(request, _("Kept: the learner reads your words."))
    except decisions.DecidedMeanwhile:
        messages.warning(request, _("It was decided before you pressed, and nothing was changed. See below by whom."))
    except deciding.CannotBeMarked:
        messages.error(request, _("It can't be marked, so it can't be accepted. Please explain instead."))


def _shown(held):
    mark = deciding.preview(held)
    return {
        "held": held,
        "receipt": receiving.receipt_of(held),
        "way": dict(Attempt.Way.choices).get(held.way, held.way),
        "words": words.of(held),
        "clocks": _clocks(held.payload),
        "lines": answered.lines(held),
        "mark": mark,
        "percent": mark.points * 100 // (mark.asked * FULL) if mark and mark.asked else 0,
        "holder": _holder(held),
        "sent": json.dumps(held.payload, indent=2, ensure_ascii=False)[:MOST_SHOWN],
        "seen": decisions.mark_of_state(held),
        "is_open": held.state != State.ACCEPTED,
        **_furniture(f"{held.learner} · {receiving.receipt_of(held)}", reverse("held_attempts")),
    }


def _clocks(payload):
    """Return for both times what the phone said: (label, whether it said anything, the time or None)."""
    payload = payload if isinstance(payload, dict) else {}
    labels = {"started_at": _("Begun, by the phone's clock"), "handed_in_at": _("Handed in, by the phone's clock")}
    return [(label, bool(payload.get(name)), handed.time_in(payload.get(name))) for name, label in labels.items()]


def _holder(held):
    """Return the person to whom the paper was given, where that is somebody else."""
    ticket = Ticket.objects.select_related("learner").filter(ticket=held.ticket).exclude(learner=held.learner).first()
    return ticket.learner if ticket else None


def _furniture(title, list_url=""):
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": list_url, "label": _("Held attempts")}]
    if list_url:
        crumbs.append({"url": "", "label": title})
    return {"header_title": title, "header_icon": "warning", "breadcrumbs_items": crumbs}
