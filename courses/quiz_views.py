"""Taking a quiz: its first page, a question a screen, the review, and the result."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import learner_required
from courses import answering, answers, attempts, course_life, outline, recording, results, rules, showing
from courses.answering import Unclear
from courses.measuring import occasions
from courses.models import Attempt, OpenAttempt, Quiz
from courses.narrating import player


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, slug):
    found = get_object_or_404(
        Quiz.objects.filter(live=True).exclude(current_version=None).select_related("current_version"), slug=slug
    )
    course = next(iter(outline.courses_asking(slug)), None)
    if course is None:
        raise Http404
    opened = _open_at(request.user, quiz=found)
    if opened and rules.is_past(opened.ends_at, timezone.now()):
        return _time_is_up(request, opened)
    if not opened and not course_life.may_start_quiz(request.user, outline.courses_asking(slug)):
        return render(request, "courses/quiz_closed.html", {"quiz": found, "course": course, "is_retired": True})
    if not recording.may_take(request.user, course) or not _is_open(request.user, course, slug):
        return render(request, "courses/quiz_closed.html", _what_comes_first(found, course))
    if request.method == "POST":
        return _begin(request, found)
    chance = rules.chance_of(request.user, found, timezone.now())
    if not opened and not chance.is_open:
        return render(request, "courses/quiz_refused.html", _refusal(found, course, chance))
    return render(request, "courses/quiz.html", _start_page(found, course, opened, chance))


def _begin(request, quiz):
    try:
        opened = attempts.start(request.user, quiz)
    except (rules.NoMoreAttempts, rules.TooSoon):
        return redirect("courses:quiz", quiz.slug)
    return redirect("courses:question", opened.ticket, 1)


def _start_page(quiz, course, opened, chance):
    version = opened.version if opened else quiz.current_version
    return {
        "quiz": quiz,
        "course": course,
        "module": course.module_of(quiz.slug),
        "opened": opened,
        "last": chance.last,
        "chance": chance,
        "asked": len(attempts.paper_of(opened)) if opened else attempts.number_asked(quiz, chance.last),
        "pass_mark": version.content["pass_mark"],
        **_clock(opened),
    }


def _refusal(quiz, course, chance):
    """Return what the page shows to somebody who may not start (yet): what to read again meanwhile."""
    lessons = [] if chance.last.is_pass else results.lessons_to_read(chance.last, course)
    return {
        "quiz": quiz,
        "course": course,
        "module": course.module_of(quiz.slug),
        "chance": chance,
        "last": chance.last,
        "lessons": lessons,
    }


def _what_comes_first(quiz, course):
    """Return what the page of a closed quiz shows: the course to which its button leads."""
    first = outline.of(course.refreshes_key, course.language) if course.refreshes_key else course
    return {"quiz": quiz, "course": course, "first": first or course}


def _is_open(learner, course, slug):
    if not course.enforce_order:
        return True
    return recording.progress_of(learner, course).is_module_open(course.module_of(slug))


def on_open_paper(view):
    """Give the view the learner's open attempt; lead to the result where it is handed in, or its time is over."""

    @wraps(view)
    def guarded(request, ticket, **kwargs):
        opened = _open_at(request.user, ticket=ticket)
        if opened is None:
            return redirect("courses:result", ticket)
        if rules.is_past(opened.ends_at, timezone.now()):
            return _time_is_up(request, opened)
        return view(request, opened, **kwargs)

    return guarded


def _open_at(learner, **which):
    """Return the learner's open attempt, knowing when it ends, or None."""
    opened = OpenAttempt.objects.select_related("version", "quiz", "follows").filter(learner=learner, **which).first()
    if opened is None:
        return None
    opened.ends_at = rules.ends_at(opened)
    if opened.follows and opened.follows.version_id == opened.version_id:
        opened.follows.version = opened.version
    return opened


def _time_is_up(request, opened):
    """Hand in what was answered in time, as of then, and say so."""
    end = timezone.localtime(opened.ends_at)
    attempts.hand_in(request.user, opened.ticket, now=end)
    text = _("The time was up at %(time)s. What you had answered until then is saved and counts.")
    messages.warning(request, text % {"time": f"{end:%H:%M}"})
    return redirect("courses:result", opened.ticket)


