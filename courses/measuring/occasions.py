"""Which test is due to a learner, on which form, and what happens when they take it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses import attempts, course_life, recording
from courses.models.measures import PrePostTest, Sitting
from courses.models.quizzes import Quiz
from courses.models.records import Attempt, Enrolment

Occasion = Sitting.Occasion
FOLLOW_UP_FROM = 60
FOLLOW_UP_UNTIL = 90
"""Days after the course was completed, counted by the calendar; both count."""


class NotDue(Exception):
    """There is no test for this learner to take now."""


@dataclass(frozen=True)
class Offer:
    """The test that is due: on which occasion, its form, and whether it has been begun."""

    test: PrePostTest
    occasion: Occasion
    form: Quiz
    is_begun: bool = False

    @property
    def questions(self) -> int:
        return len(self.form.parts)

    @property
    def minutes(self) -> int:
        """Return whole minutes at half a minute a question."""
        return max(1, (self.questions + 1) // 2)


def due(completed_at: datetime | None, has_answered: bool, has_follow_up: bool, now: datetime) -> Occasion | None:
    """Return the occasion for somebody who completed the course then (None: not yet), or None where there is none.

    The pre-test comes before any quiz of the course is handed in, whose result teaches. The post-test comes once the
    course is complete, until the follow-up's time: taken later, it would measure memory. The follow-up is due from day
    60 to day 90.
    """
    if completed_at is None:
        return None if has_answered else Occasion.PRE
    day = (timezone.localdate(now) - timezone.localdate(completed_at)).days
    if day < FOLLOW_UP_FROM:
        return Occasion.POST
    return Occasion.FOLLOW_UP if has_follow_up and day <= FOLLOW_UP_UNTIL else None


def gets_a_first(course_key, learner_pk: int) -> bool:
    """Return whether the learner's pre-test is form A: a coin that falls alike on every device, by a hash."""
    return hashlib.sha256(f"{course_key}:{learner_pk}".encode()).digest()[0] % 2 == 0


def form_of(test: PrePostTest, learner, occasion: str) -> Quiz:
    """Return the form for the occasion: the post-test's is the one that the pre-test was not."""
    if occasion == Occasion.FOLLOW_UP:
        return test.follow_up
    is_a = gets_a_first(test.course.translation_key, learner.pk) == (occasion == Occasion.PRE)
    return test.form_a if is_a else test.form_b


def offers(learner, courses, now: datetime | None = None) -> dict[str, Offer]:
    """Return the tests due to the learner in these courses (`progress.Progress`), by course key, at most one each.

    One query where none of the courses has an open test, six at most otherwise.
    """
    now = now or timezone.now()
    by_key = {progress.outline.key: progress for progress in courses}
    tests = {str(test.course.translation_key): test for test in _open_tests(by_key)}
    if not tests:
        return {}
    rows = Enrolment.objects.filter(learner=learner, course_key__in=tests, completed_at__isnull=False)
    completed = {str(key): at for key, at in rows.values_list("course_key", "completed_at")}
    answered = _answered(learner, [by_key[key].outline for key in tests.keys() - completed])
    found = {}
    for key, test in tests.items():
        occasion = due(completed.get(key), key in answered, test.follow_up_id is not None, now)
        if occasion and (occasion != Occasion.PRE or _may_begin(learner, by_key[key].outline)):
            found[key] = Offer(test, occasion, form_of(test, learner, occasion))
    return _not_taken(learner, found)


def _open_tests(course_keys):
    tests = PrePostTest.objects.filter(is_open=True, course__translation_key__in=course_keys)
    return tests.select_related("course", "form_a", "form_b", "follow_up")


def _answered(learner, courses):
    """Return the keys of the courses of which the learner has handed in a quiz."""
    course_of = {step.key: course.key for course in courses for step in course.steps if step.is_quiz}
    handed_in = Attempt.objects.filter(learner=learner, quiz__slug__in=course_of)
    return {course_of[slug] for slug in handed_in.values_list("quiz__slug", flat=True)}


def _may_begin(learner, course):
    """Return whether the course is open to the learner: not retired before they began, nor a refresher too early."""
    return recording.may_take(learner, course) and not course_life.is_closed_to(learner, course)


def _not_taken(learner, found):
    """Leave out what was handed in, and note what was begun."""
    sittings = Sitting.objects.filter(learner=learner, test__in=[offer.test for offer in found.values()])
    tickets = {
        (test, occasion): ticket for test, occasion, ticket in sittings.values_list("test", "occasion", "ticket")
    }
    handed_in = set(Attempt.objects.filter(ticket__in=tickets.values()).values_list("ticket", flat=True))
    kept = {}
    for key, offer in found.items():
        ticket = tickets.get((offer.test.pk, offer.occasion))
        if ticket not in handed_in:
            kept[key] = Offer(offer.test, offer.occasion, offer.form, is_begun=ticket is not None)
    return kept


def start(learner, offer: Offer, now: datetime | None = None) -> Sitting:
    """Return the learner's sitting on this occasion, beginning it where it is not begun; again, it is the same one.

    Raises NotDue where the form has been handed in: nobody takes one twice.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # A second tab waits here, and then finds the sitting of the first.
        User.objects.select_for_update().get(pk=learner.pk)
        if offer.form.attempts.filter(learner=learner).exists():
            raise NotDue
        opened = attempts.start(learner, offer.form, now)
        sitting, _is_new = Sitting.objects.update_or_create(
            test=offer.test,
            learner=learner,
            occasion=offer.occasion,
            defaults={"ticket": opened.ticket},
            create_defaults={"ticket": opened.ticket, "started_at": now},
        )
    return sitting


def course_key_of(form: Quiz) -> str | None:
    """Return the key of the course that a form measures, or None where it is no form of a test."""
    for field in ("form_a", "form_b", "follow_up"):
        key = PrePostTest.objects.filter(**{field: form}).values_list("course__translation_key", flat=True).first()
        if key:
            return str(key)
    return None
