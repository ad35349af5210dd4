"""Many certificates as one PDF: each once, in order, whatever happens meanwhile."""

import os
import random
import signal
import time
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.utils import timezone

from certificates import erasing, revoking
from certificates.models import Certificate, PrintJob
from certificates.printing import job_files, jobs
from leases import leasing
from tests import make
from tests.certificates.printing_jobs import certify, draw_plainly, finish, printed
from tests.courses.test_attempts import in_threads

FORM = PrintJob.Form.CERTIFICATES
A_MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _parts_of_ten(settings, tmp_path, monkeypatch):
    settings.PRINTS_ROOT = tmp_path / "prints"
    monkeypatch.setattr(jobs, "PART", 10)
    monkeypatch.setattr(jobs, "draw", draw_plainly)


def start(certificates, **fields):
    return jobs.start(certificates, **({"form": FORM, "title": "Pwani", "made_by": None} | fields))


def codes_of(certificates):
    return [certificate.code for certificate in certificates]


def revoke(certificate):
    revoking.revoke(certificate, Certificate.RevokeReason.ISSUED_IN_ERROR, "Farida", timezone.now())


def files_of(job):
    return sorted(path.name for path in (job_files.path(job, "")).glob("*"))


# What a job does


def test_a_job_prints_each_certificate_once_in_the_order_given(db):
    certificates = certify(25)
    random.Random(4).shuffle(certificates)
    job = start(certificates)
    assert (job.done, job.total, jobs.file_of(job)) == (0, 25, None)
    assert printed(finish(job)) == codes_of(certificates)


def test_each_step_moves_on_by_a_part_and_the_last_ends_in_a_file(db):
    job, seen = start(certify(25)), []
    for _step in range(4):
        jobs.work(job, 0)
        seen.append((job.done, bool(jobs.file_of(job))))
    assert seen == [(10, False), (20, False), (25, False), (25, True)]
    assert (job.lease_until, job.error) == (None, "")


def test_time_enough_finishes_a_thousand_in_one_call(db):
    job = jobs.work(start(certify(1000)), 60)
    assert len(set(printed(job))) == job.done == 1000


def test_only_the_pdf_stays_and_only_for_this_process_s_user(db):
    job = finish(start(certify(25)))
    path = jobs.file_of(job)
    assert files_of(job) == sorted([path.name, path.with_suffix(".json").name])
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_the_pdf_has_a_title_and_a_language_and_is_sound(db):
    job = finish(start(certify(11)))
    with pikepdf.open(jobs.file_of(job)) as whole:
        assert whole.docinfo["/Title"] == "Pwani: A4 certificates"
        assert whole.Root.Lang == "en"
        assert whole.check_pdf_syntax() == []


def test_the_same_certificate_given_twice_is_printed_once(db):
    certificates = certify(3)
    assert printed(finish(start([*certificates, certificates[0]]))) == codes_of(certificates)


def test_of_nothing_there_is_no_job(db):
    with pytest.raises(jobs.NothingToPrint):
        start(Certificate.objects.all())
    assert not PrintJob.objects.exists()


@pytest.mark.parametrize("form", PrintJob.Form)
def test_every_form_is_drawn_for_real(db, monkeypatch, form):
    monkeypatch.undo()
    job = finish(start(certify(3), form=form))
    assert job.error == ""
    assert len(pikepdf.open(jobs.file_of(job)).pages) >= 1


def test_a_part_costs_the_same_however_many_there_are(db, django_assert_num_queries):
    for number in (20, 400):
        Certificate.objects.all().delete()
        job = start(certify(number))
        with django_assert_num_queries(6):  # claim, look, fetch, move on, let go, look
            jobs.work(job, 0)


# Asking twice


def test_asking_again_for_the_same_gives_the_job_that_runs(baraka):
    certificates = certify(3)
    job = start(certificates, made_by=baraka)
    jobs.work(job, 0)
    assert start(certificates, made_by=baraka) == job


@pytest.mark.parametrize(("seconds", "is_same"), [(59, True), (60, False)])
def test_what_was_finished_is_the_same_request_for_a_minute(baraka, monkeypatch, seconds, is_same):
    certificates = certify(3)
    job = finish(start(certificates, made_by=baraka))
    monkeypatch.setattr(timezone, "now", lambda: job.made_at + timedelta(seconds=seconds))
    assert (start(certificates, made_by=baraka) == job) is is_same


@pytest.mark.parametrize("other", [{"form": PrintJob.Form.CARDS}, {"title": "Mawimbi"}, {"made_by": None}])
def test_another_request_is_another_job(baraka, other):
    certificates = certify(3)
    job = start(certificates, made_by=baraka)
    assert start(certificates, **({"made_by": baraka} | other)) != job
    assert start(certificates[:2], made_by=baraka) != job


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_requests_at_one_moment_make_one_job(baraka):
    certificates = certify(3)
    made = in_threads(4, lambda: start(certificates, made_by=baraka).pk)
    assert made == [PrintJob.objects.get().pk] * 4


