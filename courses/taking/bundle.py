"""A course in one language as a phone keeps it: whole pages, quizzes without their key, practice, sounds, pictures."""

from collections.abc import Iterable, Iterator

from django.utils import translation

from courses import tickets
from courses.models import LessonPage, Narration, Question, Quiz
from courses.narrating import player
from courses.outline import Outline
from courses.question_content import question_content
from courses.taking import pictures, questions
from courses.taking.pages import CoursePages, as_lines

FORMAT = 1


def contents(course: Outline) -> dict:
    """Return what a phone keeps of a course in the outline's language, as plain values, the same for everybody.

    `lines` and `pages` hold the pages (see `pages.as_lines`), `steps` the course's order, `quizzes` by short name,
    `practice` by question key, and what can be heard and seen with its weight: `sounds`, `pictures`.
    """
    with translation.override(course.language):
        standing = CoursePages(course)
        quizzes = _quizzes(course)
        rendered = {address: pictures.one_of_each(html) for address, html in standing.rendered().items()}
        lines, pages = as_lines(rendered)
        lessons = _lessons(course, standing)
        bank = _practice_questions(lessons)
        asked = {slug: _quiz_for_phone(quiz) for slug, quiz in quizzes.items()}
        return {
            "format": FORMAT,
            "course": course.key,
            "language": course.language,
            "title": course.title,
            "url": course.url,
            "lines": lines,
            "pages": pages,
            "steps": _steps(course),
            "quizzes": asked,
            "practice": _practice(bank),
            "sounds": _weighed(_sounds(lessons, quizzes.values(), bank)),
            "pictures": pictures.weighed([*rendered.values(), *_forms(asked.values())]),
        }


def _steps(course):
    return [
        {
            "kind": step.kind,
            "key": step.key,
            "title": step.title,
            "url": step.url,
            "cards": step.cards,
            "module": module.number,
            "module_url": module.url,
        }
        for module in course.modules
        for step in module.steps
    ]


def _lessons(course, standing) -> list[LessonPage]:
    found = (standing.lesson(step) for step in course.steps if not step.is_quiz)
    return [page for page in found if page]


def _quizzes(course) -> dict[str, Quiz]:
    slugs = [step.key for step in course.steps if step.is_quiz]
    return {quiz.slug: quiz for quiz in Quiz.objects.filter(slug__in=slugs).select_related("current_version")}


def _quiz_for_phone(quiz):
    version = quiz.current_version
    shown = questions.quiz_for_phone(version.content)
    for question in shown["questions"].values():
        question["form"] = pictures.one_of_each(question["form"])
    return {"version": tickets.name_of(version), "title": quiz.title, **shown}


def _forms(quizzes):
    return [question["form"] for quiz in quizzes for question in quiz["questions"].values()]


def _practice_questions(lessons) -> list[tuple[str, Question]]:
    """Return the questions of practice cards, each once, with the language in which its card stands."""
    found = {}
    for page in lessons:
        for card in page.cards:
            question = card.value["question"] if card.block_type == "practice" else None
            if question and question.live:
                found.setdefault(question.key, (page.locale.language_code, question))
    return list(found.values())


def _practice(bank):
    kept = {}
    asked = questions.askable_by_a_quiz(question.key for _language, question in bank)
    for language, question in bank:
        if question.key not in asked:
            with translation.override(language):
                kept[question.key] = questions.practice_for_phone(question)
    return kept


def _sounds(lessons, quizzes: Iterable[Quiz], bank) -> Iterator[Narration]:
    for page in lessons:
        yield from _sounds_on(page)
    here = translation.get_language()
    asked = [content for quiz in quizzes for content in quiz.current_version.content["questions"].values()]
    contents = [(here, content) for content in asked]
    contents += [(language, question_content(question)) for language, question in bank]
    found = (player.for_question(content, language) for language, content in contents)
    yield from (narration for narration in found if narration)


def _sounds_on(page):
    for card in page.cards:
        narration = card.value.get("narration")
        if narration and narration.language == page.locale.language_code:
            yield narration


def _weighed(sounds):
    rows = {one.file.url: {"url": one.file.url, "bytes": one.size, "seconds": one.seconds} for one in sounds}
    return list(rows.values())
