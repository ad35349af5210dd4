"""One of the staff: how their training stands, how to reach them, and what may be changed about their work."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import numbers
from saccos import history, joining, reports, training
from saccos.access import managers_only, may_change
from saccos.minute import contacting, reminding
from saccos.minute.forms import NumberForm, StaffForm
from saccos.minute.remind_views import when
from saccos.models.managing import Right
from saccos.models.staff import State

_WHY_NOT = {
    numbers.NumberTaken: gettext_lazy("This number is in use already. If they share the phone, tick the box below."),
    numbers.NeedsAName: gettext_lazy("They are known by this number alone. Write the new number, or leave it."),
    numbers.TooManyOnIt: gettext_lazy(
        "Too many people share this number already. Write another one, or leave it empty."
    ),
}


@managers_only
def person(request, operator, pk):
    now = timezone.now()
    member = get_object_or_404(reports.with_state(operator.staff.with_standing(), now), pk=pk)
    if request.method == "POST" and not may_change(operator):
        context = {"operator": operator, "needed": Right.MANAGE}
        return render(request, "saccos/not_yours.html", context, status=403)
    forms = _forms(request, member)
    if request.method == "POST" and _act(request, member, forms):
        return redirect("saccos:person", operator=operator.slug, pk=pk)
    contacting.with_ways([member], operator, now)
    is_current = member.ended_on is None
    context = {
        "operator": operator,
        "may_change": may_change(operator),
        "member": member,
        "is_current": is_current,
        "can_correct_number": member.is_untouched,
        "is_to_act_on": member.state != State.TRAINED,
        **(_reminder(member, now) if is_current else {}),
        "courses": training.of(member.person, get_language(), now) if is_current else [],
        "can_come_back": joining.can_come_back(member, timezone.localdate(now)),
        **forms,
    }
    return render(request, "saccos/person.html", context)


def _reminder(member, now):
    """Return when the next reminder is possible, and when the last one goes out where it waits for the morning."""
    possible_at = reminding.next_at(member.person, now)
    goes_at = possible_at - reminding.BETWEEN if possible_at else now
    return {"next_reminder": possible_at, "reminder_goes_out": when(goes_at, now) if goes_at > now else ""}


def _forms(request, member):
    """Return the forms of the page; the one whose button was pressed holds what was typed."""
    typed = {request.POST.get("do"): request.POST}
    return {"form": StaffForm(typed.get("details"), instance=member), "number_form": NumberForm(typed.get("number"))}


def _act(request, member, forms):
    """Do what the button that was pressed says; return whether it went through."""
    what, is_current = request.POST.get("do"), member.ended_on is None
    match what:
        case "details" if is_current:
            return _change(request, member, forms["form"])
        case "number" if is_current:
            return _correct_number(request, member, forms["number_form"])
        case "left" if is_current:
            _leave(request, member)
        case "back" if not is_current:
            _come_back(request, member)
    return True


def _change(request, member, form):
    if not form.is_valid():
        member.refresh_from_db(fields=list(form.fields))
        return False
    if form.changed_data:
        with transaction.atomic():
            member.save(update_fields=form.changed_data)
            _note_change(request, member, form.changed_data)
    role = member.get_role_display().lower()
    messages.success(request, _("Saved: %(name)s, %(role)s.") % {"name": member.person, "role": role})
    return True


def _note_change(request, member, changed):
    now, name = timezone.now(), str(member.person)
    if "role" in changed:
        history.note(member.operator, "role", request.user, now, name=name, role=member.role)
    if set(changed) - {"role"}:
        history.note(member.operator, "details", request.user, now, name=name)


def _correct_number(request, member, form):
    """Note the number of somebody who never signed in; whose number it is otherwise, nobody is told."""
    if not form.is_valid():
        return False
    typed, person = form.cleaned_data, member.person
    try:
        with transaction.atomic():
            if typed["is_shared"] and typed["phone"]:
                numbers.give_number(person, None)
                numbers.share_number(person, typed["phone"])
            else:
                numbers.give_number(person, typed["phone"])
                numbers.share_number(person, "")
            history.note(member.operator, "number", request.user, timezone.now(), name=str(person))
    except tuple(_WHY_NOT) as no:
        form.add_error("phone", _WHY_NOT[type(no)])
        return False
    except numbers.HasSignedIn:
        messages.warning(request, _("They have signed in since: now only they can change their number."))
        return True
    messages.success(request, _("Saved: the phone number of %(name)s.") % {"name": person})
    return True


def _leave(request, member):
    with transaction.atomic():
        joining.leave(member, timezone.localdate())
        history.note(member.operator, "left", request.user, timezone.now(), name=str(member.person))
    messages.success(request, _("%(name)s is no longer on your staff.") % {"name": member.person})


def _come_back(request, member):
    try:
        with transaction.atomic():
            joining.come_back(member, timezone.localdate())
            history.note(member.operator, "came-back", request.user, timezone.now(), name=str(member.person))
    except (joining.TooLate, joining.HasRefused, joining.JoinedSince):
        text = _("Send %(name)s your invitation link: they join again themselves.")
        messages.warning(request, text % {"name": member.person})
    else:
        messages.success(request, _("%(name)s is on your staff.") % {"name": member.person})
