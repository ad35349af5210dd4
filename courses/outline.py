"""The shape of a course in one language: its modules, and their lessons and quizzes in order, as plain values.

Read from the page tree once and kept until something is published.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from courses import models
from home import page_cache


@dataclass(frozen=True)
class Step:
    """A lesson or a quiz.

    `key` is the lesson's translation key, or the quiz's short name, in every language alike; `written_in` is the
    language of its words, which is the source's where a translation is missing.
    """

    kind: str
    key: str
    title: str
    url: str
    minutes: int
    cards: int = 1
    written_in: str = ""

    @property
    def is_quiz(self):
        return self.kind == "quiz"


@dataclass(frozen=True)
class Module:
    key: str
    number: int
    title: str
    lead: str
    drawing: str
    url: str
    steps: tuple[Step, ...]
    written_in: str = ""


@dataclass(frozen=True)
class Outline:
    key: str
    language: str
    title: str
    lead: str
    url: str
    enforce_order: bool
    refreshes_key: str | None
    modules: tuple[Module, ...] = field(default=())
    changed_on: date | None = None
    changed_note: str = ""
    retired_on: date | None = None
    written_in: str = ""

    @property
    def steps(self):
        return [step for module in self.modules for step in module.steps]

    @property
    def minutes(self):
        return sum(step.minutes for step in self.steps)

    def step(self, key):
        """Return the step with that key, or None where the course no longer has it."""
        return next((step for step in self.steps if step.key == str(key)), None)

    def module(self, key):
        """Return the module with that key, or None where the course has none."""
        return next((module for module in self.modules if module.key == str(key)), None)

    def module_of(self, step_key):
        """Return the module in which the step stands, or None."""
        return next((m for m in self.modules if any(step.key == str(step_key) for step in m.steps)), None)

    def after(self, step_key):
        """Return the step that follows, or None after the last one."""
        keys = [step.key for step in self.steps]
        place = keys.index(str(step_key)) + 1
        return self.steps[place] if place < len(keys) else None


@dataclass(frozen=True)
class CourseFacts:
    """What a certificate copies from a course."""

    titles: dict[str, str]
    valid_months: int


def of(course_key: UUID | str, language: str) -> Outline | None:
    """Return the course's outline in a language, or None where no such course is published in any."""
    return page_cache.remember(f"outline:{course_key}:{language}", lambda: _build(course_key, language))


def every(language: str) -> list[Outline]:
    """Return the outlines of all published courses, in the order of the tree."""
    keys = page_cache.remember("outlines", _course_keys)
    return [found for key in keys if (found := of(key, language))]


def facts_of(course_key: UUID | str) -> CourseFacts | None:
    """Return titles in every language (the source's where one is missing) and the months a certificate holds.

    None where the course has been deleted.
    """
    pages = {page.locale.language_code: page for page in _courses(course_key, live=False)}
    if not pages:
        return None
    source = pages.get(settings.LANGUAGE_CODE) or next(iter(pages.values()))
    titles = {code: pages.get(code, source).title for code, _name in settings.LANGUAGES}
    return CourseFacts(titles=titles, valid_months=source.valid_months)


def courses_asking(*quiz_slugs: str) -> list[Outline]:
    """Return the courses, in the active language, in which one of these quizzes stands."""
    return [found for found in every(translation.get_language()) if any(map(found.step, quiz_slugs))]


def _course_pages():
    return models.CoursePage.objects.select_related("locale").order_by("path")


def _courses(course_key, live=True):
    pages = _course_pages().filter(translation_key=course_key)
    return pages.live() if live else pages


def _course_keys():
    return list(dict.fromkeys(str(page.translation_key) for page in _course_pages().live()))


def _build(course_key, language):
    pages = {page.locale.language_code: page for page in _courses(course_key)}
    if not pages:
        return None
    source = pages.get(settings.LANGUAGE_CODE) or next(iter(pages.values()))
    local = pages.get(language, source)
    translated = _pages_below(local)
    tree = _pages_below(source) if local != source else translated
    by_key = {page.translation_key: page for page in translated}
    modules = [page for page in tree if page.depth == source.depth + 1]
    codes = {page.locale_id: page.locale.language_code for page in (source, local)}
    with translation.override(language):
        return Outline(
            key=str(source.translation_key),
            language=language,
            title=local.title,
            lead=local.lead,
            url=local.url,
            enforce_order=source.enforce_order,
            refreshes_key=str(source.refreshes.translation_key) if source.refreshes else None,
            modules=tuple(
                _module(number, page, [p for p in tree if p.is_child_of(page)], by_key, codes)
                for number, page in enumerate(modules, start=1)
            ),
            changed_on=local.changed_on or source.changed_on,
            changed_note=local.changed_note,
            retired_on=source.retired_on,
            written_in=codes[local.locale_id],
        )


def _pages_below(course):
    return list(Page.objects.descendant_of(course).live().order_by("path").specific())


def _module(number, source, lessons, by_key, codes):
    local = by_key.get(source.translation_key, source)
    steps = [_lesson(by_key.get(lesson.translation_key, lesson), codes) for lesson in lessons]
    if source.quiz and source.quiz.live and source.quiz.current_version_id:
        steps.append(_quiz(source.quiz))
    return Module(
        key=str(source.translation_key),
        number=number,
        title=local.title,
        lead=local.lead,
        drawing=source.drawing,
        url=local.url,
        steps=tuple(steps),
        written_in=codes[local.locale_id],
    )


def _lesson(page, codes):
    return Step(
        kind="lesson",
        key=str(page.translation_key),
        title=page.title,
        url=page.url,
        minutes=page.minutes,
        cards=max(1, len(page.cards)),
        written_in=codes[page.locale_id],
    )


def _quiz(quiz):
    address = reverse("courses:quiz", args=[quiz.slug])
    return Step("quiz", quiz.slug, quiz.title, address, minutes=2, written_in=translation.get_language())
