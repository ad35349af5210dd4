"""What is past its time goes, whole; what is not stays."""

import os
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from incidents import files, retention, unlocking
from incidents.models import Attachment, Case, Entry, LogLine, Unlocked
from messaging import outbox
from messaging.models import Message
from tests.incidents.conftest import reported

CLOSED = datetime(2026, 3, 31, 10, 0, tzinfo=ZoneInfo("Africa/Nairobi"))
TWO_YEARS_LATER = datetime(2028, 3, 31, 10, 0, tzinfo=ZoneInfo("Africa/Nairobi"))
A_MOMENT = timedelta(microseconds=1)
PHOTO = files.Stripped("photo-1.jpg", "image/jpeg", b"of a lorry")


@pytest.fixture
def closed(gathoni):
    case = reported(attached=[PHOTO])[1]
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=CLOSED)
    return case


def sealed_files(settings):
    return {path.name for path in Path(settings.REPORTS_ROOT).iterdir()}


def test_a_moment_before_its_time_a_case_stays(closed):
    assert retention.purge(TWO_YEARS_LATER - A_MOMENT) == 0
    assert Case.objects.exists()


def test_two_years_after_closing_it_goes_with_its_files(closed, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.purge(TWO_YEARS_LATER) == 1
    assert [model.objects.count() for model in (Case, Entry, Attachment)] == [0, 0, 0]
    assert sealed_files(settings) == set()
    line = LogLine.objects.get(act="purged")
    assert (line.case_number, line.officer_name, line.said) == (closed.number, "", "")
    assert retention.purge(TWO_YEARS_LATER) == 0


def test_the_months_are_the_setting_s(closed, settings):
    settings.REPORT_RETENTION_MONTHS = 1
    # The 31st of March and a month is the 30th of April.
    assert retention.purge(datetime(2026, 4, 30, 9, 59, tzinfo=ZoneInfo("Africa/Nairobi"))) == 0
    assert retention.purge(datetime(2026, 5, 1, 10, 0, tzinfo=ZoneInfo("Africa/Nairobi"))) == 1


def test_what_is_open_stays_however_old_it_is(closed):
    Case.objects.update(state="open", closed_at=None)
    assert retention.purge(TWO_YEARS_LATER + timedelta(days=9999)) == 0


def test_a_merged_case_goes_with_the_one_it_is_part_of_and_not_before(closed, gathoni):
    other = reported(token="other")[1]
    Case.objects.filter(pk=other.pk).update(merged_into=closed, state="closed", closed_at=CLOSED - timedelta(days=99))
    assert retention.purge(TWO_YEARS_LATER - A_MOMENT) == 0
    assert retention.purge(TWO_YEARS_LATER) == 2
    numbers = set(LogLine.objects.filter(act="purged").values_list("case_number", flat=True))
    assert numbers == {closed.number, other.number}


def test_a_sealed_file_without_a_report_goes_after_a_day(closed, settings):
    now = timezone.now()
    kept = sealed_files(settings)
    for name, age in (("stray", 24 * 3600), ("half.draft", 24 * 3600), ("fresh", 24 * 3600 - 60)):
        path = Path(settings.REPORTS_ROOT) / name
        path.write_bytes(b"sealed")
        os.utime(path, (now.timestamp() - age,) * 2)
    for name in kept:
        os.utime(Path(settings.REPORTS_ROOT) / name, (now.timestamp() - 10**6,) * 2)
    retention.purge(now)
    assert sealed_files(settings) == kept | {"fresh"}


def test_where_no_file_ever_came_nothing_is_swept(gathoni):
    assert retention.purge(timezone.now()) == 0


def test_expired_keys_and_old_messages_go(gathoni):
    now = timezone.now()
    unlocking.keep(gathoni, gathoni.private, now)
    outbox.enqueue("report_arrived", "+254700000051", "A report has arrived.")
    Message.objects.update(created_at=now)
    retention.purge(now + unlocking.HOLDS - A_MOMENT)
    assert Unlocked.objects.exists()
    retention.purge(now + unlocking.HOLDS)
    assert not Unlocked.objects.exists()
    assert Message.objects.exists()
    retention.purge(now + timedelta(days=1))
    assert not Message.objects.exists()


def test_the_command_purges_every_room_and_says_how_much(closed):
    Case.objects.update(closed_at=timezone.now() - timedelta(days=800))
    for expected in (1, 0):
        out = StringIO()
        call_command("purge", stdout=out)
        assert f"cases of reports: {expected}\n" in out.getvalue()
        assert "staff lists never saved: 0" in out.getvalue()
