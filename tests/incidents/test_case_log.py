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


@pytest.fixture
def lines(gathoni):
    return [case_log.note(gathoni, LogLine.Act.OPENED, timezone.now(), f"AAA-00{number}") for number in range(3)]


def test_the_database_refuses_to_change_a_line(lines):
    with pytest.raises(DatabaseError), transaction.atomic():
        LogLine.objects.filter(pk=lines[1].pk).update(act="noted")
    assert case_log.first_broken() is None


def test_a_line_changed_in_spite_of_it_shows(lines):
    lines[1].said = "something else"
    with connection.cursor() as cursor:
        on = " ON incidents_logline" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER incidents_log_is_kept{on}")
    lines[1].save()
    assert case_log.first_broken() == lines[1]


def test_a_line_taken_out_shows_in_the_next(lines):
    with connection.cursor() as cursor:
        on = " ON incidents_logline" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER incidents_log_is_kept{on}")
    lines[1].delete()
    assert case_log.first_broken() == lines[2]


def test_a_line_of_another_time_zone_is_not_taken_for_a_changed_one(gathoni):
    case_log.note(gathoni, LogLine.Act.OPENED, datetime(2026, 3, 1, 8, 0, tzinfo=ZoneInfo("Africa/Nairobi")))
    assert case_log.first_broken() is None


def test_the_command_tells_that_all_is_well_and_where_it_is_not(lines):
    out = StringIO()
    call_command("check_case_log", stdout=out)
    assert out.getvalue().startswith("3 lines, none changed or missing; the last is")
    with connection.cursor() as cursor:
        on = " ON incidents_logline" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER incidents_log_is_kept{on}")
    LogLine.objects.filter(pk=lines[1].pk).update(case_number="BBB-BBB")
    with pytest.raises(CommandError, match=f"Broken at line {lines[1].pk}"):
        call_command("check_case_log")
