"""Turning a quiz of the bank into an immutable version that papers are drawn from and attempts are marked against."""

import hashlib
import json

from django.db import transaction

from courses.models.pages import CoursePage
from courses.models.questions import Question
from courses.models.quizzes import Quiz, QuizVersion
from courses.question_content import question_content

FORMAT = 2


class NothingToAsk(Exception):
    """The quiz has no published question."""


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
    """Return every published quiz that asks this question or could draw it."""
    return [quiz for quiz in Quiz.objects.filter(live=True) if _asks(quiz, question)]


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
    """The strictest that a course in which the quiz stands sets."""
    parents = [module.get_parent() for module in quiz.modules.all()]
    courses = CoursePage.objects.filter(pk__in=[parent.pk for parent in parents])
    rows = list(courses.values_list("most_misses", "most_false_alarms"))
    misses, false_alarms = zip(*rows, strict=True) if rows else ((), ())
    return {"misses": _least(misses), "false_alarms": _least(false_alarms)}


def _least(limits):
    return min((limit for limit in limits if limit is not None), default=None)


def _asks(quiz, question):
    return any(
        part.value == question if part.block_type == "question" else part.value["topic"] == question.topic
        for part in quiz.parts
    )
