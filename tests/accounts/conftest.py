import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import PhoneDevice, PrivacyNotice, User
from messaging.models import Message
from tests import make

PHONE = "+254700000001"


class Clock:
    """The time, standing still until a test moves it."""

    def __init__(self):
        self.now = timezone.now()

    def __call__(self):
        return self.now

    def move(self, **by):
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def eshe(db):
    return User.objects.create_user("eshe", "a long password", full_name="Eshe Omondi")


@pytest.fixture
def farida(db):
    return User.objects.create_superuser("farida", "a long password", full_name="Farida Noor")


@pytest.fixture
def notice(db):
    return make.make_notice()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Let other connections see what is written, and clear it away afterwards.

    A transactional test would empty every table, also of what the migrations put there for the tests that follow.
    """
    with django_db_blocker.unblock():
        yield
        for model in (Message, PhoneDevice, User, PrivacyNotice):
            model.objects.all().delete()


def newest_code(phone=PHONE):
    """Return the code in the last SMS to the number, as its owner would read it."""
    body = Message.objects.filter(recipient=phone).latest("pk").body
    return re.search(r"\d{6}", body)[0]


def wrong(code):
    return f"{(int(code) + 1) % 1000000:06}"