# What happens meanwhile


def test_what_is_revoked_before_its_turn_is_left_out(db):
    certificates = certify(25)
    job = start(certificates)
    revoke(certificates[4])
    assert printed(finish(job)) == codes_of([*certificates[:4], *certificates[5:]])
    assert jobs.left_out(job) == codes_of(certificates[4:5])


def test_who_is_left_out_leaves_no_gap_on_a_sheet(db):
    """Each part but the last holds ten, so that sheets of ten are full."""
    certificates = certify(25)
    job = start(certificates)
    revoke(certificates[4])
    jobs.work(job, 0)
    assert job.done == 11


@pytest.mark.parametrize("place", [0, 9, 10, 24])
def test_what_is_revoked_after_its_turn_is_left_out_all_the_same(db, place):
    certificates = certify(25)
    job = start(certificates)
    for _part in range(3):
        jobs.work(job, 0)
    revoke(certificates[place])
    finish(job)
    assert codes_of(certificates[place : place + 1]) == jobs.left_out(job)
    assert printed(job) == codes_of(certificates[:place] + certificates[place + 1 :])


def test_a_whole_part_may_be_left_out(db):
    certificates = certify(25)
    job = start(certificates)
    for _part in range(3):
        jobs.work(job, 0)
    for certificate in certificates[10:20]:
        revoke(certificate)
    assert printed(finish(job)) == codes_of(certificates[:10] + certificates[20:])


def test_a_job_of_which_nothing_is_left_says_so(db):
    certificates = certify(2)
    job = start(certificates)
    for certificate in certificates:
        revoke(certificate)
    finish(job)
    assert (job.error, jobs.file_of(job)) == (jobs.NONE_STANDS, None)


def test_who_is_erased_disappears_from_what_is_printed(amina, chausiku, django_capture_on_commit_callbacks):
    hers = certify(2, amina)
    theirs = Certificate.objects.exclude(learner=amina)
    make.make_certificate(chausiku, hers[0].course_key)
    both, other = finish(start([*hers, *theirs])), finish(start(theirs))
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(amina, "Farida", timezone.now())
    for job in (both, other):
        job.refresh_from_db()
    assert (jobs.file_of(both), files_of(both)) == (None, [])
    assert jobs.file_of(other)
    jobs.again(both)
    assert printed(finish(PrintJob.objects.get(pk=both.pk))) == codes_of(theirs)


