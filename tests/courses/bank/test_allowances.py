"""More time or another attempt for one person, who is looked up and never listed."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from courses.models import Allowance
from tests import make
from tests.conftest import sign_in

ADD = reverse("wagtailsnippets_courses_allowance:add")
RESULTS = reverse("learner_chooser:choose_results")


@pytest.fixture
def quiz(topic):
    return make.make_quiz("one", fixed=[make.make_question("q", topic)])


def test_a_trainer_gives_one_person_more_time_once(trainer, amina, quiz):
    assert trainer.get(ADD).status_code == 200
    data = {"learner": amina.pk, "quiz": quiz.pk, "extra_minutes": "10", "extra_attempts": "0", "reason": ""}
    trainer.post(ADD, data)
    again = trainer.post(ADD, data).content.decode()
    assert Allowance.objects.get().extra_minutes == 10
    assert "has an allowance for this quiz already" in again


@pytest.mark.parametrize(("typed", "is_found"), [("", False), ("am", False), ("amina", True), ("0700000001", True)])
def test_nobody_is_listed_before_they_are_looked_for(trainer, amina, quiz, typed, is_found):
    page = trainer.get(RESULTS, {"q": typed}).content.decode()
    assert ("Amina Hassan" in page) is is_found
    assert "+254700000001" not in page


def test_who_gives_no_allowances_looks_nobody_up(client, amina, quiz):
    editor = make.make_user(full_name="Gakii", username="gakii")
    editor.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_question"]))
    sign_in(client, editor, verified=True)
    for name in ("choose", "choose_results"):
        assert client.get(reverse(f"learner_chooser:{name}"), {"q": "amina"}).status_code in (302, 403)
    assert client.get(ADD).status_code == 302


def test_nonsense_is_refused_beside_its_field(trainer, amina, quiz):
    data = {"learner": amina.pk, "quiz": quiz.pk, "extra_minutes": "1e9", "extra_attempts": "-1", "reason": ""}
    assert set(trainer.post(ADD, data).context["form"].errors) == {"extra_minutes", "extra_attempts"}
