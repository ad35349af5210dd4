"""A workshop's tests in the admin: chosen, printed, typed in, counted and recorded."""

from functools import wraps

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.log_actions import log

from workshops.models import Workshop, WorkshopTest
from workshops.testing import choosing, hands, letters, papers_needed, printed, recording, results, sheets

MAY_RUN = "workshops.change_workshop"
RECORDED = "workshops.record"
Occasion, Way = WorkshopTest.Occasion, WorkshopTest.Way


def trainers_only(view):
    """Hand the view the workshop that its address names and its course; without a published course, say so."""

    @permission_required(MAY_RUN)
    @never_cache
    @wraps(view)
    def guarded(request, pk, **kwargs):
        workshop = get_object_or_404(Workshop, pk=pk)
        course = choosing.course_of(workshop)
        if course is None:
            return render(request, "workshops/testing/no_course.html", furniture(workshop, _("Tests")))
        return view(request, workshop, course, **kwargs)

    return guarded


def furniture(workshop, title, *more):
    """Return the headings of an admin page; `more` are (address, label) of the pages between it and the workshop's."""
    said = f"{title} · {workshop.title}"
    ways = [
        (reverse("wagtailadmin_home"), _("Home")),
        (reverse("workshop:index"), _("Workshops")),
        (reverse("workshop:page", args=[workshop.pk]), workshop.title),
        *more,
        ("", said),
    ]
    crumbs = [{"url": url, "label": label} for url, label in ways]
    return {"workshop": workshop, "header_title": said, "header_icon": "form", "breadcrumbs_items": crumbs}


def to_tests(workshop):
    return reverse("workshop_tests", args=[workshop.pk]), _("Tests")


@trainers_only
@require_http_methods(["GET", "HEAD", "POST"])
def tests(request, workshop, course):
    """Choose what is asked and how; then print, type in, and record."""
    problems, typed = {}, None
    if "record" in request.POST:
        _record(request, workshop)
        return redirect("workshop_tests", workshop.pk)
    if request.method == "POST":
        typed = {name.removeprefix("way-"): value for name, value in request.POST.items() if name.startswith("way-")}
        try:
            choosing.choose(workshop, {name: way for name, way in typed.items() if way in Way.values})
            messages.success(request, _("Saved. Below you print the papers, and type in what comes back."))
            return redirect("workshop_tests", workshop.pk)
        except choosing.CannotAsk as refused:
            problems = refused.problems
    context = _shown(workshop, course, typed, problems) | furniture(workshop, _("Tests"))
    return render(request, "workshops/testing/tests.html", context, status=422 if problems else 200)


def _shown(workshop, course, typed, problems):
    offered = choosing.choices(workshop)
    chosen = list(workshop.tests.select_related("quiz", "version", "workshop"))
    waiting = recording.tasks(workshop, course)
    tallies, done = sheets.tallies(chosen), results.done_by_test(workshop, chosen)
    people = hands.present_by_test(chosen)
    return {
        "course": course,
        "choices": [_choice(one, typed, problems) for one in offered],
        "ways": [(choosing.NOT_ASKED, _("not asked")), *Way.choices],
        "tests": [
            {
                "test": test,
                "title": _heading_of(test),
                "tally": tallies[test.pk],
                "done": done[test.pk],
                "people": people.get(test.pk),
            }
            for test in _in_turn(chosen, offered)
        ],
        "needed": papers_needed.for_certificate(workshop),
        "has_paper": any(test.way == Way.PAPER for test in chosen),
        "came": workshop.participants.came().count(),
        "to_credit": sum(task.is_to_credit for task in waiting),
        "to_record": sum(len(task.sheets) for task in waiting),
        "wrong": sum(tally.wrong for tally in tallies.values()),
        "is_certified": all(one.way in (Way.PAPER, Way.PHONES) for one in offered if one.occasion == Occasion.COURSE),
    }


def _choice(one, typed, problems):
    return {
        "name": one.name,
        "title": one.title,
        "kind": one.occasion.label,
        "way": one.way if typed is None else typed.get(one.name, ""),
        "problem": problems.get(one.name, ""),
    }


def _in_turn(chosen, offered):
    """Return the tests in the order in which a workshop asks them; what the course no longer has comes last."""
    order = {(one.occasion, one.quiz.pk): place for place, one in enumerate(offered)}
    return sorted(chosen, key=lambda test: (order.get((test.occasion, test.quiz_id), len(order)), test.pk))


def _heading_of(test):
    return choosing.title_of(test.occasion, test.quiz)


