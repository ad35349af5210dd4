"""What this room keeps about one person, for them to take along."""

from courses.models import Attempt, Enrolment, LessonProgress


def of(user) -> dict:
    """Return courses begun, lessons read and attempts handed in, with every answer."""
    return {
        "courses": list(
            Enrolment.objects.filter(learner=user).values(
                "course_key", "started_at", "last_at", "steps_done", "steps_total", "completed_at"
            )
        ),
        "lessons": list(
            LessonProgress.objects.filter(learner=user).values("lesson_key", "card", "started_at", "finished_at")
        ),
        "attempts": list(
            Attempt.objects.filter(learner=user)
            .order_by("handed_in_at")
            .values("quiz__slug", "version__number", "answers", "right", "asked", "is_pass", "receipt", "handed_in_at")
        ),
    }
