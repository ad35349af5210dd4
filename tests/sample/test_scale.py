from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from courses.models import CoursePage, Enrolment
from saccos import keeping
from saccos.models import Operator, OperatorFigures, StaffMember
from sample import scale
from tests import make

NOW = timezone.now()
MODELS = (Certificate, CoursePage, Enrolment, Operator, OperatorFigures, StaffMember, User)


@pytest.fixture
def fill(course):
    def call(operators=4, people=200, courses=1):
        scale.fill(operators, people, courses, NOW, lambda _text: None)

    return call


def rows():
    return [(model, list(model.objects.order_by("pk").values())) for model in MODELS]


def test_a_large_programme_is_made(fill):
    fill()
    assert (Operator.objects.count(), StaffMember.objects.count(), keeping.wrong()) == (4, 200, [])
    states = dict(StaffMember.objects.values_list("counted_as").annotate(Count("pk")))
    assert set(states) == {"trained", "lapsing", "in-progress", "not-started"}


def test_one_operator_is_a_giant(fill):
    fill(operators=100, people=1000)
    sizes = sorted(OperatorFigures.objects.values_list("total", flat=True))
    assert sizes[-1] >= 20 > sizes[-2]


def test_a_second_run_changes_nothing(fill):
    fill()
    before = rows()
    fill()
    assert rows() == before


def test_a_larger_run_adds_what_is_missing(fill):
    fill()
    fill(operators=6, people=260)
    assert (Operator.objects.count(), User.objects.count(), keeping.wrong()) == (6, 260, [])


def test_courses_that_are_missing_are_made(fill):
    fill(courses=3)
    assert CoursePage.objects.filter(locale__language_code="en").count() == 3
    assert Certificate.objects.values("course_key").distinct().count() == 3


def test_who_is_certified_has_finished(fill):
    fill()
    assert not Enrolment.objects.filter(learner__certificates__isnull=False, completed_at=None).exists()
    lapsing = StaffMember.objects.filter(counted_as="lapsing").first()
    assert NOW < lapsing.trained_until <= NOW + timedelta(days=30)


def test_the_command_says_how_far_it_is(course):
    out = StringIO()
    call_command("seed_scale", operators=2, people=20, stdout=out)
    assert "20 of 20 people" in out.getvalue()


@pytest.mark.parametrize("wrong", [{"operators": 0}, {"people": 0}, {"courses": 0}])
def test_nothing_is_made_of_nothing(db, wrong):
    with pytest.raises(CommandError):
        call_command("seed_scale", **wrong)


def test_a_search_finds_them(fill, pwani):
    fill()
    make.make_staff(pwani)
    assert User.objects.found_by("110000007").get().full_name
