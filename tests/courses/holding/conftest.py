import pytest

from courses import tickets
from courses.models import CourseIndexPage, Quiz
from sample import groups
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def quiz(course):
    return Quiz.objects.get(slug="red-flags-1")


@pytest.fixture
def ticket(amina, quiz):
    return tickets.issue(amina, quiz, "a" * 32)


@pytest.fixture
def eshe(course):
    person = make.make_user(full_name="Eshe Mwakio", username="eshe")
    person.groups.add(groups.load(CourseIndexPage.objects.all()))
    return person


@pytest.fixture
def trainer(client, eshe):
    return sign_in(client, eshe, verified=True)
