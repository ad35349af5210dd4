"""Turning a quiz of the bank into an immutable version that papers are drawn from and attempts are marked against."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from courses.models.pages import CoursePage
from courses.models.questions import Question
from courses.models.quizzes import Quiz, QuizVersion
from courses.question_content import question_content

FORMAT = 2


_waiting = ContextVar("waiting_to_be_frozen", default=None)


class NothingToAsk(Exception):
    """The quiz has no published question."""


@dataclass(frozen=True)
class Asked:
    """What a quiz asks, by primary key: questions for everybody, and topics from which it draws."""

    fixed: frozenset[int]
    topics: frozenset[int]


@dataclass
class _Waiting:
    quizzes: set[int] = field(default_factory=set)
    questions: set[Question] = field(default_factory=set)


@contextmanager
def once() -> Iterator[None]:
    """Postpone all freezing to the end, so that a thousand questions published together freeze each quiz once.

    Where the work inside fails, nothing is frozen: it is for the caller to roll the work back.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting = _Waiting()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    touched = waiting.quizzes | {quiz.pk for quiz in _asking(waiting.questions)}
    for quiz in Quiz.objects.filter(live=True, pk__in=touched):
        freeze_again(quiz)


def freeze_again(quiz: Quiz) -> None:
    """Freeze a quiz that something touched, now or at the end of `once`.

    A quiz whose every question has been taken back keeps its last version: learners may be half-way through it.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.quizzes.add(quiz.pk)
        return
    with suppress(NothingToAsk):
        freeze(quiz)


def freeze_quizzes_asking(question: Question) -> None:
    """Freeze each published quiz that asks the question, now or at the end of `once`."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.questions.add(question)
        return
    for quiz in quizzes_asking(question):
        freeze_again(quiz)


def freeze(quiz: Quiz) -> QuizVersion:
    """Return the version that holds the quiz as it is now, and make it the current one.

    A quiz that has not changed keeps its version: the content's hash decides. Raises NothingToAsk for an empty quiz.
    """
    with transaction.atomic():
        # Read afresh: the object given may hold questions as they were, and another trainer may be publishing.
        fresh = Quiz.objects.select_for_update().get(pk=quiz.pk)
        content = content_of(fresh)
        if not content["questions"]:
            raise NothingToAsk
        version = _version_of(fresh, content)
        Quiz.objects.filter(pk=quiz.pk).update(current_version=version)
        quiz.current_version = version
    return version


def _version_of(quiz, content):
    digest = hash_of(content)
    found = quiz.versions.filter(content_hash=digest).first()
    number = quiz.versions.count() + 1
    return found or quiz.versions.create(number=number, content=content, content_hash=digest)


def quizzes_asking(question: Question) -> list[Quiz]:
    """Return every published quiz that asks this question, could draw it, or did when it was last frozen."""
    return _asking([question])


def _asking(questions):
    """A question moved to another topic is still in the versions of those that drew it from its old one."""
    keys = [question.key for question in questions]
    holding = Q(current_version__content__questions__has_any_keys=keys)
    held = set(Quiz.objects.filter(holding, live=True).values_list("pk", flat=True)) if keys else set()
    return [
        quiz
        for quiz in Quiz.objects.filter(live=True)
        if quiz.pk in held or any(_asks(quiz, question) for question in questions)
    ]


def asked_in(quiz: Quiz) -> Asked:
    """Return what a quiz asks, from what is stored: no query, however many questions it lists."""
    parts = [(part["type"], part["value"]) for part in quiz.parts.raw_data]
    return Asked(
        fixed=frozenset(value for kind, value in parts if kind == "question" and value),
        topics=frozenset(value["topic"] for kind, value in parts if kind == "draw" and value.get("topic")),
    )


def hash_of(content: dict) -> str:
    """Return the SHA-256, in hex, of the content as canonical JSON (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def content_of(quiz: Quiz) -> dict:
    """Return the whole quiz as plain values: rules, questions by key, options with their key and explanations."""
    fixed = [part.value.pk for part in quiz.parts if part.block_type == "question" and part.value]
    found = {question.pk: question for question in _askable().filter(pk__in=fixed)}
    questions = {found[pk].key: found[pk] for pk in fixed if pk in found}
    fixed_keys, draws = list(questions), []
    for part in quiz.parts:
        if part.block_type == "draw" and part.value["topic"]:
            pool = _askable().filter(topic=part.value["topic"]).exclude(key__in=fixed_keys).order_by("key")
            questions |= {question.key: question for question in pool}
            draws.append({"count": part.value["count"], "from": [question.key for question in pool]})
    return {
        "format": FORMAT,
        "quiz": quiz.slug,
        "title": {"en": quiz.title_en, "sw": quiz.title_sw},
        "purpose": quiz.purpose,
        "pass_mark": quiz.pass_mark,
        "retake": quiz.retake,
        "shuffle": {"questions": quiz.shuffle_questions, "options": quiz.shuffle_options},
        "limits": _limits(quiz),
        "fixed": fixed_keys,
        "draws": draws,
        "questions": {key: question_content(question) for key, question in questions.items()},
    }


def _askable():
    return Question.objects.filter(live=True).select_related("topic", "lesson")


def _limits(quiz):
    """The strictest that a published course in which the quiz stands sets, on the page of the source language."""
    parents = [module.get_parent().pk for module in quiz.modules.all()]
    keys = CoursePage.objects.live().filter(pk__in=parents).values("translation_key")
    courses = CoursePage.objects.live().filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE)
    rows = list(courses.values_list("most_misses", "most_false_alarms"))
    misses, false_alarms = zip(*rows, strict=True) if rows else ((), ())
    return {"misses": _least(misses), "false_alarms": _least(false_alarms)}


def _least(limits):
    return min((limit for limit in limits if limit is not None), default=None)


def drawn_in(quiz: Quiz) -> Counter[int]:
    """Return how many questions a quiz draws from each topic, by the topic's primary key."""
    draws = Counter()
    for part in quiz.parts.raw_data:
        if part["type"] == "draw" and part["value"].get("topic"):
            draws[part["value"]["topic"]] += part["value"].get("count") or 0
    return draws


def _asks(quiz, question):
    asked = asked_in(quiz)
    return question.pk in asked.fixed or question.topic_id in asked.topics
