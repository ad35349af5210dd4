"""Trainers' pages: making the forms of a course's test, and reading what people learned."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from courses import spreadsheets
from courses.measuring import analysing, chart, forms, report
from courses.measuring.admin_forms import CountsForm
from courses.models.measures import PrePostTest, Sitting
from courses.models.pages import CoursePage
from courses.statistics.figures import FEW

MAY_READ = "courses.view_preposttest"
MAY_CHANGE = "courses.change_preposttest"


def _courses():
    return CoursePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path")


def _tests():
    return PrePostTest.objects.select_related("course", "form_a", "form_b", "follow_up")


def _crumbs(*more):
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("course_gains"), "label": _("What they learned")},
        *({"url": url, "label": label} for url, label in more),
    ]


@permission_required(MAY_READ)
@require_safe
def gains(request):
    """Every course, with its test where it has one."""
    taken = {
        f"taken_{occasion}": Count("sittings", filter=Q(sittings__occasion=occasion)) for occasion in Sitting.Occasion
    }
    tests = {test.course_id: test for test in PrePostTest.objects.annotate(**taken)}
    lines = [{"course": course, "test": tests.get(course.pk)} for course in _courses()]
    context = {"lines": lines, "header_title": _("What they learned"), "breadcrumbs_items": _crumbs()}
    context |= {"may_change": request.user.has_perm(MAY_CHANGE), "header_icon": "history"}
    return render(request, "courses/admin/measuring_gains.html", context)


@permission_required(MAY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def gain(request, key):
    """What people gained in one course, as it was last worked out; the button works it out anew."""
    test = get_object_or_404(_tests(), course__translation_key=key)
    if request.method == "POST":
        return _worked_out(request, test)
    found = analysing.stored(test)
    sections = report.sections(found.result) if found else []
    context = {
        "test": test,
        "key": key,
        "analysis": found,
        "is_stale": found and analysing.is_stale(test, found),
        "sections": [(section, chart.draw(section.rows)) for section in sections],
        "later": found and found.result["follow_up"],
        "few": FEW,
        "header_title": _("What they learned: %(course)s") % {"course": test.course},
        "breadcrumbs_items": _crumbs(("", test.course.title)),
        "may_change": request.user.has_perm(MAY_CHANGE),
        "header_icon": "history",
    }
    return render(request, "courses/admin/measuring_gain.html", context)


def _worked_out(request, test):
    if analysing.are_few_enough(test):
        analysing.analyse(test)
        messages.success(request, _("Worked out anew."))
    else:
        messages.warning(request, _("So many answers take a while: they are calculated tonight."))
    return redirect("course_gain", test.course.translation_key)


@permission_required(MAY_READ)
@require_safe
def gain_export(request, key, kind):
    test = get_object_or_404(_tests(), course__translation_key=key)
    found = analysing.stored(test)
    if found is None:
        raise Http404
    return spreadsheets.answer(report.table(found.result), kind, f"gains-{test.course.slug}", "Gains")


@permission_required(MAY_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def course_forms(request, key):
    """Choose topics and counts, look at both forms, make them; then open the test, or close it."""
    course = get_object_or_404(_courses(), translation_key=key)
    test = _tests().filter(course=course).first()
    if request.method == "POST" and "open" in request.POST and test:
        return _opened(request, test, is_open=request.POST["open"] == "yes")
    typed = request.POST if request.method == "POST" else request.GET
    form = CountsForm(course, typed if "follow_up" in typed else None)
    drawn = _drawn(form) if form.is_bound else None
    if request.method == "POST" and drawn and _made(request, course, form):
        return redirect("course_forms", key)
    context = {
        "course": course,
        "key": key,
        "test": test,
        "form": form,
        "lists": _lists(drawn) if drawn else _lists_of(test),
        "is_preview": drawn is not None,
        "is_taken": test is not None and test.sittings.exists(),
        "header_title": _("Pre-test and post-test: %(course)s") % {"course": course},
        "breadcrumbs_items": _crumbs(("", _("Forms: %(course)s") % {"course": course.title})),
        "header_icon": "form",
    }
    return render(request, "courses/admin/measuring_forms.html", context)


def _opened(request, test, is_open):
    forms.set_open(test, is_open)
    said = _("Learners are asked to take it from now on.") if is_open else _("Learners are no longer asked.")
    messages.success(request, said)
    return redirect("course_forms", test.course.translation_key)


def _drawn(form):
    """Return what the form's counts would draw, or None, with what is wrong said in the form."""
    if not form.is_valid():
        return None
    try:
        return forms.draw(form.counts, form.cleaned_data["follow_up"])
    except forms.CannotBuild as error:
        form.add_error(None, str(error))
        return None


def _made(request, course, form):
    try:
        forms.build(course, form.counts, form.cleaned_data["follow_up"], request.user)
    except forms.CannotBuild as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Both forms are made. Open the test when you are ready."))
    return True


def _lists(drawn):
    """Return the questions of both forms side by side, and those of the follow-up."""
    return {"pairs": list(zip(drawn.form_a, drawn.form_b, strict=True)), "follow_up": drawn.follow_up}


def _lists_of(test):
    if test is None:
        return None
    form_a, form_b, later = (_asked(quiz) for quiz in (test.form_a, test.form_b, test.follow_up))
    return {"pairs": list(zip(form_a, form_b, strict=False)), "follow_up": later}


def _asked(quiz):
    return [part.value for part in quiz.parts if part.block_type == "question" and part.value] if quiz else []
