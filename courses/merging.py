"""What one person learned under two entries, made one: the further record of each lesson, course and topic counts."""

from django.db.models import Max, Min
from django.utils import translation

from accounts.merging import Mover, Pair
from accounts.merging_rows import Kind, change, change_back, move, undo, written
from courses import outline, recording
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

_COPIED = ("started_at", "last_at", "steps_done", "steps_total", "module_number", "completed_at")


def _by(rank):
    """Return the rule that the row of the higher rank is the further one; of equals, that of the entry kept."""
    return lambda kept, gone: rank(gone) > rank(kept)


def _completed_first(enrolment):
    done = enrolment.completed_at
    return (done is not None, -done.timestamp() if done else 0, enrolment.steps_done)


def _taken_first(sitting):
    """A test counts once: the one that was handed in, and of two the earlier."""
    return (Attempt.objects.filter(ticket=sitting.ticket).exists(), -sitting.started_at.timestamp())


KINDS = (
    Kind(Attempt, "learner"),
    Kind(Ticket, "learner"),
    Kind(HeldAttempt, "learner"),
    Kind(Enrolment, "learner", ["course_key"], _by(_completed_first)),
    Kind(LessonProgress, "learner", ["lesson_key"], _by(lambda row: (row.finished_at is not None, row.card))),
    Kind(OpenAttempt, "learner", ["quiz_id"], _by(lambda row: (len(row.answers), row.started_at))),
    Kind(Sitting, "learner", ["test_id", "occasion"], _by(_taken_first)),
    Kind(FollowUpInvitation, "learner", ["test_id"]),
    Kind(TopicBox, "learner", ["topic_id"], _by(lambda row: (row.box, row.answered_at))),
    Kind(Allowance, "learner", ["quiz_id"], _by(lambda row: (row.extra_attempts, row.extra_minutes))),
)


def give(pair: Pair) -> dict:
    return move(KINDS, *pair.both) | {"weekly": _give_weekly(*pair.both)}


def settle(pair: Pair, told: dict) -> dict:
    """Count the courses that both had begun anew; what the two did together may complete one, which is told as usual.

    When it was begun, and opened last, is of the one begun first and opened last.
    """
    both = Enrolment.objects.filter(pk__in=told[Enrolment._meta.label_lower]["both"])
    changes = [_count_anew(pair, enrolment) for enrolment in both]
    return {"enrolments": [one for one in changes if one]}


def _count_anew(pair, enrolment):
    before = written(enrolment, _COPIED)
    two = Enrolment.objects.filter(learner__in=pair.both, course_key=enrolment.course_key)
    times = two.aggregate(started_at=Min("started_at"), last_at=Max("last_at"))
    with translation.override("en"):
        course = outline.of(enrolment.course_key, "en")
        if course:
            recording.refresh(pair.kept, course, pair.now)
    enrolment.refresh_from_db()
    change(enrolment, times)
    after = written(enrolment, _COPIED)
    return {"pk": enrolment.pk, "before": before, "after": after} if before != after else None


def give_back(pair: Pair, told: dict) -> None:
    """Give everything back; a course in which the learner went on since is counted from what stays with them."""
    gone_on = [one for one in told["enrolments"] if not change_back(Enrolment, one)]
    undo(KINDS, *pair.both, told)
    _give_weekly_back(*pair.both, told["weekly"])
    for enrolment in Enrolment.objects.filter(pk__in=[one["pk"] for one in gone_on]):
        with translation.override("en"):
            if course := outline.of(enrolment.course_key, "en"):
                recording.refresh(enrolment.learner, course, pair.now)


def _give_weekly(kept, gone):
    """Who wanted no weekly question under either name gets none."""
    theirs, of_gone = (WeeklyQuestions.objects.filter(learner=one).first() for one in (kept, gone))
    if of_gone and theirs is None:
        WeeklyQuestions.objects.filter(learner=gone).update(learner=kept)
        return {"moved": True}
    is_off = bool(of_gone and of_gone.is_off)
    return {"change": change(theirs, {"is_off": True}) if theirs and is_off else None}


def _give_weekly_back(kept, gone, told):
    if told.get("moved"):
        WeeklyQuestions.objects.filter(learner=kept).update(learner=gone)
    else:
        change_back(WeeklyQuestions, told["change"])


MOVER = Mover(give, give_back, settle, floor=2)
