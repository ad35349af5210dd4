from datetime import timedelta

import pytest
from django.utils import timezone

from courses import grading
from sample import files, sheets, workshops
from tests import make
from tests.workshops import papers
from workshops.models import Workshop
from workshops.testing import letters

NOW = timezone.now()


@pytest.fixture
def data():
    return files.read("workshops.yaml")


@pytest.fixture
def coming(data, course):
    workshop = make.make_workshop(course)
    Workshop.objects.filter(pk=workshop.pk).update(
        token=data["coming"]["token"], starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1, hours=7)
    )
    workshop.refresh_from_db()
    return workshop


def times(workshop):
    workshop.refresh_from_db()
    return workshop.starts_at, workshop.ends_at


def test_what_is_to_come_stays_on_its_day(data, coming, course):
    before = times(coming)
    workshops.load(data, course.translation_key, coming.ends_at)
    assert times(coming) == before


def test_what_nobody_came_to_is_held_again_on_the_same_day_of_the_week(data, coming, course):
    starts_at, ends_at = times(coming)
    workshops.load(data, course.translation_key, ends_at + timedelta(days=15))
    assert times(coming) == (starts_at + timedelta(weeks=3), ends_at + timedelta(weeks=3))
    assert Workshop.objects.count() == 1


def test_a_workshop_to_which_somebody_came_stays_in_the_past(data, coming, course):
    papers.came(coming)
    before = times(coming)
    workshops.load(data, course.translation_key, coming.ends_at + timedelta(days=15))
    assert times(coming) == before


def test_a_workshop_of_one_s_own_is_enough(data, course):
    make.make_workshop(course)
    workshops.load(data, course.translation_key, NOW)
    assert Workshop.objects.count() == 1


def test_a_sheet_is_read_as_it_was_meant(course):
    (test,) = papers.ask_course(make.make_workshop(course))[:1]
    paper = papers.choosing.asked_in(test)
    for right in range(len(paper) + 1):
        answers = letters.read(sheets.written(paper, right), paper)
        good = [one for one in paper if answers.get(one.item.question) == grading.right_answer(one.question)]
        assert [one.number for one in good] == [one.number for one in paper if one.number <= right]
