import time
from collections import Counter
from datetime import timedelta

import pytest
import yaml
from django.conf import settings
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import Consent, User
from certificates.models import Certificate
from courses.models import Enrolment
from places.outlines import OUTLINES, project
from saccos import reports
from saccos.models import Management, Operator, OperatorStage, Route, StaffMember, Target, Vehicle
from sample import operators
from tests import make

NOW = timezone.now()
MODELS = (User, Consent, Operator, OperatorStage, Route, Target, Management, StaffMember, Enrolment, Certificate)


@pytest.fixture(scope="module")
def data():
    return yaml.safe_load((settings.BASE_DIR / "content" / "operators.yaml").read_text())


@pytest.fixture
def load(data, course, amina, baraka, chausiku, daudi):
    def call(now=NOW):
        operators.load(data, course_key=course.translation_key, lesson_total=6, now=now)

    return call


def test_there_are_thirty_operators_and_one_that_was_written_down_twice(load):
    load()
    kinds = Counter(Operator.objects.values_list("kind", flat=True))
    assert kinds == {"matatu_sacco": 5, "bus_sacco": 10, "truck_company": 15, "bus_company": 1}
    assert not Operator.objects.filter(routes=None).exists()


def test_the_programme_is_on_its_way_with_them(load):
    load()
    mapped = Operator.objects.filter(engagement__gte=Operator.Engagement.MAPPED)
    kinds = Counter(mapped.values_list("kind", flat=True))
    assert kinds == {"matatu_sacco": 5, "bus_sacco": 9, "truck_company": 13}
    assert dict(Target.objects.values_list("kind", "number")) == {
        "matatu_sacco": 5,
        "bus_sacco": 10,
        "truck_company": 15,
    }
    assert len(set(Operator.objects.values_list("engagement", flat=True))) == 6
    today = timezone.localdate(NOW)
    assert Operator.objects.filter(next_step_on__lt=today).count() >= 3
    assert Operator.objects.filter(next_step_on__gt=today).count() >= 10


def test_a_history_says_what_was_changed_and_when(load):
    load()
    pwani = Operator.objects.get(slug="pwani-shuttle")
    log = ModelLogEntry.objects.filter(object_id=str(pwani.pk)).order_by("timestamp")
    assert [entry.action for entry in log] == ["wagtail.create", "wagtail.edit"]
    found, changed = (entry.revision.content["engagement"] for entry in log)
    assert (found, changed, pwani.engagement) == ("5-trained", "6-refreshed", "6-refreshed")


def test_plates_are_of_a_series_that_is_not_given_out(load):
    load()
    plates = list(Vehicle.objects.values_list("plate", flat=True))
    assert len(set(plates)) == len(plates) >= 100
    assert all(plate.startswith("KZZ ") for plate in plates)


def test_a_focal_person_has_a_deputy_at_some(load):
    load()
    assert set(Operator.objects.get(slug="pwani-shuttle").contacts.values_list("duty", flat=True)) == {
        "focal",
        "deputy",
    }


def test_every_stage_lies_in_its_county(load):
    load()
    assert not Operator.objects.filter(stages=None).exists()
    for stage in OperatorStage.objects.all():
        assert OUTLINES[stage.county].holds(project(float(stage.latitude), float(stage.longitude))), stage


def test_four_hundred_staff_are_in_every_state(load):
    load()
    operators = Operator.objects.all()
    figures = [reports.figures(operator, NOW) for operator in operators]
    assert sum(found.total for found in figures) == 402
    assert sum(found.lapsing for found in figures) >= 10
    assert sum(found.in_progress for found in figures) >= 50
    assert sum(found.not_started for found in figures) >= 50
    assert 100 < sum(found.trained for found in figures) < 300
    assert Certificate.objects.filter(expires_at__lt=NOW).count() >= 5
    assert StaffMember.objects.exclude(ended_on=None).count() >= 10


def test_the_cast_is_in_its_place(load, amina, chausiku, baraka, daudi):
    load()
    pwani = Operator.objects.get(slug="pwani-shuttle")
    assert set(pwani.staff.filter(person__in=[amina, chausiku]).values_list("role", flat=True)) == {
        "conductor",
        "driver",
    }
    assert Operator.objects.managed_by(baraka).get() == pwani
    assert Operator.objects.managed_by(daudi).exclude(pk=pwani.pk).count() == 1


def test_a_second_run_changes_nothing(load):
    load()
    before = [(model, list(model.objects.order_by("pk").values())) for model in MODELS]
    load(now=NOW + timedelta(days=40))
    assert before == [(model, list(model.objects.order_by("pk").values())) for model in MODELS]


def test_it_is_quick(load):
    start = time.process_time()
    load()
    assert time.process_time() - start < 5


def test_names_hold_the_letters_of_the_country(load):
    load()
    names = " ".join(User.objects.values_list("full_name", flat=True))
    assert all(sign in names for sign in "ĩũ'")
    assert User.objects.exclude(full_name="").values("full_name").distinct().count() == User.objects.count()


def test_they_are_found_as_people_are(load):
    load()
    assert User.objects.found_by("kimani").exists()


def test_a_person_who_was_there_before_is_left_alone(load):
    kept = make.make_user("+254700000100", "Somebody Else")
    load()
    kept.refresh_from_db()
    assert kept.full_name == "Somebody Else"
    assert not kept.employments.exists()
