"""What the answers say, for trainers: pages that read what was kept, so that they cost the same after any number of
answers. Nothing is worked out when a page is looked at; the button does it, or the timer's `analyse_quizzes`."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from courses import outline
from courses.analysis import course_figures, course_tables, exporting, findings, quiz_tables, quizzes, tables
from courses.analysis.allowance import is_at_once
from courses.analysis.marks import Which
from courses.models import Analysis, Quiz
from places import hiding

MAY_READ = "courses.view_quiz"


@permission_required(MAY_READ)
@require_safe
def index(request):
    """Every quiz and every course, with what was found in each."""
    kept = Analysis.objects.filter(subject=Analysis.Subject.QUIZ)
    kept = kept.values_list("key", "version", "calculated_at", "result__broken", "result__figures__n")
    found = {(key, version): {"at": at, "broken": broken, "n": n} for key, version, at, broken, n in kept}
    every = Quiz.objects.filter(current_version__isnull=False)
    every = every.select_related("current_version").defer("current_version__content")
    lines = [{"quiz": quiz, "found": found.get((quiz.slug, quiz.current_version.number))} for quiz in every]
    lines.sort(key=lambda line: -(line["found"]["broken"] or 0) if line["found"] else 1)
    context = {"lines": lines, "courses": outline.every(_language()), "fewest": hiding.FEWEST}
    return _render(request, "courses/admin/analysis_index.html", _("What the answers say"), [], context)


@permission_required(MAY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, slug):
    """One quiz: which questions are broken, then every figure; the button works it out again."""
    found = _quiz(slug)
    if request.method == "POST":
        _calculate(request, is_at_once(found.attempts.all()), lambda: quizzes.calculate(found))
        return redirect("course_analysis_quiz", slug=slug)
    chosen = _Chosen(request, found)
    context = chosen.context()
    if context["is_shown"]:
        about, section = chosen.analysis.result["about"], chosen.section
        context |= {
            "findings": _by_question(about, section),
            "tables": quiz_tables.of_quiz(about, section),
            "questions_chart": quiz_tables.questions_chart(about, section),
            "distribution_chart": quiz_tables.distribution_chart(section),
            "no_alpha": section["figures"]["no_alpha"],
            "is_thin": tables.is_thin(section["figures"]),
        }
    return _render(request, "courses/admin/analysis_quiz.html", found.title, [], context)


@permission_required(MAY_READ)
@require_safe
def question(request, slug, key):
    """One question of a quiz: its figures, and who chose which answer."""
    chosen = _Chosen(request, _quiz(slug))
    context = chosen.context()
    if chosen.analysis is None or key not in chosen.section["questions"]:
        return redirect("course_analysis_quiz", slug=slug)
    about, figures = chosen.analysis.result["about"], chosen.section["questions"][key]
    title = tables.in_words(about[key]["text"])
    if context["is_shown"] and not tables.is_hidden(figures):
        labels = quiz_tables.ITEM_FIGURES.items()
        found = [finding for finding in _findings(about, chosen.section) if finding.question == key]
        context |= {
            "figures": [(label, tables.shown(figures[name])) for name, label in labels],
            "n": figures["n"],
            "is_thin": tables.is_thin(figures),
            "findings": [_told(key, about[key], figures, found)] if found else [],
            "chart": quiz_tables.options_chart(about[key], figures),
            "table": quiz_tables.options_table(about, chosen.section, only=key),
        }
    crumb = (reverse("course_analysis_quiz", args=[slug]) + chosen.query, chosen.quiz.title)
    return _render(request, "courses/admin/analysis_question.html", title, [crumb], context)


@permission_required(MAY_READ)
@require_safe
def quiz_table(request, slug, table, kind):
    """One table of a quiz as a file for a spreadsheet."""
    chosen = _Chosen(request, _quiz(slug))
    if not chosen.context()["is_shown"]:
        raise Http404
    found = quiz_tables.of_quiz(chosen.analysis.result["about"], chosen.section)
    return exporting.answer(found, table, kind, slug)


@permission_required(MAY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def course(request, key):
    """One course: which lesson people leave, how long things take; the button works it out again."""
    found = _course(key)
    if request.method == "POST":
        _calculate(request, course_figures.are_few_enough(found), lambda: course_figures.calculate(found))
        return redirect("course_analysis_course", key=key)
    analysis = Analysis.objects.filter(subject=Analysis.Subject.COURSE, key=str(key)).first()
    context = {"analysis": analysis, "course": found, "address": reverse("course_analysis_course", args=[key])}
    if analysis:
        context |= {
            "is_newer": course_figures.newest_of() > analysis.newest,
            "leaving": course_tables.leaving_most(analysis.result),
            "funnel": course_tables.funnel(analysis.result),
            "tables": course_tables.of_course(analysis.result),
            "enrolled": tables.people(analysis.result["enrolled"]),
            "completed": tables.people(analysis.result["completed"]),
        }
    return _render(request, "courses/admin/analysis_course.html", found.title, [], context)


@permission_required(MAY_READ)
@require_safe
def course_table(request, key, table, kind):
    """One table of a course as a file for a spreadsheet."""
    analysis = get_object_or_404(Analysis, subject=Analysis.Subject.COURSE, key=str(key))
    return exporting.answer(course_tables.of_course(analysis.result), table, kind, "course")


class _Chosen:
    """What a trainer chose to see of a quiz: which version (0: all together), and which attempts."""

    def __init__(self, request, quiz):
        self.quiz = quiz
        self.kept = Analysis.objects.filter(subject=Analysis.Subject.QUIZ, key=quiz.slug)
        self.numbers = sorted(self.kept.values_list("version", flat=True), reverse=True)
        self.version = self._version(request.GET.get("version", ""))
        self.which = Which.ALL if request.GET.get("attempts") == Which.ALL else Which.FIRST
        self.analysis = self.kept.filter(version=self.version).first()

    def _version(self, given):
        """Return the version asked for, else the current one, else all together."""
        known = [given] if given.isdecimal() and len(given) < 9 else []
        known = [int(number) for number in known] + [self.quiz.current_version.number, quizzes.ALL_VERSIONS]
        return next((number for number in known if number in self.numbers), quizzes.ALL_VERSIONS)

    @property
    def section(self):
        return self.analysis.result if self.which == Which.FIRST else self.analysis.result["all"]

    @property
    def query(self):
        return f"?version={self.version}&attempts={self.which}"

    def context(self):
        return {
            "quiz": self.quiz,
            "address": reverse("course_analysis_quiz", args=[self.quiz.slug]),
            "numbers": [number for number in self.numbers if number != quizzes.ALL_VERSIONS],
            "version": self.version,
            "which": self.which,
            "query": self.query,
            "analysis": self.analysis,
            "n": self.section["figures"]["n"] if self.analysis else 0,
            "is_shown": bool(self.analysis) and not tables.is_hidden(self.section),
            "is_newer": bool(self.analysis) and quizzes.newest_of(self.quiz) > self.analysis.newest,
        }


def _quiz(slug):
    known = Quiz.objects.filter(current_version__isnull=False).select_related("current_version")
    return get_object_or_404(known.defer("current_version__content"), slug=slug)


def _course(key):
    found = outline.of(key, _language())
    if found is None:
        raise Http404
    return found


def _language():
    known = [code for code, _name in settings.LANGUAGES]
    return get_language() if get_language() in known else settings.LANGUAGE_CODE


def _calculate(request, is_at_once, act):
    if is_at_once:
        act()
        messages.success(request, _("Calculated."))
    else:
        messages.warning(request, _("So many answers take a while: they are calculated tonight."))


def _findings(about, section):
    shown = {key for key, figures in section["questions"].items() if not tables.is_hidden(figures)}
    return [finding for finding in findings.in_section(about, section) if finding.question in shown]


def _by_question(about, section):
    """Return each question that needs an eye with all that was found about it, the most urgent first."""
    found = {}
    for finding in _findings(about, section):
        found.setdefault(finding.question, []).append(finding)
    return [_told(key, about[key], section["questions"][key], of_one) for key, of_one in found.items()]


def _told(key, question, figures, found):
    options = {option["key"]: quiz_tables.label_of(option) for option in question["options"]}
    return {
        "key": key,
        "text": tables.in_words(question["text"]),
        "is_critical": question["critical"],
        "is_broken": any(finding.is_broken for finding in found),
        "found": [(finding, options.get(finding.option, "")) for finding in found],
        "facility": tables.shown(figures["facility"]),
        "index": tables.shown(figures["discrimination_index"]),
        "n": figures["n"],
    }


def _render(request, template, title, crumbs, context):
    crumbs = [(reverse("course_analysis_index"), _("What the answers say")), *crumbs]
    if template.endswith("index.html"):
        crumbs = []
    items = [(reverse("wagtailadmin_home"), _("Home")), *crumbs, ("", title)]
    context |= {
        "header_title": title,
        "header_icon": "history",
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in items],
    }
    return render(request, template, context)
