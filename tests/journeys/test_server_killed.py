"""The server is killed while a learner has the course along: what was handed in meanwhile arrives once it is back."""

import os
from urllib.parse import quote

import pytest
from django.db import connection

from courses.models import HeldAttempt
from tests.faults.server import Server
from tests.journeys.own_phone import arrive, attempts_of_amina, begin_at, take_by_touch

pytestmark = pytest.mark.browser


def address_of_database():
    """Return the address of the database that this test works on, for a process of its own."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    person = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}" if known["USER"] else ""
    return f"postgres://{person}@{quote(known['HOST'], safe='')}:{known['PORT']}/{known['NAME']}"


@pytest.fixture
def server(programme, settings):
    """The sample programme, served by a process of its own that can be killed."""
    server = Server(os.environ | {"DJANGO_SETTINGS_MODULE": "lms.settings.test", "DATABASE_URL": address_of_database()})
    server.start()
    yield server
    server.kill()


def test_what_was_handed_in_while_the_server_was_dead_arrives_once(own_phone, server, first_course, every_kind):
    one = own_phone(has_touch=True, base_url=f"http://localhost:{server.port}")
    one.take(first_course.key, "en")
    server.kill()
    page = begin_at(one, every_kind)
    take_by_touch(page)
    page.locator("[data-do=send]").tap()
    page.wait_for_selector("#status >> text=No network")
    assert not attempts_of_amina().exists()
    [row] = one.rows()
    assert row["state"] == "waiting"

    server.start()
    page.locator("[data-do=send]").tap()
    arrive(page)
    attempt = attempts_of_amina().get()
    assert (attempt.ticket, attempt.right) == (row["ticket"], 7)
    assert attempt.receipt in page.locator("main").inner_text()
    assert not HeldAttempt.objects.exists()
