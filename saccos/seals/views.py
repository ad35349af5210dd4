"""The seal's pages: for its managers, with what is to be printed, and for the passengers who scan it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import codes
from saccos import reports
from saccos.access import changers_only, managers_only, may_change
from saccos.models import Seal
from saccos.seals import drawing, giving

EARLIER_SHOWN = 5


@managers_only
def manage(request, operator):
    now = timezone.now()
    figures = reports.figures(operator, now)
    seal = giving.in_force(operator, now)
    context = {
        "operator": operator,
        "figures": figures,
        "needed": settings.SEAL_SHARE,
        "fewest": giving.FEWEST_STAFF,
        "is_reached": giving.is_reached(figures),
        "lacking": giving.lacking(figures),
        "seal": seal,
        "holds": seal is not None and giving.holds(seal, figures, now),
        "months": giving.HOLDS_MONTHS,
        "earlier": operator.seals.exclude(pk=seal.pk if seal else None)[:EARLIER_SHOWN],
        "may_change": may_change(operator),
    }
    return render(request, "saccos/seals/manage.html", context)


@changers_only
def give(request, operator):
    if request.method == "POST":
        try:
            giving.give(operator, request.user, timezone.now())
        except giving.NotEnough:
            messages.warning(request, _("The share is not there any more: see the figures below."))
        except giving.CannotSign:
            messages.error(request, _("The platform can't sign a seal just now. Tell the programme; nothing is lost."))
        else:
            messages.success(request, _("The seal is given. Print the poster and the sticker."))
    return redirect("saccos:seal", operator=operator.slug)


@managers_only
@require_safe
def paper(request, operator, form):
    """Send the poster or the sticker; where no seal holds, lead back to the page that says why."""
    now = timezone.now()
    seal = giving.in_force(operator, now)
    if seal is None or not giving.holds(seal, reports.figures(operator, now), now):
        messages.warning(request, _("There is no seal to print just now."))
        return redirect("saccos:seal", operator=operator.slug)
    draw = {"poster": drawing.poster, "sticker": drawing.sticker}[form]
    response = HttpResponse(draw(seal), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{operator.slug}-seal-{form}.pdf"'
    return response


@never_cache
@require_safe
def scanned(_request, code):
    """Lead from the address in the QR to the page in the passenger's language."""
    return redirect("saccos:public_seal", code=codes.read(code) or "unknown")


@never_cache
@require_safe
def public(request, code):
    """Tell a passenger whether the operator's seal holds, as the figures of this moment have it.

    An older seal shows the one that took its place, where that one holds. The seal of an operator that was merged into
    another leads to the one that this one has.
    """
    now = timezone.now()
    seal = Seal.objects.filter(code=codes.read(code) or "").select_related("operator").first()
    if seal is None:
        return render(request, "saccos/seals/unknown.html", status=404)
    newest = giving.in_force(seal.operator.kept, now)
    if seal.operator.merged_into_id and newest:
        return redirect("saccos:public_seal", code=newest.code)
    figures = reports.figures(seal.operator, now)
    holds = newest is not None and giving.holds(newest, figures, now)
    shown = newest if holds else seal
    context = {
        "seal": shown,
        "older": seal if shown != seal else None,
        "figures": figures,
        "holds": holds,
        "is_over": now >= seal.expires_at,
        "may_return": seal == newest,
        "spelled": codes.spell(shown.code),
        "older_spelled": codes.spell(seal.code),
    }
    return render(request, "saccos/seals/public.html", context)
