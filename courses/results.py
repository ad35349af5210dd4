"""What a learner sees of an attempt handed in: the mark in honest words, what was right and why, and what to do now."""

from dataclasses import dataclass

from django.utils import timezone

from courses import attempts, grading, recording, rules, showing
from courses.grading import FULL
from courses.models.quizzes import Quiz
from courses.models.records import Attempt
from courses.outline import Outline


@dataclass(frozen=True)
class MarkShown:
    """A mark in words: whole percent, rounded down, so that what is shown as the pass mark is one."""

    percent: int
    right: int
    asked: int
    has_part_marks: bool
    flags: int
    seen: int
    innocents: int
    false_alarms: int


def mark_shown(attempt: Attempt) -> MarkShown:
    return MarkShown(
        percent=attempt.points * 100 // (attempt.asked * FULL) if attempt.asked else 0,
        right=attempt.right,
        asked=attempt.asked,
        has_part_marks=attempt.points != attempt.right * FULL,
        flags=attempt.flags,
        seen=attempt.flags - attempt.misses,
        innocents=attempt.innocents,
        false_alarms=attempt.false_alarms,
    )


def is_measure(attempt: Attempt) -> bool:
    """Return whether the attempt is one at a form of a pre-test and post-test, which nobody passes or fails."""
    return attempt.version.content.get("purpose") == Quiz.Purpose.MEASURE


def template_for(attempt: Attempt) -> str:
    return "courses/result_measured.html" if is_measure(attempt) else "courses/result.html"


def context_for(attempt: Attempt, course: Outline | None) -> dict:
    """Return what the template of `template_for` shows; of a measuring form neither answers nor a verdict."""
    shown = _measured(attempt, course) if is_measure(attempt) else result_context(attempt, course)
    return {"attempt": attempt, "quiz": attempt.quiz, "course": course, "mark": mark_shown(attempt), **shown}


def _measured(attempt, course):
    return {"progress": recording.progress_of(attempt.learner, course) if course else None}


def result_context(attempt: Attempt, course: Outline | None) -> dict:
    """Return each question with its explanations, what stood in the way of passing, and what to do now."""
    content = attempt.version.content
    lines = [showing.as_answered(content, key, attempt.answers.get(key, ()), course) for key in attempt.paper]
    progress = recording.progress_of(attempt.learner, course) if course else None
    return {
        "progress": progress,
        "lines": _in_order(lines, attempt.is_pass),
        "alarmed": [number for number, line in enumerate(lines, start=1) if line.false_alarms],
        "repeats": () if attempt.is_pass else attempts.to_repeat(attempt),
        "lessons": lessons_again(lines),
        "has_critical_missed": bool(attempt.critical_missed),
        "is_mark_enough": attempt.points * 100 >= attempt.pass_mark * attempt.asked * FULL,
        "beyond": grading.beyond_limits(content, attempt),
        "limits": content.get("limits", {}),
        "chance": None if attempt.is_pass else rules.chance_of(attempt.learner, attempt.quiz, timezone.now()),
        "next_step": progress.next_step if progress else None,
    }


def _in_order(lines, is_pass):
    """Return each question with its number; of a failed attempt first what was not right, for that is read now."""
    numbered = list(enumerate(lines, start=1))
    return numbered if is_pass else sorted(numbered, key=lambda pair: pair[1].is_right)


def lessons_to_read(attempt: Attempt, course: Outline) -> list:
    """Return the lessons of what was not right in an attempt, each once."""
    content = attempt.version.content
    return lessons_again(
        showing.as_answered(content, key, attempt.answers.get(key, ()), course) for key in attempt.paper
    )


def lessons_again(lines) -> list:
    return list(dict.fromkeys(line.lesson for line in lines if line.lesson and not line.is_right))
