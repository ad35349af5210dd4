"""A reminder that waits for the morning when its person has finished meanwhile."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from messaging.models import Message
from saccos.minute import reminding
from saccos.models import Reminder
from tests import make

NIGHT = datetime(2026, 6, 10, 22, tzinfo=ZoneInfo("Africa/Nairobi"))


@pytest.fixture
def reminded(pwani, baraka, amina, chausiku, monkeypatch):
    """Amina and Chausiku, reminded by night."""
    make.make_staff(pwani, amina)
    make.make_staff(pwani, chausiku)
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    reminding.send(pwani.staff.current(), pwani, baraka, NIGHT)
    return amina, chausiku


def waiting():
    return {str(message.recipient) for message in Message.objects.all()}


def test_the_certificate_takes_back_its_own_persons_reminder_alone(reminded, course):
    amina, chausiku = reminded
    assert len(waiting()) == 2
    make.make_certificate(amina, course.translation_key, issued_at=NIGHT)
    assert waiting() == {chausiku.phone}
    assert Reminder.objects.get().person == chausiku


def test_one_that_lapses_within_the_month_is_still_a_reason_to_remind(reminded, course):
    amina, _chausiku = reminded
    make.make_certificate(amina, course.translation_key, issued_at=NIGHT, expires_at=NIGHT + timedelta(days=30))
    assert len(waiting()) == 2


def test_one_that_the_outbox_is_late_with_is_taken_back_by_day_too(reminded, course, monkeypatch):
    amina, chausiku = reminded
    monkeypatch.setattr(timezone, "now", lambda: NIGHT + timedelta(hours=12))
    make.make_certificate(amina, course.translation_key, issued_at=NIGHT)
    assert waiting() == {chausiku.phone}


def test_what_has_gone_out_stays_on_record(reminded, course):
    amina, _chausiku = reminded
    Message.objects.update(state=Message.State.SENT)
    make.make_certificate(amina, course.translation_key, issued_at=NIGHT)
    assert Reminder.objects.count() == Message.objects.count() == 2
