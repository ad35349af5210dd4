"""Cards read without a network, carried over to the learner's progress when the phone sends them."""

import uuid
from datetime import datetime

from django.utils import timezone, translation

from courses import course_life, outline, recording
from courses.models.records import LessonProgress


def carry(learner, places: list, now: datetime | None = None) -> int:
    """Note each place that a phone sends ({"course", "lesson", "card", "finished"}) and return how many were.

    A place only ever moves forward: what was read on another phone meanwhile stays. What names no lesson of an open
    course, or is no place at all, is left out: the course has changed since.
    """
    now = now or timezone.now()
    return sum(_carry_one(learner, place, now) for place in places)


def _carry_one(learner, place, now):
    course, lesson = _lesson_of(place)
    if lesson is None or course_life.is_closed_to(learner, course, timezone.localdate(now)):
        return False
    card = lesson.cards if place.get("finished") is True else min(place["card"], lesson.cards)
    known = LessonProgress.objects.filter(learner=learner, lesson_key=lesson.key).values_list("card", "finished_at")
    before = known.first()
    if before is None or (before[1] is None and card > before[0]):
        recording.see_card(learner, course, lesson, card, now)
    return True


def _lesson_of(place):
    """Return the course and the lesson that a place names, or None for both."""
    if not isinstance(place, dict) or type(place.get("card")) is not int or place["card"] < 1:
        return None, None
    course = outline.of(place["course"], translation.get_language()) if _is_key(place.get("course")) else None
    lesson = course and course.step(place.get("lesson"))
    return (course, lesson) if lesson and not lesson.is_quiz else (None, None)


def _is_key(value):
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False
