"""Asking people, once, for the follow-up: an SMS with the link, when it is due."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses import outline
from courses.measuring.occasions import FOLLOW_UP_FROM, FOLLOW_UP_UNTIL, Occasion
from courses.models.measures import FollowUpInvitation, PrePostTest, Sitting
from courses.models.records import Enrolment
from messaging import outbox, reminders

KIND = "follow_up"


def queue(now: datetime) -> int:
    """Queue an invitation for everybody whose follow-up is due, in their language; return how many there were."""
    tests = PrePostTest.objects.filter(is_open=True, follow_up__isnull=False).select_related("course")
    return sum(_invite(test, enrolment, now) for test in tests for enrolment in _due(test, now))


def _due(test, now):
    """Return the enrolments completed 60 to 90 days ago of people who can get an SMS and were not asked yet."""
    today = timezone.localdate(now)
    first, end = (_midnight(today - timedelta(days=days)) for days in (FOLLOW_UP_UNTIL, FOLLOW_UP_FROM - 1))
    asked = FollowUpInvitation.objects.filter(test=test, learner=OuterRef("learner"))
    begun = Sitting.objects.filter(test=test, occasion=Occasion.FOLLOW_UP, learner=OuterRef("learner"))
    completed = Enrolment.objects.filter(
        course_key=test.course.translation_key, completed_at__gte=first, completed_at__lt=end
    )
    reachable = completed.filter(
        learner__is_active=True, learner__phone__isnull=False, learner__registered_at__isnull=False
    )
    return list(reachable.filter(~Exists(asked), ~Exists(begun)).select_related("learner").order_by("pk"))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _invite(test, enrolment, now) -> bool:
    """Queue one person's message; False where another run has just done so, or the course is not published."""
    learner, key = enrolment.learner, test.course.translation_key
    if outline.of(key, learner.language) is None:
        return False
    last_day = timezone.localdate(enrolment.completed_at) + timedelta(days=FOLLOW_UP_UNTIL)
    with transaction.atomic():
        _invitation, is_new = FollowUpInvitation.objects.get_or_create(
            test=test, learner=learner, defaults={"queued_at": now}
        )
        if is_new:
            outbox.enqueue(
                KIND,
                learner.phone,
                text_for(learner.language, key),
                send_after=reminders.by_day(now),
                expires_at=_midnight(last_day + timedelta(days=1)),
            )
    return is_new


def text_for(language: str, course_key) -> str:
    """Return the message in a language: signs of the basic SMS alphabet only, so that it stays short."""
    with translation.override(language):
        link = settings.BASE_URL + reverse("courses:measure", args=[course_key])
        return _(
            "%(site)s: you finished the course two months ago. What do you still know? A few questions: %(link)s"
        ) % {
            "site": settings.WAGTAIL_SITE_NAME,
            "link": link,
        }
