from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from courses.models import Enrolment, Topic
from tests.conftest import sign_in

NAIROBI = ZoneInfo("Africa/Nairobi")
# A Monday at noon.
NOON = datetime(2026, 3, 2, 12, tzinfo=NAIROBI)
PAGE = "/en/learn/refresh/"


def complete(learner, course, at=None):
    """Complete the course, a week ago where nothing else is said, so that the first question is due."""
    at = at or timezone.now() - timedelta(days=7)
    return Enrolment.objects.update_or_create(
        learner=learner, course_key=course.translation_key, defaults={"completed_at": at}
    )[0]


@pytest.fixture
def topics(course):
    """The course's two topics, each with one critical question."""
    return list(Topic.objects.order_by("slug"))


@pytest.fixture
def certified(client, amina, course):
    """Amina, signed in, who completed the course a week ago. Returns the client."""
    complete(amina, course)
    return sign_in(client, amina)


def text(response):
    return response.content.decode()


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the platform's clock."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_clock
