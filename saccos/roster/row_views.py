"""One row of a list on its own page: mended where it stands, or decided where only the manager can know."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from saccos.access import changers_only
from saccos.models import Roster
from saccos.roster import checking, fields, sheet, showing, values, words
from saccos.roster.fields import Field
from saccos.roster.forms import RowForm
from saccos.roster.judging import Verdict
from saccos.roster.sheet import OTHERWISE

_OPEN = (Verdict.WRONG, Verdict.LOOKS_LIKE, Verdict.TWICE)


@changers_only
def row(request, operator, token, number):
    roster = get_object_or_404(operator.rosters, token=token)
    if roster.phase != Roster.Phase.READY:
        return redirect("saccos:roster", operator=operator.slug, token=token)
    found = get_object_or_404(sheet.rows_of(roster), number=number)
    shown = showing.shown(found, roster)
    form = RowForm(_with_role(request.POST if request.POST.get("do") == "mend" else shown.texts))
    if request.method == "POST" and _act(request, roster, found, form, shown):
        return _next(request, operator, roster, found)
    if request.method != "POST":
        _say(form, [] if shown.choices else shown.problems)
    context = {
        "operator": operator,
        "roster": roster,
        "shown": shown,
        "form": form,
        "written_role": shown.texts[Field.ROLE],
        "back": _list(operator, roster, request.GET.get("show", found.verdict)),
    }
    return render(request, "saccos/roster/row.html", context)


def _with_role(texts):
    """Return what stands in a row with its role as one of those that can be chosen."""
    role = texts.get(Field.ROLE, "")
    return {name: texts.get(name, "") for name in Field.values} | {
        Field.ROLE.value: fields.ROLES.get(fields.plain(role), "")
    }


def _act(request, roster, found, form, shown):
    """Do what the button that was pressed says; return whether it went through."""
    match request.POST.get("do"):
        case "mend":
            return _mend(roster, found, form)
        case "choose" if request.POST.get("choice") in dict(shown.choices):
            checking.again(roster, [found.number], choice=request.POST["choice"])
        case "again":
            checking.again(roster, [found.number], choice="")
        case "out":
            checking.again(roster, [found.number], choice=sheet.OUT)
    return True


def _mend(roster, found, form):
    """Keep what was typed where each cell can be read; else say beside each what is wrong."""
    if not form.is_valid():
        return False
    texts = {name: form.cleaned_data[name] for name in Field.values}
    said = values.read(texts, roster.columns.get(OTHERWISE, ""), timezone.localdate())
    if said.problems:
        _say(form, [(problem["field"], words.say(problem, texts)) for problem in said.problems])
        return False
    checking.again(roster, [found.number], given=texts, choice="")
    return True


def _say(form, problems):
    """Put each sentence beside its field."""
    form.is_valid()
    for name, sentence in problems:
        form.add_error(name or None, sentence)


def _next(request, operator, roster, found):
    """Stay with a row that still needs something, or go back to the list that it came from."""
    found.refresh_from_db(fields=["verdict"])
    if found.verdict in _OPEN and request.POST.get("do") != "out":
        return redirect(request.get_full_path())
    show = request.GET.get("show", "")
    if found.verdict != show:
        _say_where(request, _list(operator, roster, found.verdict), found)
    return redirect(_list(operator, roster, show))


def _say_where(request, address, found):
    """Say what became of a row that is no longer in the list that the manager sees next, and lead to it."""
    said = {"number": found.number, "verdict": found.get_verdict_display()}
    link = _("Decide") if found.verdict == Verdict.MOVES else _("See the row")
    sentence = _("Row %(number)s: %(verdict)s.") % said
    messages.success(request, format_html('{} <a class="back" href="{}">{}</a>', sentence, address, link))


def _list(operator, roster, show):
    address = reverse("saccos:roster", args=[operator.slug, roster.token])
    return f"{address}?show={show}" if show in Verdict.values and show else address
