"""One workshop in the admin: who is expected and who came, and what is printed for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import user_passes_test

from saccos.models import Operator
from workshops import attendance_sheet, attending, expecting, planning, qr_page
from workshops.models import Workshop
from workshops.testing import papers_needed, report

PEOPLE_A_PAGE = 50
MAY_CHANGE = "workshops.change_workshop"


def may_see(user) -> bool:
    return user.has_perm("workshops.view_workshop") or user.has_perm(MAY_CHANGE)


def may_change(user) -> bool:
    return user.has_perm(MAY_CHANGE)


@user_passes_test(may_see)
@require_safe
def page(request, pk):
    workshop = get_object_or_404(planning.with_results(Workshop.objects.select_related("trainer")), pk=pk)
    people = planning.as_listed(workshop.participants.all())
    context = {
        "workshop": workshop,
        "course_title": planning.course_title(workshop.course_key),
        "invited": _invited(workshop),
        "people": Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "needed": papers_needed.for_certificate(workshop),
        "cost": report.money_in_words(workshop.cost),
        "may_change": may_change(request.user),
    }
    return _render(request, "workshops/admin/page.html", workshop, workshop.title, context)


@user_passes_test(may_change)
@require_POST
def close(request, pk):
    """Close the workshop, so that nobody puts themselves on its list any more, or open it again."""
    workshop = get_object_or_404(Workshop, pk=pk)
    if "open" in request.POST:
        Workshop.objects.filter(pk=pk).update(closed_at=None)
        messages.success(request, _("Open again: codes and the printed square work in its hours."))
    else:
        Workshop.objects.filter(pk=pk, closed_at=None).update(closed_at=timezone.now())
        messages.success(request, _("Closed: nobody can put themselves on the list any more."))
    return redirect("workshop:page", pk=workshop.pk)


def _invited(workshop):
    """Return each operator that was invited, with how many are expected from it and how many came."""
    rows = workshop.invited.select_related("operator").order_by("operator__name")
    return planning.with_counts_of_operator(rows)


@user_passes_test(may_change)
def expected(request, pk):
    """Choose whom to expect, operator by operator: all who are untrained, or one by one."""
    workshop = get_object_or_404(Workshop, pk=pk)
    invited = list(Operator.objects.standing().filter(workshop_invitations__workshop=workshop).order_by("name"))
    chosen = _chosen(request, invited)
    if request.method == "POST":
        _act(request, workshop, chosen)
        query = f"?operator={chosen.pk}" if chosen else ""
        return redirect(reverse("workshop:expected", args=[pk]) + query)
    typed = request.GET.get("q", "")
    found = expecting.staff(workshop, chosen, typed) if chosen else []
    now = timezone.now()
    context = {
        "workshop": workshop,
        "invited": invited,
        "chosen": chosen,
        "typed": typed,
        "found": found[: expecting.MOST_SHOWN],
        "untrained": expecting.untrained(expecting.staff(workshop, chosen), now).count() if chosen else 0,
        "now": now,
        "room": expecting.room(workshop),
        "people": Paginator(_waiting(workshop), PEOPLE_A_PAGE).get_page(request.GET.get("page")),
    }
    return _render(request, "workshops/admin/expected.html", workshop, _("Whom we expect"), context)


def _waiting(workshop):
    return planning.as_listed(workshop.participants.filter(came_at=None))


def _chosen(request, invited):
    """Return the operator in the address; the only one that was invited, where none is named."""
    asked = request.GET.get("operator", "") or request.POST.get("operator", "")
    named = next((operator for operator in invited if str(operator.pk) == asked), None)
    return named or (invited[0] if len(invited) == 1 else None)


def _act(request, workshop, operator):
    doing = request.POST.get("do")
    if doing == "forget":
        number = attending.forget(workshop, _pks(request))
        text = ngettext("%(n)s person taken off the list.", "%(n)s people taken off the list.", number)
    else:
        number = _add(request, workshop, operator, doing)
        text = ngettext("%(n)s person put on the list.", "%(n)s people put on the list.", number)
    messages.success(request, text % {"n": number})


def _add(request, workshop, operator, doing):
    if operator is None:
        return 0
    if doing == "untrained":
        return expecting.add_untrained(workshop, operator, timezone.now())
    return expecting.add(workshop, operator, _pks(request))


def _pks(request):
    return [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < 19]


@user_passes_test(may_see)
@require_safe
def sheet(request, pk):
    workshop = get_object_or_404(Workshop, pk=pk)
    people = planning.as_listed(workshop.participants.all())
    return _pdf(attendance_sheet.draw(workshop, people), f"{slugify(workshop.title) or 'workshop'}-list")


@user_passes_test(may_see)
@require_safe
def square(request, pk):
    workshop = get_object_or_404(Workshop, pk=pk)
    return _pdf(qr_page.draw(workshop), f"{slugify(workshop.title) or 'workshop'}-qr")


def _pdf(data, name):
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _render(request, template, workshop, title, context):
    crumbs = [(reverse("wagtailadmin_home"), _("Home")), (reverse("workshop:index"), _("Workshops"))]
    if title != workshop.title:
        crumbs.append((reverse("workshop:page", args=[workshop.pk]), workshop.title))
    context |= {
        "header_title": title,
        "header_icon": "calendar",
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in [*crumbs, ("", title)]],
    }
    return render(request, template, context)
