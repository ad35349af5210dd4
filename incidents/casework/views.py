"""The inbox, one case with what an officer does to it, its files and its export, and the log."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import cases as cases_of
from incidents import sealing, team, unlocking
from incidents.casework import acting, exporting, forms, inbox, log_words, opening, passphrases, reading
from incidents.casework.access import DRAFT, officers_only, opened_only
from incidents.models import Attachment, Case, Entry, LogLine

LOG_PER_PAGE = 100
_EXPORT_HOLDS = 20 * 60
_PLAIN_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@officers_only
def cases(request):
    asked = request.GET
    chosen = {"state": asked.get("state", inbox.TO_DO), "urgency": asked.get("urgency", ""), "mine": "mine" in asked}
    found = inbox.shown(request.officer, **chosen)
    context = {
        "tab": "cases",
        "page": Paginator(found, inbox.PER_PAGE).get_page(asked.get("page")),
        "chosen": chosen,
        "states": inbox.STATES.items(),
        "urgencies": [(str(value), label) for value, label in Case.Urgency.choices],
        "is_filtered": any(asked.get(name) for name in ("state", "urgency")) or chosen["mine"],
        "is_unlocked": opening.private_of(request) is not None,
        "is_last": team.is_last_holder(request.officer),
        "has_keys": request.officer.public_key is not None,
        "is_waiting": _waits(request),
        "is_choosing": "choose" in asked,
    }
    return render(request, "incidents/cases/inbox.html", context)


@opened_only
def case(request, number):
    found = _case(number)
    if found.merged_into:
        return redirect("incidents:case", number=found.merged_into.number)
    made = {name: form(found) for name, (form, _act) in _ACTS.items()}
    if request.method == "POST" and (answer := _do(request, found, made)):
        return answer
    return _show(request, found, made)


def _do(request, found, made):
    """Return the answer to what was sent; None where the case is shown next, with what was typed."""
    name = request.POST.get("do", "")
    if not _can_open(request, found):
        return _close_unread(request, found) if name == "close" else _no_key(request, found)
    if name == DRAFT:
        for form in made.values():
            form.bring_back(request.POST)
    if name == "part":
        acting.part(found, request.POST.get("number", ""), request.officer, timezone.now())
        return redirect("incidents:case", number=found.number)
    if name in _ACTS:
        made[name], act = _ACTS[name][0](found, request.POST), _ACTS[name][1]
        if made[name].is_valid() and (next_case := act(request, found, made[name])):
            return redirect("incidents:case", number=next_case.number)
    return None


def _case(number):
    whole = Case.objects.select_related("team_key", "merged_into", "assigned_to__user")
    return get_object_or_404(whole, number=number.upper())


def _can_open(request, found):
    try:
        cases_of.private_key(found, request.officer, request.private)
    except (team.NotYours, sealing.CannotOpen):
        return False
    return True


def _no_key(request, found):
    is_lost = not team.holders(found.team_key)
    context = {
        "case": found,
        "is_waiting": _waits(request) and not is_lost,
        "may_close": is_lost and not found.closed_at,
    }
    return render(request, "incidents/cases/no_key.html", context)


def _close_unread(request, found):
    """Close a case that nobody can ever open again: it would stand in the inbox for good."""
    if team.holders(found.team_key):
        return _no_key(request, found)
    acting.change(found, {"state": Case.State.CLOSED}, request.officer, timezone.now())
    messages.success(request, _("Saved."))
    return redirect("incidents:case", number=found.number)


def _show(request, found, made):
    try:
        opened = reading.open_case(found, request.officer, request.private, timezone.now())
    except (team.NotYours, sealing.CannotOpen):
        return _no_key(request, found)
    found.has_news = False
    context = {"case": found, "opened": opened, "merged": found.merged.all(), "forms": made, "held": unlocking.HOLDS}
    return render(request, "incidents/cases/case.html", context)


def _waits(request):
    return not request.officer.shares.filter(team_key__is_current=True).exists()


def _write(kind):
    def act(request, found, form):
        said = acting.Said(kind, form.said(), form.cleaned_data["token"])
        acting.write(found, said, request.officer, timezone.now())
        if form.cleaned_data.get("waits"):
            acting.change(found, {"state": Case.State.WAITING}, request.officer, timezone.now())
        messages.success(request, _SAVED[kind])
        return found

    return act


def _change(request, found, form):
    values = {name: form.cleaned_data[name] for name in ("state", "urgency", "assigned_to")}
    acting.change(found, values, request.officer, timezone.now())
    messages.success(request, _("Saved."))
    return found


def _merge(request, found, form):
    number = form.cleaned_data["number"]
    try:
        if not _can_open(request, acting.target_of(found, number)):
            form.add_error("number", _("You can't open that case, so nothing can go into it."))
            return None
        target = acting.merge(found, number, request.officer, timezone.now())
    except acting.NoSuchCase:
        form.add_error("number", _("No other case has this number."))
        return None
    except acting.JustMerged:
        form.add_error("number", _("One of the two has just gone into another case. Look again."))
        return None
    messages.success(request, _("%(one)s is part of %(other)s now.") % {"one": found.number, "other": target.number})
    return target


_SAVED = {
    Entry.Kind.NOTE: gettext_lazy("Noted."),
    Entry.Kind.REPLY: gettext_lazy("Sent: the reporter reads it when they come back with their receipt."),
    Entry.Kind.REFERRAL: gettext_lazy("Noted."),
}
_ACTS = {
    "reply": (forms.ReplyForm, _write(Entry.Kind.REPLY)),
    "note": (forms.NoteForm, _write(Entry.Kind.NOTE)),
    "refer": (forms.ReferralForm, _write(Entry.Kind.REFERRAL)),
    "change": (forms.ChangeForm, _change),
    "merge": (forms.MergeForm, _merge),
}


@opened_only
def file(request, token):
    found = get_object_or_404(Attachment.objects.select_related("entry__case__team_key"), token=token)
    try:
        about, data = reading.download(found, request.officer, request.private, timezone.now())
    except (OSError, team.NotYours, sealing.CannotOpen):
        messages.error(request, _("The file can't be opened: it is gone or damaged, or you do not hold the key."))
        return redirect("incidents:case", number=found.entry.case.number)
    except reading.Unfit:
        messages.error(request, _("What the phone locked is no photo and no sound, so it is not given out."))
        return redirect("incidents:case", number=found.entry.case.number)
    return _as_download(data, _PLAIN_NAME.sub("-", about.name) or "file")


def _as_download(data, name):
    """Return a file that no browser shows or runs, whatever is in it."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


