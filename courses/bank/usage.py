"""Where questions are asked, and how often they were answered; the same number of queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from courses import freezing
from courses.models import Analysis, Question, Quiz


@dataclass(frozen=True)
class Use:
    """One quiz that asks a question of everybody (`is_fixed`), or may draw it from its topic."""

    quiz: Quiz
    is_fixed: bool


@dataclass(frozen=True)
class Usage:
    """`answers` is None until the quizzes' answers have been analysed."""

    uses: tuple[Use, ...]
    answers: int | None

    @property
    def fixed(self) -> list[Quiz]:
        return [use.quiz for use in self.uses if use.is_fixed]

    @property
    def drawn(self) -> list[Quiz]:
        return [use.quiz for use in self.uses if not use.is_fixed]


def of(questions: Iterable[Question]) -> dict[int, Usage]:
    """Return the usage of each question by its pk."""
    quizzes = [
        (quiz, freezing.asked_in(quiz))
        for quiz in Quiz.objects.select_related("current_version").defer("current_version__content")
    ]
    answers = _answers()
    return {
        question.pk: Usage(
            tuple(_uses(question, quizzes)), answers.get(question.key) if question.key in answers else None
        )
        for question in questions
    }


def of_one(question: Question) -> Usage:
    return of([question])[question.pk]


def _uses(question, quizzes):
    for quiz, asked in quizzes:
        if question.pk in asked.fixed:
            yield Use(quiz, True)
        elif question.live and question.topic_id in asked.topics:
            yield Use(quiz, False)


def _answers():
    """Return by question key how many answers all quizzes' analyses counted."""
    found = defaultdict(int)
    rows = Analysis.objects.filter(subject=Analysis.Subject.QUIZ, version=0).values_list("result", flat=True)
    for result in rows:
        questions = result.get("questions") if isinstance(result, dict) else None
        for key, figures in (questions or {}).items():
            found[key] += figures.get("n") or 0
    return found


def versions_with(quiz: Quiz, question: Question) -> list[int]:
    """Return the numbers of a quiz's versions that hold the question."""
    rows = quiz.versions.order_by("number").values_list("number", f"content__questions__{question.key}__kind")
    return [number for number, kind in rows if kind]
