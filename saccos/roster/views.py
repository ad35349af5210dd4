"""A manager brings a staff list: columns, check, mending, saving, undoing. Every step is a plain page and a form."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import spreadsheets
from saccos import moving
from saccos.access import changers_only
from saccos.models import Roster
from saccos.roster import bringing, checking, jobs, progress, several, sheet, showing, undoing, words
from saccos.roster.forms import BringForm, ColumnsForm
from saccos.roster.judging import SAVED, Verdict
from saccos.roster.reading import Unreadable

# Each look at the page works for so long, so that no other process is needed.
WORK_SECONDS = 1.5
ROWS_A_PAGE = 50
LISTS_SHOWN = 10
_SAMPLE_ROWS = 6
_DIGITS = 9
Phase = Roster.Phase


@changers_only
def rosters(request, operator):
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    if form.is_valid() and (roster := _bring(request, operator, form)):
        return _to(roster, operator)
    lists = operator.rosters.select_related("made_by")[:LISTS_SHOWN]
    return render(request, "saccos/roster/rosters.html", {"operator": operator, "form": form, "lists": lists})


def _bring(request, operator, form):
    """Return the list that was brought, or None with the reason beside the field."""
    brought, source = form.cleaned_data["brought"], form.cleaned_data.get("source", "")
    try:
        return bringing.bring(operator, brought, source, request.user, timezone.now())
    except Unreadable as error:
        form.add_error("file" if source else "paste", words.UNREADABLE[error.code] % error.facts)
        return None


def _to(roster, operator):
    return redirect("saccos:roster", operator=operator.slug, token=roster.token)


@changers_only
def roster(request, operator, token):
    found = get_object_or_404(operator.rosters.select_related("made_by"), token=token)
    found.operator = operator
    if request.method == "POST" and (answer := _act(request, operator, found)):
        return answer
    if found.phase == Phase.COLUMNS:
        return _columns_page(request, operator, found)
    if jobs.is_at_work(found):
        found = jobs.look(found, WORK_SECONDS)
        found.operator = operator
    if jobs.is_at_work(found):
        return _waiting_page(request, operator, found)
    return _rows_page(request, operator, found)


def _waiting_page(request, operator, found):
    context = {"operator": operator, "roster": found, "state": "stopped" if found.error else "waiting"}
    if found.phase == Phase.CHECKING:
        context |= {"heading": _("Checking the list"), "progress": {"done": found.done, "total": found.total}}
    else:
        context |= {
            "heading": _("Undoing the list") if found.is_being_undone else _("Saving the list"),
            "progress": progress.read(found),
        }
    return render(request, "saccos/roster/waiting.html", context)


def _act(request, operator, found):
    """Do what the button that was pressed says, and return where to go; columns that are wrong get no such answer."""
    do = request.POST.get("do")
    if do == "columns" and not _confirm(request, found):
        return None
    if do == "drop" and bringing.drop(found):
        messages.success(request, _("The list was thrown away. Nothing of it was saved."))
        return redirect("saccos:rosters", operator=operator.slug)
    if do == "save" and "shown" in request.POST:
        # The ticks of the page on which it was pressed count, kept before or not.
        _decide(request, found, "moves")
        do = "save" if _to_save(checking.counts(found)) else "moves"
    if do in ("out", "in", "moves", "all-moves"):
        _decide(request, found, do)
        return redirect(request.get_full_path())
    if do == "undo":
        jobs.ask_to_undo(found, request.user, timezone.now())
    elif do in _PLAIN:
        _PLAIN[do](found)
    return _to(found, operator)


_PLAIN = {"reopen": bringing.reopen_columns, "save": jobs.ask_to_save, "retry": jobs.retry}


def _confirm(request, found):
    if found.phase != Phase.COLUMNS:
        return True
    form = ColumnsForm(request.POST, found, _sample(found))
    if not form.is_valid():
        return False
    said = form.cleaned_data
    return bringing.confirm(found, said["columns"], said["otherwise"], said["has_heading"], said["language"])


def _sample(found):
    return list(found.rows.order_by("number").values_list("cells", flat=True)[:_SAMPLE_ROWS])


def _columns_page(request, operator, found):
    form = ColumnsForm(request.POST if request.POST.get("do") == "columns" else None, found, _sample(found))
    context = {
        "operator": operator,
        "roster": found,
        "form": form,
        "not_kept": found.columns.get(sheet.NOT_KEPT, []),
        "beside": several.beside(found),
    }
    return render(request, "saccos/roster/columns.html", context)


def _decide(request, found, do):
    """Leave rows out, take them in again, or say of rows of the page shown which of them work here now."""
    numbers = _numbers(request, "row")
    if do in ("out", "in"):
        checking.again(found, numbers, choice=sheet.OUT if do == "out" else "")
    elif do == "moves":
        page = _numbers(request, "shown")
        checking.say_moves(found, yes=numbers & page, no=page - numbers)
    else:
        checking.say_moves(found, yes=None, no=())


def _numbers(request, name):
    """Return the numbers of rows that were posted; none has more digits than a spreadsheet has rows."""
    return {int(text) for text in request.POST.getlist(name) if text.isdecimal() and len(text) < _DIGITS}


def _rows_page(request, operator, found):
    counts = checking.counts(found)
    waits = checking.wait(found, timezone.now()) if found.phase == Phase.READY else 0
    tabs = showing.tabs(counts)
    asked = request.GET.get("show")
    chosen = next((tab for tab, _number in tabs if tab == asked), tabs[0][0] if tabs else "")
    rows = sheet.rows_of(found).filter(verdict=chosen)
    is_undone = found.phase == Phase.UNDONE
    if is_undone:
        rows = sheet.rows_of(found).filter(before__has_key="did").exclude(problems=[])
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "operator": operator,
        "roster": found,
        "tabs": tabs,
        "chosen": chosen,
        "page": page,
        "beside": several.beside(found),
        "rows": [showing.shown(row, found) for row in page],
        "counts": counts,
        "to_save": _to_save(counts) - waits,
        "left": _left(counts),
        "waits": waits,
        "most_a_day": moving.MOST_A_DAY,
        "did_anything": undoing.did_anything(found),
        "is_ready": found.phase == Phase.READY,
        "may_move": found.phase == Phase.READY and chosen == Verdict.MOVES,
        "can_undo": undoing.can_undo(found, timezone.now()),
        "has_merged": found.phase == Phase.SAVED and undoing.merges(found).exists(),
        "undo_until": found.saved_at and found.saved_at + undoing.KEPT,
    }
    return render(request, f"saccos/roster/{'ready' if found.phase == Phase.READY else 'saved'}.html", context)


def _to_save(counts):
    return sum(counts.get(verdict, 0) for verdict in SAVED) + counts["moving"]


def _left(counts):
    """Return how many rows are not saved as they stand, and that somebody may want to be."""
    open_ones = sum(counts.get(verdict, 0) for verdict in (Verdict.WRONG, Verdict.LOOKS_LIKE))
    return open_ones + counts.get(Verdict.MOVES, 0) - counts["moving"]


@changers_only
@require_safe
def to_mend(request, operator, token):
    found = get_object_or_404(operator.rosters, token=token)
    return spreadsheets.answer(showing.mending_rows(found), "csv", f"{operator.slug}-{_('to-mend')}")
