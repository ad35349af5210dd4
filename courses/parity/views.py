from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from courses.parity import board, checks, pair, records
from courses.parity.states import SHAPES, State

PER_PAGE = 100


def may_look(user) -> bool:
    """Return whether the person works on courses: changes pages, or questions."""
    return user.has_perm("courses.change_question") or page_permission_policy.user_has_any_permission(
        user, ["add", "change", "publish"]
    )


def languages(request):
    """Show the board: every page and question by language, by course and state."""
    _refuse_strangers(request)
    rows = board.rows()
    course, state = request.GET.get("course", ""), request.GET.get("state", "")
    of_course = board.matching(rows, course)
    page = Paginator(board.matching(of_course, state=state), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Languages"),
        "header_icon": "globe",
        "breadcrumbs_items": _trail(),
        "page": page,
        "course": course,
        "state": state,
        "courses": [*board.courses(rows)],
        "counts": [(key, SHAPES[key], number) for key, number in board.counts(of_course).items()],
        "total": len(of_course),
        "behind": sum(row.record.is_behind for row in of_course),
    }
    return render(request, "courses/admin/parity_board.html", context)


def side_by_side(request, kind, key):
    """Show both languages of one page, question, quiz or topic; take down that they match, or were reviewed."""
    _refuse_strangers(request)
    record = records.find(kind, key) if kind in records.KINDS else None
    if record is None:
        raise Http404
    may_decide = records.may_publish(request.user, record)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        _decide(request, record)
        return redirect(record.url)
    title = Truncator(record.title).chars(80)
    context = {
        "header_title": title,
        "header_icon": "globe",
        "breadcrumbs_items": _trail(title, record.url),
        "record": record,
        "sides": pair.side_by_side(record),
        "may_decide": may_decide,
        "columns": _columns(record),
        "translate_url": _translate_url(request.user, record),
        "awaits_review": State.REVIEW in [finding.state for finding in record.findings],
    }
    return render(request, "courses/admin/parity_pair.html", context)


def _refuse_strangers(request):
    if not may_look(request.user):
        raise PermissionDenied


def _decide(request, record):
    if request.POST.get("action") == "reviewed":
        checks.mark_reviewed(record, request.user)
        messages.success(request, _("Noted: a native speaker has read the Kiswahili."))
        return
    seen = {language: request.POST.get(language, "") for language in records.LANGUAGES}
    try:
        checks.mark_same(record, request.user, seen)
    except checks.Outdated:
        messages.error(request, _("The words have changed since you opened this page. Please look again."))
    else:
        messages.success(request, _("Noted: the two say the same."))


def _trail(title="", url=""):
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    trail.append({"url": reverse("course_parity"), "label": _("Languages")})
    return [*trail, {"url": url, "label": title}] if title else trail


def _columns(record):
    """Return for each language its name, side, and the way to its editor; what holds both has one editor."""
    labels = {"en": _("Edit English"), "sw": _("Edit Kiswahili")} if record.kind == "page" else {"en": _("Edit")}
    return [
        {
            "code": language,
            "name": name,
            "side": record.sides[language],
            "edit_url": language in labels and record.edit_url(language),
            "edit_label": labels.get(language),
        }
        for language, name in records.NAMES.items()
    ]


def _translate_url(user, record):
    """Return the address that makes the missing page as a draft, for those who may; "" where none is missing."""
    if record.kind != "page" or all(record.versions.values()):
        return ""
    if not user.has_perm("simple_translation.submit_translation"):
        return ""
    return reverse("simple_translation:submit_page_translation", args=[record.any.pk])
