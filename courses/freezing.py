"""Turning a quiz of the bank into an immutable version that papers are drawn from and attempts are marked against."""

import hashlib
import json

from django.db import transaction

from courses.models.questions import Question, Quiz, QuizVersion

FORMAT = 1


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
    fixed = [part.value for part in quiz.parts if part.block_type == "question" and part.value and part.value.live]
    fixed_keys = list(dict.fromkeys(question.key for question in fixed))
    questions = {question.key: question for question in fixed}
    draws = []
    for part in quiz.parts:
        if part.block_type == "draw" and part.value["topic"]:
            pool = part.value["topic"].questions.filter(live=True).exclude(key__in=fixed_keys).order_by("key")
            questions |= {question.key: question for question in pool}
            draws.append({"count": part.value["count"], "from": [question.key for question in pool]})
    return {
        "format": FORMAT,
        "quiz": quiz.slug,
        "title": {"en": quiz.title_en, "sw": quiz.title_sw},
        "pass_mark": quiz.pass_mark,
        "fixed": fixed_keys,
        "draws": draws,
        "questions": {key: _question(question) for key, question in questions.items()},
    }


def _question(question):
    return {
        "kind": question.kind,
        "critical": question.is_critical,
        "topic": question.topic.slug,
        "lesson": str(question.lesson.translation_key) if question.lesson else None,
        "text": {"en": question.text_en, "sw": question.text_sw},
        "options": [_option(option) for option in question.options],
    }


def _option(option):
    value = option.value
    return {
        "key": option.id,
        "right": bool(value["is_right"]),
        "text": {"en": value["text_en"], "sw": value["text_sw"]},
        "why": {"en": value["why_en"], "sw": value["why_sw"]},
    }


def _asks(quiz, question):
    return any(
        part.value == question if part.block_type == "question" else part.value["topic"] == question.topic
        for part in quiz.parts
    )
