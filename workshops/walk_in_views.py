"""The page on which a manager sees who came to a workshop for the operator, and takes them on its list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saccos import joining, moving
from saccos.access import managers_only, may_change
from workshops import walk_ins

A_PAGE = 50


@managers_only
def people(request, operator):
    if request.method == "POST":
        if not may_change(operator):
            return HttpResponseForbidden()
        _act(request, operator)
        return redirect("workshops:walk_ins", operator=operator.slug)
    page = Paginator(walk_ins.waiting(operator), A_PAGE).get_page(request.GET.get("page"))
    rows = [{"row": row, "can_take": walk_ins.can_take(row)} for row in page.object_list]
    aside = walk_ins.of(operator).exclude(not_theirs_at=None)[:A_PAGE]
    context = {
        "operator": operator,
        "page": page,
        "rows": rows,
        "at_once": [row.person_id for row in page.object_list if not row.is_elsewhere],
        "aside": [{"row": row, "can_take": walk_ins.can_take(row)} for row in aside],
        "may_change": may_change(operator),
    }
    return render(request, "workshops/walk_ins.html", context)


def _act(request, operator):
    people = [int(pk) for pk in request.POST.getlist("person")[:A_PAGE] if pk.isdecimal() and len(pk) < 19]
    now = timezone.now()
    if request.POST.get("do") == "aside":
        if sum(walk_ins.set_aside(operator, pk, now) for pk in people):
            messages.success(request, _("Noted. Should they come to a workshop for you again, they are shown again."))
    else:
        _take(request, operator, people, now)


def _take(request, operator, people, now):
    taken, refusals = [], {}
    for pk in people:
        try:
            taken.append(walk_ins.take(operator, pk, request.user, now))
        except _REFUSALS as error:
            refusals[_refusal(error)] = None
    for text in refusals:
        messages.warning(request, text)
    if number := sum(map(bool, taken)):
        text = ngettext("%(n)s person is now on your list.", "%(n)s people are now on your list.", number)
        messages.success(request, text % {"n": number})


_REFUSALS = (walk_ins.NoWord, joining.HasRefused, moving.TooManyMoves)


def _refusal(error):
    if isinstance(error, joining.HasRefused):
        return _("They said not long ago that they do not work for you. They join by your link, if they want to.")
    if isinstance(error, moving.TooManyMoves):
        return _("Too many people were put on your list today. Go on tomorrow.")
    return _("They are on another operator's list, and no phone reaches them. Ask the programme.")
