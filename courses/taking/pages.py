"""The pages of a course as every signed-in learner sees them, all modules open, with nothing of any one person."""

from collections.abc import Iterator
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from courses import photos, reading
from courses.models import CoursePage, LessonPage, ModulePage
from courses.outline import Outline, Step
from courses.progress import Progress
from home.context_processors import site_context


class AnyLearner(AnonymousUser):
    """Stands for whoever is signed in: pages show what they show to learners, and know nobody's name."""

    is_authenticated = True
    is_registered = False


class CoursePages:
    """The published, unrestricted pages of a course, each found by its address.

    What a language lacks stands at the address of the language in which it was written, in that language, as it does
    online; but from there everything leads on within the course in the language taken.
    """

    def __init__(self, course: Outline):
        self.course = replace(course, enforce_order=False)
        roots = list(CoursePage.objects.live().public().filter(translation_key=course.key).select_related("locale"))
        found = [*roots, *(page for root in roots for page in _below(root))]
        self._by_address = {page.url: page for page in found}

    def lesson(self, step: Step) -> LessonPage | None:
        """Return the page on which a lesson stands, or None where it is not for everybody."""
        return self._by_address.get(step.url)

    def rendered(self) -> dict[str, str]:
        """Return each page as a whole HTML document by its address: the course, its modules, every card of a lesson."""
        return dict(self._render_all())

    def _render_all(self) -> Iterator[tuple[str, str]]:
        yield from self._course_page()
        for module in self.course.modules:
            yield from self._module_page(module)
            for step in module.steps:
                yield from self._cards(step)

    def _course_page(self):
        if page := self._by_address.get(self.course.url):
            yield self.course.url, self._render(page, reading.course_context(page, AnonymousUser()))

    def _module_page(self, module):
        if page := self._by_address.get(module.url):
            context = reading.module_context(page, AnonymousUser()) | {"module": module}
            yield module.url, self._render(page, context)

    def _cards(self, step):
        page = None if step.is_quiz else self.lesson(step)
        for number in range(1, step.cards + 1) if page else ():
            cards = page.cards[number - 1 : number]
            html = reading.render_lesson(page, self.course, cards, number, step.cards, is_signed_in=True)
            yield f"{step.url}?card={number}", html.decode()

    def _render(self, page, context):
        nobody = AnyLearner()
        request = HttpRequest()
        request.user = nobody
        context |= {
            "page": page,
            "request": request,
            "user": nobody,
            "course": self.course,
            "progress": Progress(self.course, {}, frozenset()),
            "is_closed": False,
            "pictures": photos.Wish.LIGHT,
            "other_language": reading.in_other_language(page),
            **site_context(),
        }
        with translation.override(page.locale.language_code):
            return render_to_string(page.template, context)


def _below(root):
    for model in (ModulePage, LessonPage):
        yield from model.objects.descendant_of(root).live().public().select_related("locale")


def as_lines(pages: dict[str, str]) -> tuple[list[str], dict[str, list[int]]]:
    """Return every line once, in the order met, and for each page which of them it is made of: joined, they are it."""
    numbers: dict[str, int] = {}
    made_of = {
        address: [numbers.setdefault(line, len(numbers)) for line in html.splitlines(keepends=True)]
        for address, html in pages.items()
    }
    return list(numbers), made_of
