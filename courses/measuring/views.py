"""The learner's way into a test: what it is for, how long it takes, and the button that begins it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from accounts.access import learner_required
from courses import outline, recording, rules
from courses.measuring import occasions
from courses.models.measures import PrePostTest


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request, course_key):
    test = get_object_or_404(PrePostTest, is_open=True, course__translation_key=course_key)
    course = outline.of(course_key, translation.get_language())
    if course is None:
        raise Http404
    progress = recording.progress_of(request.user, course)
    offer = occasions.offers(request.user, [progress]).get(course.key)
    if request.method == "POST" and offer:
        try:
            return redirect("courses:question", occasions.start(request.user, offer).ticket, 1)
        except (occasions.NotDue, rules.NoMoreAttempts, rules.TooSoon):
            offer = None
    context = {"test": test, "course": course, "offer": offer, "progress": progress}
    return render(request, "courses/measuring/measure.html", context)
