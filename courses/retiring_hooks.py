"""Wagtail asks here before it deletes or unpublishes; the answer is a sentence, and a way to retire instead."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses import retiring
from courses.models import Quiz


@hooks.register("before_delete_page")
def refuse_deleting_page(request, page):
    reason = retiring.against_deleting(page)
    return _refuse(request, [(page, reason)]) if reason else None


@hooks.register("before_bulk_action")
def refuse_bulk_action(request, action_type, objects, action):
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type == "delete":
        reasons = [(page, retiring.against_deleting(page)) for page in pages]
    elif action_type == "unpublish":
        reasons = [(page, _one_at_a_time(page)) for page in pages]
    else:
        return None
    reasons = [(page, reason) for page, reason in reasons if reason]
    return _refuse(request, reasons) if reasons else None


def _one_at_a_time(page):
    warning = retiring.warning_before_unpublishing(page)
    return warning and f"{warning} {_('Unpublish it by itself if you mean it, or retire the course.')}"


@hooks.register("before_delete_snippet")
def refuse_deleting_quiz(request, instances):
    quizzes = [one for one in instances if isinstance(one, Quiz)]
    reasons = retiring.against_deleting_quizzes(quizzes)
    for reason in reasons:
        messages.error(request, reason)
    return redirect("wagtailsnippets_courses_quiz:list") if reasons else None


@hooks.register("before_unpublish_page")
def ask_before_unpublishing(request, page):
    """Show what unpublishing means for those who have begun, and go on once that has been confirmed."""
    warning = retiring.warning_before_unpublishing(page)
    if warning is None or "understood" in request.POST:
        return None
    context = {
        "page": page,
        "warning": warning,
        "with_descendants": bool(request.POST.get("include_descendants")),
        "next": request.POST.get("next", ""),
        "retire_url": _edit_url(retiring.records_below(page).course or page),
    }
    return render(request, "courses/admin/retiring_unpublish.html", context)


def _refuse(request, reasons):
    for page, reason in reasons:
        course = retiring.records_below(page).course
        buttons = [messages.button(_edit_url(course), _("Retire “%(title)s”") % {"title": course})] if course else []
        messages.error(request, reason, buttons=buttons)
    page = reasons[0][0]
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
