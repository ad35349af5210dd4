import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.models import Message
from newsletter.models import Issue, Subscriber
from tests import make
from tests.conftest import sign_in

NOON = datetime(2026, 9, 14, 12, tzinfo=ZoneInfo("Africa/Nairobi"))


def make_subscriber(email="amina@example.org", language="en", confirmed=NOON - timedelta(days=9), **fields):
    return Subscriber.objects.create(email=email, language=language, confirmed_at=confirmed, **fields)


def make_issue(**fields):
    texts = {
        "subject_en": "Five saccos trained",
        "subject_sw": "Sacco tano zimefunzwa",
        "body_en": "<p>Good <b>news</b> from the road.</p>",
        "body_sw": "<p>Habari <b>njema</b> za barabarani.</p>",
    }
    return Issue.objects.create(**texts | fields)


def begun(now=NOON, **fields):
    return make_issue(state=Issue.State.SENDING, started_at=now, **fields)


def last_mail(kind=None):
    messages = Message.objects.filter(kind=kind) if kind else Message.objects.all()
    return messages.order_by("-pk").first()


def link_in(message, kind):
    """Return the path of a link to "confirm" or "leave" in a mail's text."""
    return re.search(rf"https://salama\.example(/\w\w/newsletter/{kind}/[\w-]+/)", message.body)[1]


@pytest.fixture
def farida(client, db):
    farida = make.make_user(full_name="Farida Ali", username="farida", is_superuser=True, email="farida@example.org")
    sign_in(client, farida, verified=True)
    return farida
