"""The log of cases: written once, changed never, and a gap shows."""

from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from incidents import case_log
from incidents.models import LogLine
from tests import log_triggers


@pytest.fixture
def lines(gathoni):
    return [case_log.note(gathoni, LogLine.Act.OPENED, timezone.now(), f"AAA-00{number}") for number in range(3)]


def test_the_database_refuses_to_change_a_line(lines):
    with pytest.raises(DatabaseError), transaction.atomic():
        LogLine.objects.filter(pk=lines[1].pk).update(act="noted")
    assert case_log.first_broken() is None


def test_the_database_refuses_to_take_lines_out(lines):
    for some in (LogLine.objects.filter(pk=lines[-1].pk), LogLine.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            some.delete()
    assert LogLine.objects.count() == 3


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_the_database_refuses_to_replace_a_line(lines):
    refused = pytest.raises(DatabaseError, match="cannot be edited")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("REPLACE INTO incidents_logline SELECT * FROM incidents_logline")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_the_database_refuses_to_empty_the_log(lines):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE incidents_logline")


@pytest.fixture
def ended(gathoni, django_capture_on_commit_callbacks):
    """Return three lines whose end was written down."""
    with django_capture_on_commit_callbacks(execute=True):
        return [case_log.note(gathoni, LogLine.Act.OPENED, timezone.now(), f"AAA-00{one}") for one in range(3)]


@pytest.mark.parametrize("left", [0, 2])
def test_a_log_that_was_cut_shows_by_the_file(ended, left):
    assert not case_log.is_cut()
    log_triggers.drop()
    LogLine.objects.exclude(pk__in=[one.pk for one in ended[:left]]).delete()
    assert case_log.first_broken() is None
    with pytest.raises(CommandError, match="Cut"):
        call_command("check_case_log")


def test_a_log_that_was_written_anew_shows_by_the_file(ended):
    log_triggers.drop()
    LogLine.objects.filter(pk=ended[-1].pk).update(digest="0" * 64)
    assert case_log.is_cut()


def test_a_log_that_goes_on_after_a_cut_hides_nothing(ended, gathoni, django_capture_on_commit_callbacks):
    log_triggers.drop()
    LogLine.objects.filter(pk=ended[-1].pk).delete()
    with django_capture_on_commit_callbacks(execute=True):
        case_log.note(gathoni, LogLine.Act.OPENED, timezone.now())
    assert case_log.first_broken() is None
    assert case_log.is_cut()


def test_an_older_line_that_comes_late_is_not_taken_for_the_last(ended):
    case_log._keep_end(ended[0])
    assert case_log.end_file().read_text().split() == [str(ended[2].pk), ended[2].digest]


def test_where_the_file_can_t_be_written_what_was_done_stands(gathoni, settings, django_capture_on_commit_callbacks):
    settings.REPORTS_ROOT = "/proc/none/reports"
    with django_capture_on_commit_callbacks(execute=True):
        case_log.note(gathoni, LogLine.Act.OPENED, timezone.now())
    assert LogLine.objects.exists()


def test_a_line_changed_in_spite_of_it_shows(lines):
    lines[1].said = "something else"
    log_triggers.drop()
    lines[1].save()
    assert case_log.first_broken() == lines[1]


def test_a_line_taken_out_shows_in_the_next(lines):
    log_triggers.drop()
    lines[1].delete()
    assert case_log.first_broken() == lines[2]


def test_a_line_of_another_time_zone_is_not_taken_for_a_changed_one(gathoni):
    case_log.note(gathoni, LogLine.Act.OPENED, datetime(2026, 3, 1, 8, 0, tzinfo=ZoneInfo("Africa/Nairobi")))
    assert case_log.first_broken() is None


def test_the_command_tells_that_all_is_well_and_where_it_is_not(lines):
    out = StringIO()
    call_command("check_case_log", stdout=out)
    assert out.getvalue().startswith("3 lines, none changed or missing; the last is")
    log_triggers.drop()
    LogLine.objects.filter(pk=lines[1].pk).update(case_number="BBB-BBB")
    with pytest.raises(CommandError, match=f"Broken at line {lines[1].pk}"):
        call_command("check_case_log")
