"""Operators that look like one, in the admin: found, compared, made one, and made two again."""

from django.contrib.auth.decorators import permission_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from saccos.models import Operator, OperatorMerge
from saccos.operators import matching, menu, merging, showing
from saccos.operators.columns import LISTS
from saccos.operators.furniture import EDIT, furniture

ON_A_PAGE = 50
_KEPT_SECONDS = 600
_KEY = "operators-alike"

changers = permission_required(menu.MAY_CHANGE, raise_exception=True)


@changers
def alike(request):
    page = Paginator(_pairs(), ON_A_PAGE).get_page(request.GET.get("p"))
    shown = {pk for pair in page for pk in (pair.one, pair.other)}
    operators = Operator.objects.select_related("figures").in_bulk(shown)
    context = {
        "page": page,
        "pairs": [_shown(pair, operators) for pair in page if {pair.one, pair.other} <= operators.keys()],
        **furniture(_("Operators that look alike"), "copy"),
    }
    return render(request, "saccos/operators/alike.html", context)


def _pairs():
    """Return the pairs, worked out anew once any operator was saved or brought, or a pair decided."""
    state, kept = matching.state(), cache.get(_KEY)
    if kept is None or kept[0] != state:
        kept = (state, matching.pairs(matching.entries(), matching.apart()))
        cache.set(_KEY, kept, _KEPT_SECONDS)
    return kept[1]


def _shown(pair, operators):
    one, other = operators[pair.one], operators[pair.other]
    return {
        "one": one,
        "other": other,
        "staff": (showing.staff_words(one), showing.staff_words(other)),
        "why": showing.words_for_reasons(pair.reasons),
    }


@changers
def compare(request, one, other):
    one, other = _both(one, other)
    if request.method == "POST" and "two" in request.POST:
        merging.are_two(one, other, request.user, timezone.now())
        messages.success(request, _("They stay two, and are no longer shown as alike."))
        return redirect("operators_alike")
    if request.method == "POST":
        return _merge(request, one, other)
    if gone := next((operator for operator in (one, other) if operator.merged_into_id), None):
        messages.info(request, _("%(name)s was merged already.") % {"name": gone})
        return redirect("operator_merges")
    return render(request, "saccos/operators/compare.html", _context(one, other))


def _both(one, other):
    complete = Operator.objects.select_related("figures").prefetch_related(
        *(column.name for column in LISTS), "managements__user"
    )
    return get_object_or_404(complete, pk=one), get_object_or_404(complete.exclude(pk=one), pk=other)


def _context(one, other):
    return {
        "one": one,
        "other": other,
        "lines": showing.lines(one, other),
        "rows": showing.rows(one, other),
        "staff": (showing.staff_words(one), showing.staff_words(other)),
        "why": showing.words_for_reasons(matching.compare(*_entries(one, other)).reasons),
        **furniture(_("Are these one operator?"), "copy"),
    }


def _entries(one, other):
    known = {entry.pk: entry for entry in matching.entries_of(Operator.objects.filter(pk__in=(one.pk, other.pk)))}
    return known[one.pk], known[other.pk]


def _merge(request, one, other):
    kept, gone = (other, one) if request.POST.get("keep") == showing.OTHER else (one, other)
    try:
        values = showing.chosen_values(one, other, request.POST)
        merging.merge(kept, gone, values, request.user, timezone.now())
    except merging.CannotMerge:
        messages.error(request, _("One of them was merged into another operator meanwhile. Nothing was done."))
        return redirect("operator_merges")
    messages.success(request, _("They are one operator now. Under “Merges” you can undo it."))
    return redirect(EDIT, kept.pk)


@changers
def merges(request):
    done = OperatorMerge.objects.select_related("kept", "gone", "by")
    page = Paginator(done, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, **furniture(_("Merged operators"), "history")}
    return render(request, "saccos/operators/merges.html", context)


@changers
@require_POST
def undo(request, pk):
    done = get_object_or_404(OperatorMerge, pk=pk)
    try:
        merging.undo(done, request.user, timezone.now())
    except merging.CannotUndo:
        messages.error(request, _("A later merge builds on this one: undo that one first."))
    else:
        messages.success(request, _("They are two operators again, as they were."))
    return redirect("operator_merges")
