"""A manager reminds staff by SMS: sees first who gets it, what it says and costs, and when it goes out."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.context_processors import organisation
from saccos.access import changers_only
from saccos.minute import reminding, selecting, withdrawing

SHOWN = 20
_LONGEST_KEY = 19


@changers_only
def remind(request, operator):
    now = timezone.now()
    selection = selecting.read(request.GET)
    staff = selection.of(operator, now)
    if one := _person(request):
        staff = staff.filter(pk=one)
    back = _back(operator, selection, one)
    if request.POST.get("do") == "withdraw":
        _say_withdrawn(request, withdrawing.withdraw(staff, operator, request.user, now))
        return redirect(request.get_full_path())
    if request.method == "POST":
        _say(request, reminding.send(staff, operator, request.user, now), now)
        return redirect(back)
    plan = reminding.plan(staff, operator, now)
    context = {
        "operator": operator,
        "selection": selection,
        "back": back,
        "plan": plan,
        "number": len(plan.letters),
        "when": when(plan.goes_at, now),
        "cost": plan.cost(organisation().sms_price),
        **left_out(plan, now),
    }
    return render(request, "saccos/minute/remind.html", context)


def _person(request):
    """Return the key of the one person to remind, where the address names one."""
    typed = request.GET.get("person", "")
    return int(typed) if typed.isdecimal() and len(typed) < _LONGEST_KEY else None


def _back(operator, selection, one):
    """Return the page from which one comes here: the person's, or the list."""
    if one and operator.staff.filter(pk=one).exists():
        return reverse("saccos:person", args=[operator.slug, one])
    return reverse("saccos:staff", args=[operator.slug]) + selection.query


def left_out(plan, now) -> dict:
    """Return for the page, each as a Some, who has no phone, whose SMS waits for the morning, and who had one already.

    `ours` is how many of those that wait are this operator's.
    """
    waiting = [one for one in plan.reminded if one.last_at > now]
    return {
        "without_phone": Some(plan.without_phone),
        "waiting": Some(waiting),
        "waits_until": when(max(one.last_at for one in waiting), now) if waiting else "",
        "ours": sum(one.is_ours for one in waiting),
        "reminded": Some([one for one in plan.reminded if one.last_at <= now]),
    }


@dataclass(frozen=True)
class Some:
    """People of whom a page names the first."""

    people: list

    def __bool__(self):
        return bool(self.people)

    @property
    def number(self):
        return len(self.people)

    @property
    def shown(self):
        return self.people[:SHOWN]

    @property
    def more(self):
        return max(0, len(self.people) - SHOWN)


def when(moment, now) -> str:
    """Return in words when a reminder goes out: now, or in the morning."""
    if moment <= now:
        return _("now")
    days = timezone.localdate(moment) - timezone.localdate(now)
    return _("tomorrow at 07:00") if days == timedelta(days=1) else _("today at 07:00")


def _say_withdrawn(request, number):
    if not number:
        messages.warning(request, _("Nothing was taken back: it has gone out already."))
        return
    text = ngettext("%(number)s message is taken back.", "%(number)s messages are taken back.", number)
    messages.success(request, text % {"number": number})


def _say(request, sent, now):
    number = len(sent.letters)
    if not number:
        messages.warning(request, _("No reminder was sent: see below who had one already, or has no phone."))
        return
    text = ngettext("%(number)s reminder goes out %(when)s.", "%(number)s reminders go out %(when)s.", number)
    messages.success(request, text % {"number": number, "when": when(sent.goes_at, now)})
