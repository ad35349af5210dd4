"""Importing and exporting questions in the admin. Nothing is saved before somebody has seen what would be."""

import hashlib

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test

from courses import spreadsheets
from courses.exchange import plan as planning
from courses.exchange import waiting
from courses.exchange.applying import BankChanged, SomeRefused, apply, outcome
from courses.exchange.formats import export, parse
from courses.exchange.forms import NAMES, ConfirmForm, ExportForm, ImportForm
from courses.exchange.showing import shown

ROWS_ON_A_PAGE = 100
LIST = "wagtailsnippets_courses_question:list"
_FILES = {
    "gift": ("gift", "text/plain; charset=utf-8"),
    "moodlexml": ("xml", "application/xml"),
    "csv": ("csv", spreadsheets.CSV),
    "xlsx": ("xlsx", spreadsheets.XLSX),
}


def may_exchange(user) -> bool:
    """Return whether somebody may bring questions in and out: who may add them and change them."""
    return user.has_perms(["courses.add_question", "courses.change_question"])


@user_passes_test(may_exchange)
def import_file(request):
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("question_import_preview", waiting.keep(form.upload, request.user))
    return render(request, "courses/admin/exchange_import.html", {"form": form, **_furniture(_("Import questions"))})


@user_passes_test(may_exchange)
def preview(request, token):
    upload = waiting.find(token, request.user)
    if upload is None:
        messages.warning(request, _("This import is over: it was confirmed, or it waited for more than an hour."))
        return redirect(LIST)
    plan = _plan(upload)
    if request.method == "POST":
        form = _confirm_form(request, plan, request.POST)
        saved = _confirm(request, plan, form)
        if saved is not None:
            waiting.drop(token, request.user)
            messages.success(request, _saved_words(saved))
            return redirect(LIST)
        plan = _plan(upload)
    if request.method != "POST" or not form.errors:
        form = _confirm_form(request, plan)
    return render(request, "courses/admin/exchange_preview.html", _preview_context(request, upload, plan, form))


def _plan(upload):
    return planning.make(parse(upload.data, upload.format, upload.language), upload.topic or None)


def _digest(plan):
    return hashlib.sha256(repr(outcome(plan)).encode()).hexdigest()


def _confirm_form(request, plan, data=None):
    may_publish = request.user.has_perm("courses.publish_question")
    return ConfirmForm(data, may_publish=may_publish, has_refused=bool(plan.refused))


def _confirm(request, plan, form):
    """Return the questions saved, or None where nothing was and the plan is to be seen again."""
    if request.POST.get("seen") != _digest(plan):
        messages.warning(request, _changed_words())
        return None
    if not form.is_valid():
        return None
    publish = form.cleaned_data.get("publish") == "yes"
    try:
        return apply(plan, publish=publish, skip_refused=bool(plan.refused), user=request.user)
    except (BankChanged, SomeRefused):
        messages.warning(request, _changed_words())
        return None


def _changed_words():
    return _("The question bank changed meanwhile. Nothing was saved: look at what would happen now.")


def _saved_words(saved):
    live = sum(question.live for question in saved)
    words = ngettext("%(count)s question was saved", "%(count)s questions were saved", len(saved))
    published = ngettext("%(live)s is published.", "%(live)s are published.", live)
    return (words + "; " + published) % {"count": len(saved), "live": live}


def _preview_context(request, upload, plan, form):
    status = request.GET.get("show", "")
    rows = [row for row in plan.rows if status in ("", row.status)]
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("p"))
    return {
        "plan": plan,
        "form": form,
        "seen": _digest(plan),
        "upload": upload,
        "format": NAMES[upload.format],
        "status": status,
        "counts": [(name, planning.LABELS[name], count) for name, count in plan.counts.items()],
        "to_save": plan.counts[planning.NEW] + plan.counts[planning.FILLS],
        "complete": sum(row.status in (planning.NEW, planning.FILLS) and not row.missing for row in plan.rows),
        "page": page,
        "rows": [shown(row) for row in page],
        **_furniture(_("What would be imported")),
    }


@user_passes_test(may_exchange)
def export_file(request):
    form = ExportForm(request.GET or None)
    exported = None
    if form.is_valid():
        written_as, language = form.cleaned_data["format"], form.cleaned_data["language"]
        exported = export(written_as, form.topic_slug, language)
        if "download" in request.GET:
            return _download(exported.data, written_as, form.topic_slug or "all", language)
    context = {"form": form, "exported": exported, **_furniture(_("Export questions"))}
    return render(request, "courses/admin/exchange_export.html", context)


def _download(data, written_as, topic, language):
    suffix, content_type = _FILES[written_as]
    name = f"questions-{topic}.{suffix}" if written_as in ("csv", "xlsx") else f"questions-{topic}-{language}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)


def _furniture(title):
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(LIST), "label": _("Questions")},
        {"url": "", "label": title},
    ]
    return {"breadcrumbs_items": crumbs, "header_title": title, "header_icon": "help"}
