import json

import pytest

from courses import outline
from courses.models import Quiz
from courses.taking import packing
from tests import make
from tests.conftest import sign_in

PHONE = "a1" * 16


@pytest.fixture
def quiz_of_all_kinds(course):
    """The first quiz of the course, asking one question of each kind."""
    module = outline.of(course.translation_key, "en").modules[0]
    return make.ask(Quiz.objects.get(slug=module.steps[-1].key))


@pytest.fixture
def taker(client, amina):
    return sign_in(client, amina)


def bundle_of(course, language="en"):
    """The bundle as a phone reads it."""
    return json.loads(packing.packed(course.translation_key, language).encoded("")[1])


def page_in(bundle, address):
    return "".join(bundle["lines"][number] for number in bundle["pages"][address])


def about(course, language="en"):
    return f"/{language}/learn/take/{course.translation_key}/about.json"


def take(client, course, body=None, **headers):
    body = {"phone": PHONE} if body is None else body
    return client.post(
        f"/en/learn/take/{course.translation_key}/",
        body if isinstance(body, (str, bytes)) else json.dumps(body),
        content_type="application/json",
        **headers,
    )
