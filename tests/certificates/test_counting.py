"""Each check is counted by day, result, course and county; never by person or place."""

import logging
import threading
import time
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models
from django.utils import timezone

from certificates import counting, issuing
from certificates.models import CheckCount, CourseNumber
from tests import make
from tests.make import make_certificate

UNKNOWN = "7KQ2M9XWTD"
ADDRESSES = ("/v/", "/api/v1/certificates/")


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    counting.forget()
    yield
    counting.forget()


def counted():
    """Write, and return each row as day, result, course, county and number of checks."""
    counting.write()
    return set(CheckCount.objects.values_list("day", "result", "course", "county", "checks"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_check_counts_for_the_course_and_the_holder_s_county(client, amina, course, address):
    amina.county = "001"
    amina.save()
    certificate = issuing.issue(make.make_enrolment(amina, course))
    for _ in range(3):
        client.get(f"{address}{certificate.code}")
    number = CourseNumber.objects.get().number
    assert counted() == {(timezone.localdate(), "valid", number, "001", 3)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_result_counts_as_it_was_shown(client, amina, settings, address):
    settings.VERIFY_MISSES_PER_ADDRESS = 5
    now = timezone.now()
    valid = make_certificate(amina, uuid4())
    made = [
        valid,
        make_certificate(amina, uuid4(), expires_at=now),
        make_certificate(amina, uuid4(), revoked_at=now, revoke_reason="cheating"),
        make_certificate(amina, uuid4(), replaced_by=valid),
    ]
    for code in [*(one.code for one in made), *[UNKNOWN] * 5, valid.code]:
        client.get(f"{address}{code}")
    results = {row[1]: row[4] for row in counted()}
    assert results == {"valid": 1, "expired": 1, "revoked": 1, "replaced": 1, "not_found": 5, "too_many": 1}


def test_a_typed_code_counts_and_a_slip_in_its_form_does_not(client, db):
    client.get(f"/en/verify/?code={UNKNOWN}")
    client.get("/en/verify/?code=7KQ2")
    assert [row[1:] for row in counted()] == [("not_found", 0, "", 1)]


def test_an_erased_holder_has_no_county_and_an_old_course_no_number(client, amina):
    amina.county = "001"
    certificate = make_certificate(amina, uuid4())
    amina.delete()
    client.get(f"/v/{certificate.code}")
    assert [row[1:] for row in counted()] == [("revoked", 0, "", 1)]


def test_nothing_about_who_asked_or_whose_it_was_is_kept():
    kept = {field.name for field in CheckCount._meta.get_fields()} - {"id"}
    assert kept == {"day", "result", "course", "county", "checks"}
    assert isinstance(CheckCount._meta.get_field("day"), models.DateField)
    assert not isinstance(CheckCount._meta.get_field("day"), models.DateTimeField)


@pytest.mark.parametrize(("hour", "day"), [(20, date(2026, 3, 9)), (21, date(2026, 3, 10))])
def test_the_day_is_nairobi_s(db, monkeypatch, hour, day):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 9, hour, 59, 59, tzinfo=UTC))
    counting.note("valid")
    assert [row[0] for row in counted()] == [day]


def test_what_was_counted_before_is_added_to(db):
    for expected in (1, 2):
        counting.note("valid", 4, "047")
        assert {row[4] for row in counted()} == {expected}
    counting.note("valid", 4, "001")
    assert {row[3:] for row in counted()} == {("047", 2), ("001", 1)}


def test_writing_says_how_many_and_a_second_time_there_are_none(db, django_assert_num_queries):
    for _ in range(3):
        counting.note("valid")
    assert counting.write() == 3
    with django_assert_num_queries(0):
        assert counting.write() == 0


def test_what_the_database_refuses_is_kept_for_the_next_time(db, monkeypatch):
    counting.note("valid")
    with monkeypatch.context() as broken:
        broken.setattr(counting, "_ADD", "no SQL at all")
        with pytest.raises(DatabaseError):
            counting.write()
    counting.note("valid")
    assert {row[4] for row in counted()} == {2}


def test_a_check_itself_writes_nothing(client, amina, django_assert_num_queries):
    certificate = make_certificate(amina, uuid4())
    client.get(f"/v/{certificate.code}")
    with django_assert_num_queries(1):
        client.get(f"/v/{certificate.code}")
    assert not CheckCount.objects.exists()


def test_counting_costs_a_check_next_to_nothing():
    started = time.perf_counter()
    for _ in range(1000):
        counting.note("valid", 1, "047")
    assert time.perf_counter() - started < 0.5


@pytest.fixture
def served(monkeypatch):
    """This process writes by itself, sooner than a real one."""
    monkeypatch.setattr(counting, "SECONDS", 0.05)
    monkeypatch.setitem(counting._schedule, "is_on", True)
    yield
    wait_for(lambda: counting._schedule["timer"] is None)


def wait_for(holds):
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    assert holds()


@pytest.mark.usefixtures("served")
@pytest.mark.django_db(transaction=True)
def test_a_server_writes_by_itself_within_seconds():
    counting.note("valid")
    wait_for(CheckCount.objects.exists)
    counting.note("valid")
    wait_for(CheckCount.objects.filter(checks=2).exists)


@pytest.mark.usefixtures("served")
@pytest.mark.django_db(transaction=True)
def test_a_server_that_could_not_write_says_so_and_tries_again(monkeypatch, caplog):
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(counting, "_ADD", "no SQL at all")
        counting.note("valid")
        wait_for(lambda: "not counted yet" in caplog.text)
    counting.note("valid")
    wait_for(CheckCount.objects.filter(checks=2).exists)


def test_a_server_s_last_counts_are_written_when_it_ends(db, monkeypatch):
    at_the_end = []
    monkeypatch.setattr(counting.util, "Finalize", lambda _about, act, exitpriority: at_the_end.append(act))
    monkeypatch.setattr(counting.threading.Timer, "start", lambda timer: None)
    monkeypatch.setitem(counting._schedule, "is_on", False)
    counting.write_regularly()
    counting.write_regularly()
    counting.note("valid")
    assert len(at_the_end) == 1
    at_the_end[0]()
    assert CheckCount.objects.get().checks == 1


def test_a_command_or_a_test_writes_nothing_by_itself(monkeypatch):
    monkeypatch.setattr(counting.threading, "Timer", None)
    counting.note("valid")
    assert counting._schedule == {"is_on": False, "timer": None}


def test_a_child_process_leaves_the_counts_to_its_parent(db):
    counting.note("valid")
    counting._after_fork()
    assert counting.write() == 0


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_no_count():
    """Eight threads note, and four of them write meanwhile, each over its own connection."""

    def check(number):
        for turn in range(50):
            counting.note("valid" if turn % 2 else "expired", turn % 3)
            if number % 2 and turn % 10 == 0:
                counting.write()
        connection.close()

    threads = [threading.Thread(target=check, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counting.write()
    assert CheckCount.objects.aggregate(all=models.Sum("checks"))["all"] == 400
    assert CheckCount.objects.count() == 6


def test_days_are_counted_apart(db, monkeypatch):
    now = timezone.now()
    for days in (0, 1):
        monkeypatch.setattr(timezone, "now", lambda days=days: now + timedelta(days=days))
        counting.note("valid")
    assert len(counted()) == 2
