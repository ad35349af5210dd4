from django.contrib.messages import get_messages
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.views import serve

from accounts.access import learner_required
from courses import course_life, outline, reading, recording
from courses.models import CoursePage, LessonPage, ModulePage
from courses.refreshing import here
from home import page_cache


@require_safe
def course(request, course):
    """Serve a course's page without Wagtail's routing: where it is known, only what the learner has done is read."""
    return _serve_known(request, _find_course, reading.course_response)


@require_safe
def module(request, course, module):
    """Serve a module's page likewise."""
    return _serve_known(request, _find_module, reading.module_response)


@require_safe
def lesson(request, course, module, lesson):
    """Serve a card likewise."""
    language = translation.get_language()
    found = page_cache.remember(
        f"lesson:{language}:{course}/{module}/{lesson}", lambda: _find_lesson(language, request.path)
    )
    if found is None:
        return _served_by_wagtail(request)
    page_id, course_key, step_key = found
    known = outline.of(course_key, language)
    return reading.card_response(
        request, known, known.step(step_key), lambda: LessonPage.objects.select_related("locale").get(pk=page_id)
    )


def _served_by_wagtail(request):
    return serve(request, request.path.removeprefix(f"/{translation.get_language()}/"))


def _serve_known(request, find, respond):
    language = translation.get_language()
    found = page_cache.remember(f"found:{request.path}", lambda: find(language, request.path))
    known = found and outline.of(found[1], language)
    # A page that is stored tells nobody what only they are to be told, and its links keep no query.
    if known is None or request.GET or get_messages(request):
        return _served_by_wagtail(request)
    page_id, _course_key, *rest = found
    return respond(request, page_id, known, *rest)


def _find_course(language, path):
    """Return (page id, course key) for a published, unrestricted course, or None."""
    page = _page_at(CoursePage, language, path)
    return page and (page.pk, str(page.translation_key))


def _find_module(language, path):
    """Return (page id, course key, module key) for a published, unrestricted module of a known course, or None."""
    page = _page_at(ModulePage, language, path)
    above = page and page.get_parent()
    known = above and above.live and outline.of(above.translation_key, language)
    return (page.pk, known.key, str(page.translation_key)) if known and known.module(page.translation_key) else None


def _find_lesson(language, path):
    """Return (page id, course key, lesson key) for a published, unrestricted lesson of a known course, or None."""
    page = _page_at(LessonPage, language, path)
    known = page and outline.of(page.get_parent().get_parent().translation_key, language)
    return (page.pk, known.key, str(page.translation_key)) if known and known.step(page.translation_key) else None


def _page_at(model, language, path):
    """Return the published, unrestricted page with that address, or None."""
    url = path.removeprefix(f"/{language}")
    pages = model.objects.live().public().filter(locale__language_code=language, url_path__endswith=url)
    return next((page for page in pages if page.get_url() == path), None)


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
