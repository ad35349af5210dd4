"""What the pages of a course show: the same words for everybody, and after them what differs per learner."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail.models import Page

from courses import course_life, listening, outline, photos, practice, recording, standing, untranslated
from courses.outline import Outline, Step
from courses.progress import Progress
from home import page_cache, translations
from home.context_processors import site_context


def index_context(page, user) -> dict:
    """Return every course that somebody may begin or has begun, with their progress where they are signed in."""
    courses = outline.every(translation.get_language())
    if user.is_authenticated:
        progresses = recording.progress_in(user, courses)
    else:
        progresses = [Progress(course, {}, frozenset()) for course in courses]
    return {"courses": course_life.listed(user, progresses)}


def course_context(page, user) -> dict:
    course = outline.of(page.translation_key, page.locale.language_code)
    return _course_shown(course, course and standing.of(user, course, with_offer=True))


def _course_shown(course, seen):
    if course is None:
        return {"course": None, "progress": None}
    return {
        "course": course,
        "progress": seen.progress,
        "is_signed_in": seen.is_signed_in,
        "offer": seen.offer,
        **_life_of(course, seen),
    }


def _life_of(course, seen):
    """Return what the pages of a course say of its life: what has changed, and whether it is retired, and what then."""
    is_retired = course_life.is_retired(course)
    return {
        "has_changed": course_life.has_changed(course),
        "is_retired": is_retired,
        "is_closed": seen.is_closed,
        "refresher": course_life.refresher_of(course) if is_retired else None,
    }


def module_context(page, user) -> dict:
    course = outline.of(page.get_parent().translation_key, page.locale.language_code)
    return _module_shown(course, course and standing.of(user, course), page.translation_key)


def _module_shown(course, seen, module_key):
    module = course and course.module(module_key)
    sounds = _sounds_open(module, seen) if module else {}
    return {**_course_shown(course, seen), "module": module, "sounds": sounds}


def _sounds_open(module, seen):
    """Return the sound of each lesson that has some, where the person may open it."""
    if seen.is_signed_in and not seen.progress.is_module_open(module):
        return {}
    return listening.sounds_of_module(module, seen.progress.outline.language)


def course_response(request, page_id: int, course: Outline):
    """Answer with the page of a course that everybody may read."""
    seen = standing.of(request.user, course, with_offer=True)
    return _shared_response(page_id, seen, _course_shown)


def module_response(request, page_id: int, course: Outline, module_key: str):
    """Answer with the page of a module that everybody may read."""
    seen = standing.of(request.user, course)
    return _shared_response(page_id, seen, lambda *known: _module_shown(*known, module_key))


def _shared_response(page_id, seen, show):
    """Answer everybody who stands at the same place with one rendering of the page: `show(course, seen)` says of what.

    The outline is read again for it: after a publish in between, what is stored must be what is published.
    """

    def render():
        page = Page.objects.live().filter(pk=page_id).specific().first()
        known = outline.of(seen.progress.outline.key, seen.progress.outline.language)
        return render_page(page, show(known, seen.within(known))) if page and known else None

    body = page_cache.remember(f"page:{page_id}:{seen.digest}", render)
    if body is None:
        raise Http404
    response = HttpResponse(body)
    response.is_same_for_all = not seen.progress.is_begun_at_all
    return response


def render_page(page, context: dict) -> bytes:
    """Return a page as a whole, in its own language, as bytes; nothing of a request is in it."""
    context |= {"page": page, "other_language": in_other_language(page), **site_context()}
    with translation.override(page.locale.language_code):
        return render_to_string(page.template, context).encode()


def in_other_language(page) -> tuple[str, bool]:
    """Return the address of the page, else of the nearest one, in the other language, and whether it is this page."""
    code = next(code for code, _name in settings.LANGUAGES if code != page.locale.language_code)
    other, is_same = translations.nearest(page, code)
    return (other.url, is_same) if other else (f"/{code}/", False)


def lesson_response(request, page):
    """Answer with one card of the lesson (?card=, else where the learner left off) and note that it was seen."""
    course = _course_of(page)
    if course is None:
        raise Http404
    step = course.step(page.translation_key)
    # A lesson that the source language does not have (yet) is read as it is, and counts for nothing.
    return card_response(request, course, step, lambda: page) if step else preview_response(page)


def preview_response(page):
    """Answer with every card as it is in the editor; nothing is noted or kept."""
    return HttpResponse(render_lesson(page, _course_of(page), list(page.cards), 1, 1, is_signed_in=True))


def _course_of(page):
    return outline.of(page.get_parent().get_parent().translation_key, page.locale.language_code)


def card_response(request, course, step, get_page):
    """Answer with the card asked for, from the store of rendered cards where it is there."""
    user = request.user
    if is_shut(user, course, step):
        return HttpResponseRedirect(course.url)
    card = _card_asked(request, step, user)
    # Nothing is kept about somebody who has not agreed to it yet.
    if user.is_authenticated and user.is_registered and not _is_ahead_of_time(request):
        recording.see_card(user, course, step, card)
    response = HttpResponse(_card_body(request, course, step, card, get_page))
    response.is_same_for_all = not practice.is_answer(request.GET)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def is_shut(user, course: Outline, step: Step) -> bool:
    """Return whether the step is closed to this person: a retired course never begun, or a module not open yet."""
    if course_life.is_retired(course) and course_life.is_closed_to(user, course):
        return True
    return user.is_authenticated and course.enforce_order and not _is_open(user, course, step)


def _card_body(request, course, step, card, get_page):
    """Return the card as a page: stored for everybody, but where it answers a practice question, made for this one."""
    is_signed_in = request.user.is_authenticated
    back_to, wish = _quiz_to_return_to(request, course), photos.wish_of(request)

    def render(sent=None):
        page = get_page()
        shown = page.cards[card - 1 : card]
        return render_lesson(page, course, shown, card, step.cards, is_signed_in, back_to, sent, wish)

    if practice.is_answer(request.GET):
        return render(request.GET)
    key = f"card:{course.language}:{step.key}:{card}:{is_signed_in}:{back_to and back_to.key}:{wish}"
    return page_cache.remember(key, render)


def _quiz_to_return_to(request, course):
    """Return the quiz that sent the learner back to read this lesson again, or None."""
    step = course.step(request.GET.get("quiz", ""))
    return step if step and step.is_quiz else None


def _is_open(user, course, step):
    return recording.progress_of(user, course).is_module_open(course.module_of(step.key))


def _card_asked(request, step, user):
    asked = request.GET.get("card", "")
    if asked.isdecimal() and len(asked) < 4:
        return min(max(1, int(asked)), step.cards)
    return min(recording.saved_card(user, step.key), step.cards) if user.is_authenticated else 1


def _is_ahead_of_time(request):
    """Return whether a browser fetches the page before anybody asked to see it."""
    return "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))


def render_lesson(
    page,
    course: Outline | None,
    cards: list,
    number: int,
    total: int,
    is_signed_in: bool,
    back_to: Step | None = None,
    sent: QueryDict | None = None,
    wish: photos.Wish = photos.Wish.LIGHT,
) -> bytes:
    """Return these cards of a lesson as a whole page, in the page's language, as bytes.

    `number` of `total` says where the first of them stands; `back_to` is the quiz to which the last card leads back,
    `sent` what was sent from the card itself, and `wish` says which pictures are shown.
    """
    step = course and course.step(page.translation_key)
    other_language = _address_in_other_language(page, number, back_to)
    context = {
        "page": page,
        "course": course,
        "module": course.module_of(step.key) if step else None,
        "cards": cards,
        "number": number,
        "numbers": range(1, total + 1),
        "total": total,
        "next_card": number + 1 if number < total else None,
        "previous_card": number - 1 if number > 1 else None,
        "following": back_to or (course.after(step.key) if step else None),
        "back_to": back_to,
        "sent": sent,
        "is_signed_in": is_signed_in,
        "pictures": wish,
        "pictures_at": _address_with_pictures(number, back_to, sent),
        "sound": listening.sound_of_lesson(step.key, course.language) if step and number == 1 else None,
        "other_language": other_language,
        "way_back": _way_back(course, step, other_language) if number in (1, total) else None,
        **site_context(),
    }
    with translation.override(page.locale.language_code):
        return render_to_string("courses/lesson.html", context).encode()


def _way_back(course, step, other_language):
    """Return what a lesson says to a reader of the other language, which does not have it; None where it has."""
    if step is None or other_language is None or other_language[1]:
        return None
    other = next(code for code, _name in settings.LANGUAGES if code != step.written_in)
    return untranslated.way_back(course, step.key, other)


def _address_with_pictures(card, back_to, sent):
    query = sent.copy() if sent else QueryDict(mutable=True)
    for name, value in {"card": card, "pictures": 1, "quiz": back_to and back_to.key}.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _address_in_other_language(page, card, back_to):
    """Return the address of this card, else of the nearest page, in the other language, and whether it is this card."""
    here = page.locale.language_code
    other, is_same = translations.nearest(page, next(code for code, _name in settings.LANGUAGES if code != here))
    if other is None:
        return None
    quiz = f"&quiz={back_to.key}" if back_to else ""
    return (f"{other.url}?card={card}{quiz}" if is_same else other.url), is_same
