"""Who was invited and how far they came; inviting them by SMS, by WhatsApp and on printed slips."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.context_processors import organisation
from saccos import invitations
from saccos.access import changers_only, managers_only, may_change
from saccos.inviting import personal, sending, slips
from saccos.inviting.personal import Step
from saccos.minute import paging
from saccos.minute.contacting import number_of
from saccos.minute.remind_views import left_out, when

SLIPS_A_FILE = 200
_LONGEST_KEY = 19


@managers_only
def invited(request, operator):
    step, numbers, now = _step(request), personal.numbers(operator), timezone.now()
    everybody = sum(numbers.values())
    count = numbers[step] if step else everybody
    people = paging.page(personal.staff_in(operator, step), count, request.GET.get("page"), now)
    if may_change(operator):
        _make_links(people, request.user)
    people.object_list = [_shown(line, operator, now) for line in personal.lines(people)]
    context = {
        "operator": operator,
        "may_change": may_change(operator),
        "step": step,
        "everybody": everybody,
        "tabs": [(one, numbers[one]) for one in Step],
        "not_invited": numbers[Step.NOT_INVITED],
        "people": people,
        "files": _files(count) if step != Step.STARTED else [],
    }
    return render(request, "saccos/inviting/invited.html", context)


def _make_links(people, by):
    """Let everybody on the page who has not started have a link, to be sent by WhatsApp."""
    personal.give_links([one for one in people if personal.is_waiting(one)], by)


def _shown(line, operator, now):
    """Return the line with what can be done for its person; WhatsApp asks to whom, where there is no number."""
    person, number = line.member.person, number_of(line.member.person)
    waits = may_change(operator) and line.is_waiting and line.token is not None
    text = sending.long_text(person, operator, line.token) if waits else ""
    return {
        "line": line,
        "may_tick": waits,
        "has_no_phone": not number,
        "goes_out": when(line.sent_at, now) if line.sent_at and line.sent_at > now else "",
        "whatsapp": invitations.whatsapp(text, number) if waits else "",
    }


def _files(count):
    """Return (number of the file, first, last) of each PDF of slips that this many people need."""
    starts = range(0, count, SLIPS_A_FILE)
    return [(number, at + 1, min(count, at + SLIPS_A_FILE)) for number, at in enumerate(starts, start=1)]


def _step(request):
    """Return the step that the address names, or None for everybody."""
    asked = request.GET.get("step")
    return Step(asked) if asked in Step.values else None


def _chosen(request, operator):
    """Return the staff that the address names: those ticked, or a whole list."""
    ticked = request.GET.getlist("m")
    if request.GET.get("step"):
        return personal.staff_in(operator, _step(request))
    keys = [int(key) for key in ticked[: paging.A_PAGE] if key.isdecimal() and len(key) < _LONGEST_KEY]
    return operator.staff.current().filter(pk__in=keys)


@changers_only
def send(request, operator):
    now, staff = timezone.now(), _chosen(request, operator)
    back = reverse("saccos:invited", args=[operator.slug])
    if request.method == "POST":
        _say(request, sending.send(staff, operator, request.user, now), now)
        return redirect(back)
    plan = sending.plan(staff, operator, now)
    context = {
        "operator": operator,
        "back": back,
        "plan": plan,
        "number": len(plan.letters),
        "when": when(plan.goes_at, now),
        "cost": plan.cost(organisation().sms_price),
        **left_out(plan, now),
    }
    return render(request, "saccos/inviting/send.html", context)


def _say(request, sent, now):
    number = len(sent.letters)
    if not number:
        messages.warning(request, _("No invitation was sent: each had an SMS in the last three days, or has no phone."))
        return
    text = ngettext("%(number)s invitation goes out %(when)s.", "%(number)s invitations go out %(when)s.", number)
    messages.success(request, text % {"number": number, "when": when(sent.goes_at, now)})


@changers_only
def print_slips(request, operator):
    people = _chosen(request, operator).filter(has_begun=False, trained_until=None)
    first = SLIPS_A_FILE * (_file(request) - 1)
    members = list(people.select_related("person").order_by(*paging.BY_NAME)[first : first + SLIPS_A_FILE])
    if not members:
        messages.warning(request, _("Tick the people who are to get a slip. Who has started needs none."))
        return redirect("saccos:invited", operator=operator.slug)
    links = personal.give_links(members, request.user)
    pdf = slips.draw(operator, [(member, links[member.pk]) for member in members])
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{operator.slug}-slips.pdf"'
    return response


def _file(request):
    typed = request.GET.get("file", "")
    return int(typed) if typed.isdecimal() and 0 < len(typed) < 5 and int(typed) else 1
