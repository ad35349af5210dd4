"""The page on which a manager looks at who may stand on the list twice: one person, or two."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import merging
from accounts.models import PersonMerge
from saccos import duplicates, namesakes
from saccos.access import changers_only
from saccos.models import StaffMember

A_PAGE = 50
WORDS_A_PAGE = 20
_LONG = 19  # More digits than a key has.
UNDO_FOR = timedelta(days=30)


@changers_only
def same(request, operator):
    if request.method == "POST":
        _act(request, operator)
        return redirect("saccos:duplicates", operator=operator.slug)
    page = Paginator(duplicates.pairs_of(operator), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "operator": operator,
        "page": page,
        "pairs": shown(operator, page.object_list),
        "is_cut": page.paginator.count == duplicates.MOST_PAIRS,
        "done": _undoable(request, operator)[:10],
        "words": Paginator(namesakes.told(operator), WORDS_A_PAGE).get_page(request.GET.get("two")),
    }
    return render(request, "saccos/duplicates.html", context)


def shown(operator, pairs):
    """Return what a page shows of these pairs of places: both members, and the ways in which a manager may merge."""
    current = StaffMember.objects.current().filter(operator=operator).with_standing().select_related("person")
    members = current.in_bulk({pk for pair in pairs for pk in pair})
    # Who left while the page was being made is in no pair.
    both = [(members.get(one), members.get(other)) for one, other in pairs]
    return [_pair(one, other) for one, other in both if one and other]


def _pair(one, other):
    return {"members": [one, other], "choices": duplicates.ways(one, other)}


def _undoable(request, operator):
    """Return what this manager put together on this list in the last 30 days, the newest first."""
    since = timezone.now() - UNDO_FOR
    mine = merging.undoable().filter(by=request.user, at__gte=since).select_related("kept", "gone").order_by("-at")
    return mine.filter(kept__employments__operator=operator, kept__employments__ended_on=None)


def _act(request, operator):
    if "undo" in request.POST:
        _undo(request, operator, request.POST["undo"])
    elif "kept" not in request.POST:
        say(request, operator)
    else:
        _merge(request, operator)


def _merge(request, operator):
    asked = [request.POST.get(name, "") for name in ("kept", "gone")]
    kept, gone = map(_key, asked)
    try:
        merge = duplicates.put_together(operator, kept, gone, request.user, timezone.now())
    except duplicates.NotOnList:
        messages.info(request, _gone())
    except duplicates.AreTwo:
        messages.warning(request, _("Somebody said that these are two people. Take that back first."))
    except (duplicates.NotYours, merging.CannotMerge):
        messages.warning(request, _("Only the programme can put these two together. Nothing was changed."))
    else:
        text = _("%(name)s now stands on your list once. Certificates and results of both are kept.")
        messages.success(request, text % {"name": merge.kept})


def say(request, operator):
    """Do what the buttons by which two are said to be two, or no longer, ask for; tell how it went."""
    if "two" in request.POST:
        _say_two(request, operator)
    elif "back" in request.POST:
        namesakes.take_back(operator, _key(request.POST["back"]), request.user, timezone.now())
        messages.success(request, _("Taken back: if they still look alike, they are shown as alike again."))


def _say_two(request, operator):
    one, other = (_key(request.POST.get(name, "")) for name in ("two", "other"))
    try:
        namesakes.say_two(operator, one, other, request.user, timezone.now())
    except namesakes.NotOnList:
        messages.info(request, _gone())
    else:
        messages.success(request, _("They stay two, and are no longer shown as alike."))


def _gone():
    return _("One of the two is no longer on your list. Nothing was changed.")


def _key(text):
    """Return the number posted; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _LONG else 0


def _undo(request, operator, pk):
    merge = _undoable(request, operator).filter(pk=_key(pk)).first()
    if merge is None:
        undone = PersonMerge.objects.filter(pk=_key(pk), by=request.user).exclude(undone_at=None)
        if not undone.exists():
            messages.warning(request, _("That can't be undone here any more. Ask the programme."))
        return
    try:
        merging.undo(merge, request.user, timezone.now())
    except merging.CannotMerge:
        messages.warning(request, _("That can't be undone here any more. Ask the programme."))
    else:
        messages.success(request, _("Undone: the two are two again, as they were."))
