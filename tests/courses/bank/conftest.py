import pytest

from courses.models import CourseIndexPage, Topic
from sample import groups
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def topic(db):
    make.make_site()
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


@pytest.fixture
def eshe(topic):
    """A trainer, who may do what the group of trainers may."""
    person = make.make_user(full_name="Eshe Mwakio", username="eshe")
    person.groups.add(groups.load(CourseIndexPage.objects.all()))
    return person


@pytest.fixture
def trainer(client, eshe):
    return sign_in(client, eshe, verified=True)
