from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from courses import listening, outline, reading


@require_safe
def listen(request, lesson_key):
    """A lesson from start to end, by ear: every card that is read aloud."""
    course = next(iter(outline.courses_asking(lesson_key)), None)
    step = course and course.step(lesson_key)
    if step is None or step.is_quiz:
        raise Http404
    if reading.is_shut(request.user, course, step):
        return redirect(course.url)
    language = translation.get_language()
    context = {
        "course": course,
        "module": course.module_of(step.key),
        "lesson": step,
        "cards": listening.spoken(step.key, language),
        "sound": listening.sound_of_lesson(step.key, language),
    }
    return render(request, "courses/listen_lesson.html", context)
