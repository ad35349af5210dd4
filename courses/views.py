from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.views import serve

from accounts.access import learner_required
from courses import attempts, outline, reading, recording, results
from courses.models import LessonPage, OpenAttempt, Quiz
from courses.models.records import Attempt
from home import page_cache


@require_safe
def lesson(request, course, module, lesson):
    """Serve a card without Wagtail's routing: where it is known, nothing but the learner's place is read."""
    language = translation.get_language()
    found = page_cache.remember(f"lesson:{language}:{course}/{module}/{lesson}", lambda: _find(language, request.path))
    if found is None:
        return serve(request, request.path.removeprefix(f"/{language}/"))
    page_id, course_key, step_key = found
    known = outline.of(course_key, language)
    return reading.card_response(
        request, known, known.step(step_key), lambda: LessonPage.objects.select_related("locale").get(pk=page_id)
    )


def _find(language, path):
    """Return (page id, course key, lesson key) for a published, unrestricted lesson of a known course, or None."""
    url = path.removeprefix(f"/{language}")
    pages = LessonPage.objects.live().public().filter(locale__language_code=language, url_path__endswith=url)
    for page in pages:
        course_key = str(page.get_parent().get_parent().translation_key)
        known = outline.of(course_key, language)
        if page.get_url() == path and known and known.step(page.translation_key):
            return page.pk, course_key, str(page.translation_key)
    return None


@learner_required
@require_safe
def me(request):
    """My training: carry on where I was, what I have done, what else there is."""
    courses = recording.progress_in(request.user, outline.every(translation.get_language()))
    begun = [progress for progress in courses if progress.is_begun_at_all]
    return render(
        request,
        "courses/me.html",
        {
            "begun": begun,
            "fresh": [progress for progress in courses if not progress.is_begun_at_all],
            "carry_on": next((progress for progress in begun if not progress.is_complete), None),
        },
    )


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, slug):
    found = get_object_or_404(Quiz.objects.filter(live=True).exclude(current_version=None), slug=slug)
    course = next(iter(outline.courses_asking(slug)), None)
    if course is None:
        raise Http404
    opened = OpenAttempt.objects.filter(learner=request.user, quiz=found).first()
    if not recording.may_take(request.user, course) or not _is_open(request.user, course, slug):
        return render(request, "courses/quiz_closed.html", _what_comes_first(found, course))
    if request.method == "POST":
        opened = attempts.start(request.user, found)
        return redirect("courses:question", opened.ticket, 1)
    last = found.attempts.filter(learner=request.user).order_by("-handed_in_at", "-pk").first()
    content = found.current_version.content
    context = {
        "quiz": found,
        "course": course,
        "module": course.module_of(slug),
        "opened": opened,
        "last": last,
        "asked": attempts.number_asked(found, last),
        "pass_mark": content["pass_mark"],
    }
    return render(request, "courses/quiz.html", context)


def _what_comes_first(quiz, course):
    """Return what the page of a closed quiz shows: the course to which its button leads."""
    first = outline.of(course.refreshes_key, course.language) if course.refreshes_key else course
    return {"quiz": quiz, "course": course, "first": first or course}


def _is_open(learner, course, slug):
    if not course.enforce_order:
        return True
    return recording.progress_of(learner, course).is_module_open(course.module_of(slug))


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, ticket, number):
    opened = _opened(request.user, ticket)
    if opened is None:
        return redirect("courses:result", ticket)
    paper = attempts.paper_of(opened)
    if not 1 <= number <= len(paper):
        raise Http404
    item = paper[number - 1]
    if request.method == "POST":
        return _answered(request, opened, item, number, len(paper))
    return _show_question(request, opened, item, number, len(paper))


def _answered(request, opened, item, number, total):
    chosen = request.POST.getlist("option")
    if not chosen and "later" not in request.POST:
        return _show_question(request, opened, item, number, total, is_empty=True)
    if chosen:
        try:
            attempts.answer(opened, item.question, chosen)
        except OpenAttempt.DoesNotExist:
            return redirect("courses:result", opened.ticket)
        except attempts.NotOnPaper:
            return _show_question(request, opened, item, number, total, is_empty=True)
    if number == total or "review" in request.POST:
        return redirect("courses:review", opened.ticket)
    return redirect("courses:question", opened.ticket, number + 1)


def _show_question(request, opened, item, number, total, is_empty=False):
    asked = results.question_for(opened.version.content, item, opened.answers.get(item.question, ()))
    context = {
        "opened": opened,
        "quiz": opened.quiz,
        "question": asked,
        "number": number,
        "total": total,
        "numbers": range(1, total + 1),
        "is_empty": is_empty,
        "is_review": "from_review" in request.GET or "review" in request.POST,
    }
    return render(request, "courses/question.html", context, status=422 if is_empty else 200)


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, ticket):
    opened = _opened(request.user, ticket)
    if opened is None:
        return redirect("courses:result", ticket)
    if request.method == "POST":
        attempts.hand_in(request.user, ticket)
        return redirect("courses:result", ticket)
    lines = [
        results.question_for(opened.version.content, item, opened.answers.get(item.question, ()))
        for item in attempts.paper_of(opened)
    ]
    context = {
        "opened": opened,
        "quiz": opened.quiz,
        "lines": lines,
        "left": sum(not line.is_answered for line in lines),
    }
    return render(request, "courses/review.html", context)


@learner_required
@require_safe
def result(request, ticket):
    attempt = get_object_or_404(Attempt.objects.select_related("version", "quiz"), learner=request.user, ticket=ticket)
    course = next(iter(outline.courses_asking(attempt.quiz.slug)), None)
    return render(request, "courses/result.html", results.result_context(attempt, course))


def _opened(learner, ticket):
    return OpenAttempt.objects.select_related("version", "quiz").filter(learner=learner, ticket=ticket).first()
