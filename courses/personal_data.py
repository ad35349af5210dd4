"""What this room keeps about one person, for them to take along."""

from courses.models import Allowance, Attempt, Enrolment, FollowUpInvitation, LessonProgress, OpenAttempt, Sitting


def of(user) -> dict:
    """Return courses begun, lessons read, attempts with every answer, tests taken, and allowances beyond the rules."""
    return {
        "courses": _rows(
            Enrolment.objects.filter(learner=user),
            *("course_key", "started_at", "last_at", "steps_done", "steps_total", "completed_at"),
        ),
        "lessons": _rows(
            LessonProgress.objects.filter(learner=user), "lesson_key", "card", "started_at", "finished_at"
        ),
        "attempts": _rows(
            Attempt.objects.filter(learner=user).order_by("handed_in_at"),
            *("quiz__slug", "version__number", "answers", "right", "asked", "points", "is_pass", "receipt", "language"),
            *("started_at", "handed_in_at"),
        ),
        "open_attempts": _rows(OpenAttempt.objects.filter(learner=user), "quiz__slug", "answers", "started_at"),
        "tests": _rows(
            Sitting.objects.filter(learner=user).order_by("started_at"),
            *("test__course__title", "occasion", "ticket", "started_at"),
        ),
        "test_invitations": _rows(FollowUpInvitation.objects.filter(learner=user), "test__course__title", "queued_at"),
        "allowances": _rows(
            Allowance.objects.filter(learner=user), "quiz__slug", "extra_minutes", "extra_attempts", "reason"
        ),
    }


def _rows(rows, *fields):
    return list(rows.values(*fields))
