"""What this room keeps about one person, for them to take along."""

from courses.models import (
    Allowance,
    Attempt,
    Enrolment,
    FollowUpInvitation,
    HeldAttempt,
    LessonProgress,
    OpenAttempt,
    Sitting,
    Ticket,
    TopicBox,
    WeeklyQuestions,
)


def of(user) -> dict:
    """Return courses begun, lessons read, attempts with every answer, also those held, and papers given to phones;
    tests taken, weekly questions, and allowances.
    """
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
            *("started_at", "handed_in_at", "way", "phone_started_at", "phone_handed_in_at", "phone_ahead"),
        ),
        "open_attempts": _rows(OpenAttempt.objects.filter(learner=user), "quiz__slug", "answers", "started_at"),
        "papers_on_phones": _rows(
            Ticket.objects.filter(learner=user).order_by("issued_at"),
            *("quiz__slug", "version__number", "ticket", "phone", "issued_at", "spent_at"),
        ),
        "held_attempts": _rows(
            HeldAttempt.objects.filter(learner=user).order_by("received_at"),
            *("quiz__slug", "payload", "way", "reason", "state", "note", "received_at", "decided_at", "seen_at"),
        ),
        "tests": _rows(
            Sitting.objects.filter(learner=user).order_by("started_at"),
            *("test__course__title", "occasion", "ticket", "started_at"),
        ),
        "test_invitations": _rows(FollowUpInvitation.objects.filter(learner=user), "test__course__title", "queued_at"),
        "allowances": _rows(
            Allowance.objects.filter(learner=user), "quiz__slug", "extra_minutes", "extra_attempts", "reason"
        ),
        "weekly_questions": _rows(
            TopicBox.objects.filter(learner=user).order_by("answered_at"),
            *("topic__slug", "box", "due_on", "question_key", "answer", "is_right", "asked", "right", "answered_at"),
        ),
        "weekly_question_setting": _rows(WeeklyQuestions.objects.filter(learner=user), "is_off", "not_before"),
    }


def _rows(rows, *fields):
    return list(rows.values(*fields))