@opened_only
def export(request, number):
    found = _case(number)
    signer = TimestampSigner(salt=f"export of {found.pk} by {request.officer.pk}")
    if request.method == "POST":
        try:
            passphrase = signer.unsign(request.POST.get("signed", ""), max_age=_EXPORT_HOLDS)
            data = exporting.archive(found, passphrase, request.officer, request.private, timezone.now())
            return _as_download(data, f"case-{found.number}.zip")
        except BadSignature:
            messages.warning(request, _("That took too long. Here is another passphrase."))
        except (team.NotYours, sealing.CannotOpen):
            return redirect("incidents:case", number=found.number)
    passphrase = passphrases.make()
    context = {"case": found, "passphrase": passphrase, "signed": signer.sign(passphrase)}
    return render(request, "incidents/cases/export.html", context)


@officers_only
def log(request, number=""):
    found = get_object_or_404(Case, number=number.upper()) if number else None
    lines = LogLine.objects.order_by("-pk")
    lines = lines.filter(case_number=found.number) if found else lines
    page = Paginator(lines, LOG_PER_PAGE).get_page(request.GET.get("page"))
    told = [(line, log_words.ACTS[line.act], log_words.said_in(line)) for line in page]
    return render(request, "incidents/cases/log.html", {"page": page, "told": told, "case": found, "tab": "log"})
