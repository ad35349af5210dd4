from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.views import serve

from accounts.access import learner_required
from courses import course_life, outline, reading, recording
from courses.models import LessonPage
from courses.refreshing import here
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
    cards = course_life.listed(request.user, courses)
    begun = [card for card in cards if card.progress.is_begun_at_all]
    return render(
        request,
        "courses/me.html",
        {
            "begun": begun,
            "fresh": [card for card in cards if not card.progress.is_begun_at_all],
            "carry_on": here.left_off([card.progress for card in cards]),
            "has_completed": any(card.progress.is_complete for card in begun),
            "start": next((card.progress for card in cards if card.can_begin and card.is_full_course), None),
        },
    )
