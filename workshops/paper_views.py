"""Typing in the paper list: ticks for the expected, rows for the others, or a column of names pasted."""

import secrets

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops import paper as rules
from workshops import planning
from workshops.access import trainers_only
from workshops.forms import LONGEST_MARK, PaperForm, PasteForm, invited_to

ROWS = 20
_NAMES = ("number", "full_name", "phone", "operator", "role")
_ROOM_FOR_PLACE = 5
Rows = forms.formset_factory(PaperForm, extra=ROWS, max_num=rules.MOST_PASTED, absolute_max=rules.MOST_PASTED)


@trainers_only
def paper(request, workshop):
    invited = list(invited_to(workshop))
    paste, mark = PasteForm(request.POST or None), _mark(request)
    rows = _rows(request, invited, paste)
    if request.method == "POST" and request.POST.get("do") == "keep" and rows.is_valid():
        _keep(request, workshop, rows)
        if not _waits(paste):
            return redirect("workshops:paper", pk=workshop.pk)
        # The lines that still wait in the box stay on the page; a reload keeps the same rows once more, which does
        # nothing.
        rows, mark = Rows(form_kwargs={"invited": invited}), _new_mark()
    listed = planning.as_listed(workshop.participants.all())
    context = {
        "workshop": workshop,
        "expected": [row for row in listed if not row.came_at],
        "came": sum(1 for row in listed if row.came_at),
        "signed": set(_signed(request)),
        "waits": _waits(paste),
        "rows": rows,
        "paste": paste,
        "mark": mark,
    }
    return render(request, "workshops/paper.html", context)


def _rows(request, invited, paste):
    """Return the rows to type in: empty, as they were sent, or with what was pasted after those typed."""
    kwargs = {"form_kwargs": {"invited": invited}}
    if request.method != "POST":
        return Rows(**kwargs)
    if request.POST.get("do") != "paste" or not paste.is_valid():
        return Rows(request.POST, **kwargs)
    typed = [row for row in _typed(request) if row.get("full_name")]
    now, later = rules.split(paste.cleaned_data["names"], rules.MOST_PASTED - len(typed))
    read = rules.read(now, invited)
    if read:
        text = ngettext(
            "%(n)s name read. Look at it below, then keep it.",
            "%(n)s names read. Look at them below, then keep them.",
            len(read),
        )
        messages.info(request, text % {"n": len(read)})
    paste.data = {"names": later}
    if later:
        text = _(
            "%(most)s rows are the most at a time. The other names wait in the box: keep these first, then read on."
        )
        messages.warning(request, text % {"most": rules.MOST_PASTED})
    return Rows(rules.rows_as_data([*typed, *read], ROWS), **kwargs)


def _typed(request):
    for place in range(rules.MOST_PASTED):
        row = {name: request.POST.get(f"form-{place}-{name}", "") for name in _NAMES}
        yield {name: value for name, value in row.items() if value}


def _signed(request):
    return [int(pk) for pk in request.POST.getlist("signed") if pk.isdecimal() and len(pk) < 19]


def _mark(request):
    sent = "".join(filter(str.isprintable, request.POST.get("mark", "")))
    return sent[: LONGEST_MARK - _ROOM_FOR_PLACE] or _new_mark()


def _new_mark():
    return f"paper-{secrets.token_hex(6)}"


def _waits(paste):
    """Return whether there are names in the box that have not been read into rows."""
    return bool(paste.is_bound and paste.data.get("names", "").strip())


def _keep(request, workshop, rows):
    filled = [form for form in rows if form.has_changed() and form.cleaned_data.get("full_name")]
    typed = [{"said": form.said, "number": form.cleaned_data["number"]} for form in filled]
    signed = _signed(request)
    kept = rules.keep(workshop, signed, typed, _mark(request), request.user, timezone.now())
    number = len(signed) + len(kept)
    text = ngettext("%(n)s person kept as present.", "%(n)s people kept as present.", number)
    messages.success(request, text % {"n": number})
    for row, participant in kept:
        if row["number"] and row["number"] != participant.number:
            text = _("%(name)s has number %(number)s, for another person has %(row)s: write it on their test paper.")
            said = {"name": participant.person, "number": participant.number, "row": row["number"]}
            messages.warning(request, text % said)