def test_forgetting_takes_the_parts_of_an_unfinished_job_too(db, django_capture_on_commit_callbacks):
    certificates = certify(25)
    job = start(certificates)
    jobs.work(job, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.forget(["ZZZZZZZZZZ"]) == 0
        assert jobs.forget(codes_of(certificates[12:13])) == 1
    job.refresh_from_db()
    assert (job.done, files_of(job)) == (0, [])
    assert printed(finish(job)) == codes_of(certificates)


# Leases


def test_a_job_that_somebody_works_on_is_left_alone(db):
    job = start(certify(25))
    assert jobs.claim(job, timezone.now())
    assert jobs.work(PrintJob.objects.get(), 60).done == 0


@pytest.mark.parametrize(
    ("after", "is_free"), [(-A_MICROSECOND, False), (0 * A_MICROSECOND, False), (A_MICROSECOND, True)]
)
def test_a_lease_is_free_when_it_has_run_out(db, after, is_free):
    job, now = start(certify(1)), timezone.now()
    assert jobs.claim(job, now)
    assert jobs.claim(PrintJob.objects.get(), now + leasing.LEASE + after) is is_free


def test_who_lost_the_lease_while_drawing_adds_nothing(db, monkeypatch):
    """A process that slept through its lease wakes when another has finished the job."""
    certificates, files = certify(25), []
    job = start(certificates)

    def draw_slowly(form, drawn):
        monkeypatch.setattr(jobs, "draw", draw_plainly)
        PrintJob.objects.update(lease_until=timezone.now() - A_MICROSECOND)
        files.append(finish(PrintJob.objects.get()).file)
        return draw_plainly(form, drawn)

    monkeypatch.setattr(jobs, "draw", draw_slowly)
    jobs.work(job, 60)
    assert files == [job.file]
    assert [part["end"] for part in job_files.read_parts(job)] == [10, 20, 25]
    assert printed(job) == codes_of(certificates)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_print_each_certificate_once():
    certificates = certify(200)
    start(certificates)
    assert len(in_threads(4, lambda: finish(PrintJob.objects.get()).pk)) == 4
    assert printed(PrintJob.objects.get()) == codes_of(certificates)


def start_working(job):
    """Start a process that works on the job; return its number. It shares no connection with this one."""
    connection.close()
    if child := os.fork():
        return child
    try:
        jobs.work(job, 60)
    finally:
        os._exit(0)


def wait_for_files(job, number, child):
    """Wait until there are so many files, or the process has ended: on a busy machine it may run ahead and finish."""
    ends = time.monotonic() + 60
    while len(files_of(job)) < number and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        assert time.monotonic() < ends
        time.sleep(0.002)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_killed_in_the_middle_again_and_again_it_prints_each_certificate_once(seed):
    certificates, moments = certify(300), random.Random(seed)
    job = start(certificates)
    seen = []
    for _kill in range(10):
        child = start_working(job)
        wait_for_files(job, len(files_of(job)) + moments.randint(1, 6), child)
        time.sleep(moments.uniform(0, 0.01))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen.append(PrintJob.objects.get().done)
        PrintJob.objects.update(lease_until=None)  # its fifteen seconds pass
    assert seen == sorted(seen)
    assert len(set(seen)) > 2
    finish(PrintJob.objects.get())
    job.refresh_from_db()
    assert printed(job) == codes_of(certificates)
    assert len(files_of(job)) == 2


@pytest.mark.parametrize("where", ["write", "join", "keep_only"])
def test_dying_at_the_worst_moments_loses_nothing(db, monkeypatch, where):
    """When a file is written but no row names it, while the parts are joined, when all is done but tidying."""
    certificates = certify(25)
    job, real = start(certificates), getattr(job_files, where)

    def die(*args):
        where == "join" or real(*args)
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(job_files, where, die)
        with pytest.raises(SystemExit):
            finish(job)
    assert printed(finish(PrintJob.objects.get())) == codes_of(certificates)


# Failures


def test_a_failure_is_kept_in_words_and_trying_again_begins_anew(db, monkeypatch):
    certificates = certify(25)
    job = start(certificates)
    with monkeypatch.context() as broken:
        broken.setattr(job_files, "join", lambda *_args: 1 / 0)
        finish(job)
    assert job.error == "ZeroDivisionError: division by zero"
    assert jobs.work(job, 60).finished_at is None
    jobs.again(job)
    job.refresh_from_db()
    assert (job.error, job.done, files_of(job)) == ("", 0, [])
    assert printed(finish(job)) == codes_of(certificates)


def test_a_part_whose_file_was_lost_is_made_again(db):
    certificates = certify(25)
    job = start(certificates)
    jobs.work(job, 0)
    jobs.work(job, 0)
    job_files.path(job, job_files.read_parts(job)[0]["file"]).unlink()
    assert printed(finish(job)) == codes_of(certificates)


def test_a_pdf_that_was_deleted_can_be_made_again(db):
    certificates = certify(3)
    job = finish(start(certificates))
    jobs.file_of(job).unlink()
    assert jobs.file_of(job) is None
    jobs.again(job)
    assert printed(finish(PrintJob.objects.get())) == codes_of(certificates)


def test_again_leaves_what_runs_or_is_finished_as_it_is(db):
    job = start(certify(25))
    jobs.work(job, 0)
    jobs.again(job)
    assert PrintJob.objects.get().done == 10
    finish(job)
    jobs.again(job)
    assert jobs.file_of(PrintJob.objects.get())


# Sweeping


@pytest.mark.parametrize(("early", "is_kept"), [(A_MICROSECOND, True), (0 * A_MICROSECOND, False)])
def test_a_pdf_is_kept_for_thirty_days(db, early, is_kept):
    job = finish(start(certify(3)))
    jobs.sweep(job.finished_at + jobs.KEPT - early)
    job.refresh_from_db()
    assert (jobs.file_of(job) is not None, bool(job.file), bool(files_of(job))) == (is_kept,) * 3


def test_a_job_given_up_for_thirty_days_goes_with_its_parts(db):
    job = start(certify(25))
    jobs.work(job, 0)
    assert jobs.sweep(job.made_at + jobs.KEPT - A_MICROSECOND) == 0
    assert jobs.sweep(job.made_at + jobs.KEPT) == 1
    assert not PrintJob.objects.exists()
    assert files_of(job) == []


def test_starting_sweeps(db):
    certificates = certify(3)
    old = finish(start(certificates))
    PrintJob.objects.update(finished_at=timezone.now() - jobs.KEPT, made_at=timezone.now() - jobs.KEPT)
    start(certificates)
    old.refresh_from_db()
    assert old.file == ""


def test_where_the_files_of_its_parts_are_gone_a_job_begins_again_by_itself(db):
    certificates = certify(25)
    job = jobs.work(start(certificates), 0)
    job_files.remove(job)
    job = jobs.work(job, 0)
    assert (job.done, job.error) == (0, "")
    assert printed(finish(job)) == codes_of(certificates)


def test_of_a_job_whose_files_are_gone_nothing_is_known_to_be_left_out(db):
    certificates = certify(3)
    job = start(certificates)
    revoke(certificates[1])
    job = finish(job)
    assert jobs.left_out(job) == [certificates[1].code]
    job_files.remove(job)
    assert (jobs.left_out(job), jobs.file_of(job)) == ([], None)
