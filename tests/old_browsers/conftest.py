import os

import pytest

from courses.models import Quiz, Topic
from tests import make
from tests.courses.test_practice import practise
from tests.old_browsers import fetch
from tests.old_browsers.phones import open_phone


@pytest.fixture
def open_browser(live_server):
    """Return a function that opens a phone with one of the browsers, pointed at the platform."""
    phones = []

    def open_one(name, inject=""):
        if not fetch.find(name):
            assert not os.environ.get("CI"), f"{name} is missing: python -m tests.old_browsers.fetch"
            pytest.skip(f"{name} is missing: python -m tests.old_browsers.fetch")
        phones.append(open_phone(name, live_server.url, inject))
        return phones[-1]

    yield open_one
    for phone in phones:
        phone.close()


@pytest.fixture
def road(transactional_db):
    """Amina's course: practice on the second card of its first lesson, every kind of question in its quiz."""
    make.make_user("+254700000001", "Amina Hassan")
    make.make_course(modules=1)
    practise(make.make_question_of("single", "try-single", Topic.objects.first()))
    make.ask(Quiz.objects.get())
