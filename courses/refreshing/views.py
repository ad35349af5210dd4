from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import learner_required
from courses import grading, outline, practice, showing
from courses.narrating import player
from courses.refreshing import weekly

_CHOICES = {"put_off": weekly.put_off, "stop": weekly.stop, "resume": weekly.resume}


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def refresh(request):
    """The weekly question: ask it where it is due, else show what was answered last and when the next one comes."""
    if request.method == "POST":
        return _chosen(request) if "do" in request.POST else _answered(request)
    week = weekly.week_of(request.user)
    asked = weekly.ask(request.user, week)
    return _ask(request, asked) if asked else _rest(request, week)


def _chosen(request):
    choice = _CHOICES.get(request.POST["do"])
    if choice:
        choice(request.user)
    return redirect("courses:refresh")


def _answered(request):
    asked = weekly.ask(request.user, weekly.week_of(request.user))
    if asked is None:
        return _lead_to("#answer")
    if request.POST.get("form") != asked.form:
        messages.info(request, _("That question has been changed or answered since. This one is asked now."))
        return _lead_to()
    question = asked.content["questions"][asked.item.question]
    answer, unclear = practice.read(question, asked.item, request.POST)
    if unclear:
        return _ask(request, asked, answer, unclear)
    if not practice.is_over(question, answer):
        return _lead_to(f"?{urlencode([('path', action) for action in answer])}#now")
    weekly.record(request.user, asked, answer)
    return _lead_to("#answer")


def _lead_to(place=""):
    return redirect(reverse("courses:refresh") + place)


def _ask(request, asked, answer=None, unclear=None):
    question = asked.content["questions"][asked.item.question]
    path = _way_so_far(question, request.GET) if answer is None else answer
    context = {
        "form": asked.form,
        "question": showing.question_for(asked.content, asked.item, path, unclear=unclear),
        "path": path,
        "narration": player.for_question(question, translation.get_language()),
    }
    return render(request, "courses/refreshing/question.html", context, status=422 if unclear else 200)


def _way_so_far(question, sent):
    """Return the actions taken so far in a scenario; none where they have come to an end, which is for the form."""
    path = practice.path_in(question, sent)
    return [] if question["kind"] == "scenario" and grading.end_of(question, path) else path


def _rest(request, week):
    context = {"week": week, "answered": week.last and _answer_shown(week.last)}
    return render(request, "courses/refreshing/rest.html", context)


def _answer_shown(box):
    """Return the question answered last, with what was right and why; None where it has been rewritten since."""
    content = weekly.answered_question(box)
    if content is None:
        return None
    lesson = content["questions"][box.question_key]["lesson"]
    courses = outline.every(translation.get_language())
    course = next((course for course in courses if lesson and course.step(lesson)), None)
    return showing.as_answered(content, box.question_key, box.answer, course)
