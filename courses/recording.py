"""What happens when a learner moves on: their place in a lesson, and the enrolment that sums it up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses import course_life, outline
from courses.models.records import Attempt, Enrolment, LessonProgress
from courses.outline import Outline, Step
from courses.progress import Place, Progress
from courses.signals import course_completed


def progress_of(learner, course: Outline) -> Progress:
    """Return how far the learner has come in the course, in three queries."""
    return progress_in(learner, [course])[0]


def progress_in(learner, courses: Sequence[Outline]) -> list[Progress]:
    """Return how far the learner has come in each of the courses, in three queries whatever their number."""
    keys = [course.key for course in courses]
    rows = LessonProgress.objects.filter(learner=learner, course_key__in=keys).order_by("seen_at", "pk")
    places = {
        str(key): Place(card=card, is_finished=finished is not None)
        for key, card, finished in rows.values_list("lesson_key", "card", "finished_at")
    }
    slugs = [step.key for course in courses for step in course.steps if step.is_quiz]
    passed = Attempt.objects.filter(learner=learner, quiz__slug__in=slugs, is_pass=True)
    passed = frozenset(passed.values_list("quiz__slug", flat=True))
    completed = Enrolment.objects.filter(learner=learner, course_key__in=keys, completed_at__isnull=False)
    completed = {str(key) for key in completed.values_list("course_key", flat=True)}
    return [Progress(course, places, passed, was_completed=course.key in completed) for course in courses]


def saved_card(learner, lesson_key: str) -> int:
    """Return the card, from 1, at which the learner left the lesson."""
    card = LessonProgress.objects.filter(learner=learner, lesson_key=lesson_key).values_list("card", flat=True).first()
    return card or 1


def see_card(learner, course: Outline, lesson: Step, card: int, now: datetime | None = None) -> None:
    """Note that the learner is at this card; the last card finishes the lesson. Seeing it again changes nothing."""
    now = now or timezone.now()
    rows = LessonProgress.objects.filter(learner=learner, lesson_key=lesson.key)
    known = rows.values_list("card", "finished_at").first()
    finishes = card >= lesson.cards
    if known and known[0] == card and (known[1] or not finishes):
        return
    with transaction.atomic():
        place, is_new = LessonProgress.objects.get_or_create(
            learner=learner,
            lesson_key=lesson.key,
            defaults={"course_key": course.key, "card": card, "started_at": now},
        )
        # Another tab may be finishing the lesson at this moment.
        place = LessonProgress.objects.select_for_update().get(pk=place.pk)
        was_finished = place.finished_at is not None
        place.card, place.seen_at = card, now
        place.finished_at = place.finished_at or (now if finishes else None)
        place.save(update_fields=["card", "seen_at", "finished_at"])
        if is_new or (finishes and not was_finished):
            refresh(learner, course, now)


def taught(learner, course: Outline, now: datetime | None = None) -> None:
    """Note that the learner was taught the whole course in person: each lesson counts as read. Again, nothing changes.

    What they had not finished is finished now; what they had is left as it is. The enrolment begins, and is left for
    `refresh` to bring up to date, once, when what they were asked is recorded too. Within the caller's transaction.
    """
    now = now or timezone.now()
    lessons = [step for step in course.steps if not step.is_quiz]
    rows = LessonProgress.objects.filter(learner=learner, lesson_key__in=[step.key for step in lessons])
    finished = {str(key) for key in rows.exclude(finished_at=None).values_list("lesson_key", flat=True)}
    seen = {"course_key": course.key, "started_at": now, "seen_at": now, "finished_at": now}
    LessonProgress.objects.bulk_create(
        [
            LessonProgress(learner=learner, lesson_key=step.key, card=step.cards, **seen)
            for step in lessons
            if step.key not in finished
        ],
        update_conflicts=True,
        unique_fields=["learner", "lesson_key"],
        update_fields=["card", "seen_at", "finished_at"],
    )
    Enrolment.objects.get_or_create(learner=learner, course_key=course.key, defaults={"started_at": now})


def who_was_taught(people, course: Outline) -> set[int]:
    """Return whose every lesson of the course is finished and who has an enrolment, by primary key, of these people.

    `people` is a queryset of their primary keys. Two queries.
    """
    lessons = [step.key for step in course.steps if not step.is_quiz]
    enrolled = set(
        Enrolment.objects.filter(learner__in=people, course_key=course.key).values_list("learner", flat=True)
    )
    rows = LessonProgress.objects.filter(learner__in=people, lesson_key__in=lessons).exclude(finished_at=None)
    finished = Counter(rows.values_list("learner", flat=True))
    return {person for person in enrolled if finished[person] == len(lessons)}


def refresh(learner, course: Outline, now: datetime | None = None) -> Enrolment:
    """Bring the learner's enrolment up to date from what they read and passed; tell whoever listens when it completes.

    Once complete, an enrolment stays so, whatever is added to the course later.
    """
    now = now or timezone.now()
    with transaction.atomic():
        Enrolment.objects.get_or_create(learner=learner, course_key=course.key, defaults={"started_at": now})
        enrolment = Enrolment.objects.select_for_update().get(learner=learner, course_key=course.key)
        progress = progress_of(learner, course)
        enrolment.steps_done, enrolment.steps_total = progress.done, progress.total
        enrolment.module_number, enrolment.last_at = progress.module_number, now
        completes = progress.is_every_step_done and enrolment.completed_at is None
        if completes:
            enrolment.completed_at = now
        enrolment.save()
        if completes:
            course_completed.send(sender=Enrolment, enrolment=enrolment)
    return enrolment


def refresh_all_asking(learner, quiz_slugs: Iterable[str], now: datetime) -> None:
    """Bring up to date the learner's enrolment in each course in which one of the quizzes stands, once.

    No retired course is begun by it.
    """
    for course in outline.courses_asking(*quiz_slugs):
        if not course_life.is_closed_to(learner, course, timezone.localdate(now)):
            refresh(learner, course, now)


def may_take(learner, course: Outline) -> bool:
    """Return whether the course's quizzes are open to the learner: a refresher's only after the course it refreshes."""
    if course.refreshes_key is None:
        return True
    return Enrolment.objects.filter(
        learner=learner, course_key=course.refreshes_key, completed_at__isnull=False
    ).exists()