def _clock(opened):
    """Return until when the paper can be answered, and the whole minutes left; nothing where there is no limit."""
    if opened is None or opened.ends_at is None:
        return {}
    left = (opened.ends_at - timezone.now()).total_seconds()
    return {"ends_at": opened.ends_at, "minutes_left": max(0, int(left // 60))}


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
@on_open_paper
def question(request, opened, number):
    paper = attempts.paper_of(opened)
    if not 1 <= number <= len(paper):
        raise Http404
    item = paper[number - 1]
    if request.method == "POST":
        return _answered(request, opened, item, number, len(paper))
    return _show_question(request, opened, item, number, len(paper))


def _answered(request, opened, item, number, total):
    asked = opened.version.content["questions"][item.question]
    before = opened.answers.get(item.question, [])
    try:
        answer = answering.read(asked, item, request.POST, before)
    except Unclear as unclear:
        if "later" not in request.POST:
            return _show_question(request, opened, item, number, total, unclear)
        answer = answering.keepable(asked, unclear)
        _say_what_is_lost(request, unclear, answer)
    try:
        if answer and answer != before:
            attempts.answer(opened, item.question, answer)
    except OpenAttempt.DoesNotExist:
        return redirect("courses:result", opened.ticket)
    except attempts.TimeIsUp:
        return _time_is_up(request, opened)
    except attempts.NotOnPaper:
        # Another tab went on with the story meanwhile: what was done there stands.
        return redirect(request.get_full_path())
    return _lead_on(request, opened, number, total)


def _say_what_is_lost(request, unclear, answer):
    if unclear.typed and not answer:
        messages.warning(
            request, _("An answer that is not whole can't be kept. Choose again when you come back to it.")
        )


def _lead_on(request, opened, number, total):
    if "action" in request.POST:
        return redirect(f"{request.path}{'?from_review' if 'review' in request.POST else ''}#now")
    if number == total or "review" in request.POST:
        return redirect("courses:review", opened.ticket)
    return redirect("courses:question", opened.ticket, number + 1)


def _show_question(request, opened, item, number, total, unclear=None):
    kept = opened.answers.get(item.question, ())
    is_review = "from_review" in request.GET or "review" in request.POST
    content = opened.version.content
    context = {
        "opened": opened,
        "quiz": opened.quiz,
        "question": showing.question_for(content, item, kept, unclear=unclear),
        "narration": player.for_question(content["questions"][item.question], translation.get_language()),
        "number": number,
        "total": total,
        "lane": _lane(opened),
        "is_review": is_review,
        "leads_to_review": is_review or number == total,
        "is_measure": opened.quiz.purpose == Quiz.Purpose.MEASURE,
        **_clock(opened),
    }
    return render(request, "courses/question.html", context, status=422 if unclear else 200)


def _lane(opened):
    """Return of each question of the paper whether it is answered."""
    asked = opened.version.content["questions"]
    return [
        answers.is_finished(asked[item.question], opened.answers.get(item.question, ()))
        for item in attempts.paper_of(opened)
    ]


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
@on_open_paper
def review(request, opened):
    if request.method == "POST":
        attempts.hand_in(request.user, opened.ticket)
        return redirect("courses:result", opened.ticket)
    lines = [
        showing.question_for(opened.version.content, item, opened.answers.get(item.question, ()))
        for item in attempts.paper_of(opened)
    ]
    context = {
        "opened": opened,
        "quiz": opened.quiz,
        "lines": lines,
        "left": [number for number, line in enumerate(lines, start=1) if not line.is_answered],
        "is_measure": opened.quiz.purpose == Quiz.Purpose.MEASURE,
        **_clock(opened),
    }
    return render(request, "courses/review.html", context)


@learner_required
@require_safe
def result(request, ticket):
    attempt = get_object_or_404(Attempt.objects.select_related("version", "quiz"), learner=request.user, ticket=ticket)
    attempt.learner = request.user
    context = results.context_for(attempt, _course_of(attempt))
    return render(request, results.template_for(attempt), context)


def _course_of(attempt):
    if not results.is_measure(attempt):
        return next(iter(outline.courses_asking(attempt.quiz.slug)), None)
    key = occasions.course_key_of(attempt.quiz)
    return outline.of(key, translation.get_language()) if key else None
