"""What a learner sees of a question: the words in their language, and once it is handed in, what was right and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from courses import attempts, grading, recording
from courses.models.records import Attempt
from courses.outline import Outline, Step
from courses.papers import Item


@dataclass(frozen=True)
class OptionShown:
    key: str
    text: str
    why: str
    is_right: bool
    is_chosen: bool


@dataclass(frozen=True)
class QuestionShown:
    key: str
    text: str
    kind: str
    is_critical: bool
    options: tuple[OptionShown, ...]
    is_right: bool
    lesson: Step | None = None

    @property
    def is_answered(self):
        return any(option.is_chosen for option in self.options)

    @property
    def takes_several(self):
        return self.kind == "multiple"


def question_for(content: dict, item: Item, chosen: Sequence[str], course: Outline | None = None) -> QuestionShown:
    """Return one question of a paper in the active language, its options in the paper's order."""
    language = translation.get_language()
    question = content["questions"][item.question]
    options = {option["key"]: option for option in question["options"]}
    return QuestionShown(
        key=item.question,
        text=question["text"][language],
        kind=question["kind"],
        is_critical=question["critical"],
        options=tuple(_option(options[key], key in chosen, language) for key in item.options),
        is_right=grading.is_right(question, chosen),
        lesson=course.step(question["lesson"]) if course and question["lesson"] else None,
    )


def _option(option, is_chosen, language):
    return OptionShown(
        key=option["key"],
        text=option["text"][language],
        why=option["why"][language],
        is_right=option["right"],
        is_chosen=is_chosen,
    )


def result_context(attempt: Attempt, course: Outline | None) -> dict:
    """Return what the result page shows: the mark, each question with its explanations, and what to do now."""
    content = attempt.version.content
    lines = [_line(content, key, attempt.answers.get(key, ()), course) for key in attempt.paper]
    progress = recording.progress_of(attempt.learner, course) if course else None
    return {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "course": course,
        "progress": progress,
        "lines": lines,
        "repeats": attempts.to_repeat(attempt),
        "lessons": list(dict.fromkeys(line.lesson for line in lines if line.lesson and not line.is_right)),
        "has_critical_missed": bool(attempt.critical_missed),
        "next_step": progress.next_step if progress else None,
    }


def _line(content, key, chosen, course):
    options = tuple(option["key"] for option in content["questions"][key]["options"])
    return question_for(content, Item(key, options), chosen, course)