def _record(request, workshop):
    done = recording.record(workshop, timezone.now())
    if done.credited or done.recorded:
        log(workshop, RECORDED, user=request.user, data={"credited": done.credited, "recorded": done.recorded})
    messages.success(request, _what_was_done(done))
    if done.unread:
        said = ngettext(
            "%(count)d sheet can't be read and was left out: put it right where it is typed in.",
            "%(count)d sheets can't be read and were left out: put them right where they are typed in.",
            done.unread,
        )
        messages.warning(request, said % {"count": done.unread})
    if done.left:
        said = ngettext("%(left)d person is left: press again.", "%(left)d people are left: press again.", done.left)
        messages.warning(request, said % {"left": done.left})
    _name(request, done.taken_already, _("Not recorded, for they took this test before on a phone: %(names)s."))
    _name(request, done.too_early, _("Not recorded, for they have not finished the full course: %(names)s."))


def _what_was_done(done):
    people = ngettext("%(count)d person", "%(count)d people", done.credited) % {"count": done.credited}
    marked = ngettext("%(count)d sheet", "%(count)d sheets", done.recorded) % {"count": done.recorded}
    return _("Recorded: the lessons count as read for %(people)s, and %(sheets)s became attempts.") % {
        "people": people,
        "sheets": marked,
    }


def _name(request, participants, sentence):
    if participants:
        people = dict.fromkeys(f"{one.number} {one.person}" for one in participants)
        messages.warning(request, sentence % {"names": ", ".join(people)})


@trainers_only
@require_safe
def papers(request, workshop, course, language, test=None):
    """Send the paper of one test, or of all that are asked on paper, to print."""
    chosen = workshop.tests.filter(way=Way.PAPER).select_related("quiz", "version", "workshop")
    found = list(chosen.filter(pk=test) if test else _in_turn(chosen, choosing.choices(workshop)))
    if not found or language not in ("en", "sw"):
        raise Http404
    name = slugify(f"{workshop.title} {_heading_of(found[0]) if test else ''} {language}")
    response = HttpResponse(printed.draw(found, language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@trainers_only
@require_http_methods(["GET", "HEAD", "POST"])
def typing(request, workshop, course, test):
    """Type in the letters of each sheet, a page of participants at a time; everything typed is kept."""
    found = get_object_or_404(workshop.tests.select_related("quiz", "version"), pk=test, way=Way.PAPER)
    came = workshop.participants.came().select_related("person", "operator")
    page = Paginator(came, sheets.PER_PAGE).get_page(request.GET.get("p"))
    participants = list(page)
    posted = request.POST if request.method == "POST" else {}
    if posted:
        sheets.save(found, participants, posted, timezone.now())
    lines = sheets.lines(found, participants, posted)
    is_wrong = bool(posted) and any(line.error for line in lines)
    if posted and not is_wrong:
        return _typed_on(request, workshop, found, page)
    paper = choosing.asked_in(found)
    context = {
        "test": found,
        "page": page,
        "lines": lines,
        "is_wrong": is_wrong,
        "count": len(paper),
        "has_boxes": any(one.boxes for one in paper),
        "is_one_letter_each": all(one.kind in letters.ONE_LETTER for one in paper),
        "example": _example(paper),
        "most": letters.MOST_TYPED,
        **furniture(workshop, _("Type in: %(test)s") % {"test": _heading_of(found)}, to_tests(workshop)),
    }
    return render(request, "workshops/testing/typing.html", context, status=422 if is_wrong else 200)


def _typed_on(request, workshop, test, page):
    messages.success(request, _("Saved. Nothing is marked before you press Record."))
    here = reverse("workshop_typing", args=[workshop.pk, test.pk])
    if "next" in request.POST and page.has_next():
        return redirect(f"{here}?p={page.next_page_number()}")
    return redirect(f"{here}?p={page.number}" if page.number > 1 else here)


def _example(paper):
    """Return how a sheet of this paper might be typed, saying nothing of what is right."""
    short = {"multiple": "AC", "spots": "AC", "ordering": None, "matching": None, "scenario": "AB"}
    pieces = [short.get(one.kind, "A") or one.letters[: one.boxes] for one in paper[:5]]
    return " ".join([*pieces[:1], "-", *pieces[2:]]) if len(pieces) > 1 else " ".join(pieces)


@trainers_only
@require_http_methods(["GET", "HEAD", "POST"])
def count_hands(request, workshop, course, test):
    """Type in how many hands went up for each option, and of how many people."""
    found = get_object_or_404(workshop.tests.select_related("quiz", "version"), pk=test, way=Way.HANDS)
    problems = {}
    if request.method == "POST":
        try:
            hands.save(found, request.POST)
            messages.success(request, _("Saved. It stands in the workshop's report."))
            return redirect("workshop_hands", workshop.pk, found.pk)
        except hands.Unclear as unclear:
            problems = unclear.problems
    context = {
        "test": found,
        "present": hands.present(found),
        "present_field": hands.PRESENT_FIELD,
        "questions": hands.questions(found),
        "typed": request.POST if problems else {},
        "problems": problems,
        "most": hands.MOST,
        **furniture(workshop, _("Show of hands: %(test)s") % {"test": _heading_of(found)}, to_tests(workshop)),
    }
    return render(request, "workshops/testing/hands.html", context, status=422 if problems else 200)
