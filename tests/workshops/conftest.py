import pytest
from django.contrib.auth.models import Group

from courses.models import CourseIndexPage
from sample import groups
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def eshe(course):
    """A trainer."""
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    groups.load(CourseIndexPage.objects.all())
    eshe.groups.add(Group.objects.get(name="Trainers"))
    return eshe


@pytest.fixture
def workshop(course, eshe, pwani):
    """A workshop that began an hour ago, to which Baraka's operator is invited."""
    return make.make_workshop(course, trainer=eshe, invited=[pwani])


@pytest.fixture
def as_eshe(client, eshe):
    """The browser of the trainer, past the second factor."""
    return sign_in(client, eshe, verified=True)


@pytest.fixture
def other(daudi):
    """Daudi's operator."""
    return make.make_operator("Mawimbi Link Sacco", "mawimbi-link", manager=daudi)
