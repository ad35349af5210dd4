"""One process at a time works on a job, and one that lost it writes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates.models import PrintJob
from leases import leasing

A_MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def job(db):
    return PrintJob.objects.create(form="cards", title="Pwani", codes=[])


def waiting():
    return PrintJob.objects.filter(finished_at=None, error="")


def same(job):
    """Return the job as another process reads it."""
    return PrintJob.objects.get(pk=job.pk)


def work(job, go_on, **how):
    return leasing.work(job, waiting(), go_on, **how)


@pytest.mark.parametrize("more", [timedelta(), timedelta(seconds=5)])
@pytest.mark.parametrize(
    ("after", "is_free"), [(-A_MICROSECOND, False), (0 * A_MICROSECOND, False), (A_MICROSECOND, True)]
)
def test_a_lease_is_free_when_it_has_run_out(job, more, after, is_free):
    now = timezone.now()
    assert leasing.claim(job, waiting(), now, more)
    assert leasing.claim(same(job), waiting(), now + leasing.LEASE + more + after) is is_free


def test_what_does_not_wait_is_not_claimed(job):
    PrintJob.objects.update(error="no disk")
    assert not leasing.claim(job, waiting(), timezone.now())
    assert not work(job, lambda held: leasing.move_on(held, done=1)).done


def test_after_work_the_lease_is_free_and_the_job_is_as_it_stands(job):
    seen = []

    def go_on(held):
        seen.append(leasing.claim(same(held), waiting(), timezone.now()))
        leasing.move_on(held, done=3)

    assert work(job, go_on).done == 3
    assert (seen, job.lease_until) == ([False], None)


def test_a_step_done_holds_the_lease_on(job):
    now = timezone.now()
    leasing.claim(job, waiting(), now - timedelta(seconds=7))
    leasing.move_on(job, timedelta(minutes=1), done=1)
    assert job.lease_until >= now + leasing.LEASE + timedelta(minutes=1)
    assert same(job).lease_until == job.lease_until


def test_who_lost_the_lease_writes_nothing_and_leaves_the_other_one_s(job):
    another = same(job)

    def go_on(held):
        PrintJob.objects.update(lease_until=None)
        leasing.claim(another, waiting(), timezone.now())
        leasing.move_on(held, done=5)

    work(job, go_on)
    assert (job.done, job.error, job.lease_until) == (0, "", another.lease_until)


def test_who_fails_after_the_lease_is_lost_says_nothing_of_it(job):
    def go_on(_held):
        PrintJob.objects.update(lease_until=timezone.now())
        raise ValueError("too late")

    assert work(job, go_on).error == ""


def test_what_stopped_it_stands_in_the_row_and_in_the_log(job, caplog):
    work(job, lambda _held: 1 / 0)
    assert (job.error, job.lease_until) == ("ZeroDivisionError: division by zero", None)
    assert f"print job {job.pk} stopped" in caplog.text


def test_a_long_error_fits(job):
    assert len(work(job, lambda _held: int("x" * 300)).error) == 200


def test_a_room_may_answer_a_failure_itself(job):
    work(job, lambda _held: 1 / 0, stop=lambda held, error: leasing.move_on(held, title=type(error).__name__))
    assert (job.title, job.error) == ("ZeroDivisionError", "")


def test_a_process_that_is_interrupted_gives_the_lease_back(job):
    def go_on(_held):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work(job, go_on)
    assert same(job).lease_until is None
