from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses import attempts, outline, recording
from courses.measuring import forms, occasions
from courses.models import CoursePage, Enrolment, Topic
from tests import make

NAIROBI = ZoneInfo("Africa/Nairobi")
NOON = datetime(2026, 3, 2, 12, tzinfo=NAIROBI)


@pytest.fixture
def topics(db):
    """Two topics: four and six questions, all of one kind."""
    found = {}
    for slug, number in (("flags", 4), ("law", 6)):
        found[slug] = Topic.objects.create(slug=slug, name_en=f"About {slug}", name_sw=f"Kuhusu {slug}")
        for place in range(number):
            make.make_question(f"{slug}-{place}", found[slug])
    return found


@pytest.fixture
def test(course, topics):
    """An open test of the course: one question of flags and two of law in each form, and a follow-up of two."""
    made = forms.build(course, {"flags": 1, "law": 2}, follow_up=2)
    forms.set_open(made, True)
    return made


def progress_of(learner, course):
    return recording.progress_of(learner, outline.of(course.translation_key, "en"))


def offer_to(learner, course, now=NOON):
    key = str(course.translation_key)
    return occasions.offers(learner, [progress_of(learner, course)], now).get(key)


def complete(learner, course, at=NOON):
    key = course.translation_key if isinstance(course, CoursePage) else course
    return Enrolment.objects.update_or_create(learner=learner, course_key=key, defaults={"completed_at": at})[0]


def take(learner, course, right, now=NOON):
    """Sit what is due and hand it in, the first `right` questions answered right."""
    sitting = occasions.start(learner, offer_to(learner, course, now), now)
    opened = learner.open_attempts.get(ticket=sitting.ticket)
    for place, item in enumerate(sorted(attempts.paper_of(opened), key=lambda item: item.question)):
        attempts.answer(opened, item.question, ["a" if place < right else "b"], now)
    return attempts.hand_in(learner, sitting.ticket, now)


def take_both(learner, course, before, after, at=NOON):
    """Take the pre-test, complete the course, and take the post-test, with so many right."""
    take(learner, course, before, at)
    complete(learner, course, at + timedelta(days=1))
    return take(learner, course, after, at + timedelta(days=2))
