"""Which critical questions a course asks, by topic: read from the bank as it is published now."""

from django.db.models import Q
from django.utils import translation

from courses import freezing, outline
from courses.models import Question, Quiz
from home import page_cache


def questions_of(course_key: str) -> dict[int, set[str]]:
    """Return for each topic, by primary key, the published critical questions that the course's quizzes ask or draw.

    Kept until something is published; empty where the course is published no more.
    """
    return page_cache.remember(f"critical:{course_key}", lambda: _read(course_key))


def _read(course_key):
    course = outline.of(course_key, translation.get_language())
    slugs = [step.key for step in course.steps if step.is_quiz] if course else []
    asked = [freezing.asked_in(quiz) for quiz in Quiz.objects.filter(live=True, slug__in=slugs)]
    fixed = {question for one in asked for question in one.fixed}
    topics = {topic for one in asked for topic in one.topics}
    by_topic = {}
    for topic, key in published().filter(Q(pk__in=fixed) | Q(topic__in=topics)).values_list("topic", "key"):
        by_topic.setdefault(topic, set()).add(key)
    return by_topic


def published():
    return Question.objects.filter(live=True, is_critical=True)
