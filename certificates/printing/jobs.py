"""Printing many certificates: a part at a time by whoever comes by, so that it goes on after whatever stops it.

What is done stands in the job's row, and moves on in one conditional UPDATE by the process that holds the lease. One
that dies leaves at most files that no row names, and the next goes on behind the last part that a row does name. So
each certificate is in the PDF once, in order, unless it was revoked, replaced or erased before the end.
"""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate, PrintJob
from certificates.printing import job_files
from certificates.printing.many import draw
from leases import leasing

# Sheets hold ten cards, so a part is a multiple of ten.
PART = 50
KEPT = timedelta(days=30)
SAME_REQUEST = timedelta(minutes=1)
# Joining is one step: each part adds some milliseconds to it.
LEASE_PER_PART = timedelta(milliseconds=250)

# The error of a job whose certificates were all revoked, replaced or erased meanwhile.
NONE_STANDS = "none stands"


class NothingToPrint(Exception):
    """No certificate was given."""


def start(certificates: Iterable[Certificate], form: str, title: str, made_by: User | None) -> PrintJob:
    """Return the job that prints these certificates in their order, each once; nothing is drawn yet.

    Where the same person asked for the same before, and it is not finished or less than a minute old, it is that job.
    `form` is a PrintJob.Form, `title` says whose they are. Raises NothingToPrint.
    """
    now = timezone.now()
    sweep(now)
    codes = list(dict.fromkeys(certificate.code for certificate in certificates))
    if not codes:
        raise NothingToPrint
    fields = {"form": form, "title": title[:120], "made_by": made_by}
    with transaction.atomic():
        # Two requests of one person at the same moment go one after the other.
        if made_by:
            User.objects.select_for_update().get(pk=made_by.pk)
        same = PrintJob.objects.filter(Q(finished_at=None) | Q(made_at__gt=now - SAME_REQUEST), **fields)
        for job in same:
            if job.codes == codes:
                again(job)
                return job
        return PrintJob.objects.create(codes=codes, **fields)


def work(job: PrintJob, seconds: float) -> PrintJob:
    """Go on with the job for about so many seconds, at least by one step, and return it as it then stands.

    A step is a part of up to 50 certificates, or the joining of all parts. Where another process is at it, where it is
    finished or has failed, nothing is done. A failure is logged and stands in `error`; `again` takes it up.
    """
    ends = time.monotonic() + seconds
    return leasing.work(job, waiting(), lambda held: _go_on(held, ends), stop=_stop)


def claim(job: PrintJob, now: datetime) -> bool:
    """Take the job's lease where it is free; return whether this process may go on."""
    return leasing.claim(job, waiting(), now)


def _stop(job, error):
    """Begin again where the files of finished parts are gone, as after a restore; else say what stopped it."""
    if isinstance(error, FileNotFoundError) and job.done:
        leasing.held(job).update(**_UNDONE)
    else:
        leasing.fail(job, error)


def _go_on(job, ends):
    while job.done < job.total:
        _add_part(job)
        if time.monotonic() >= ends:
            return
    _finish(job)


def _add_part(job):
    certificates, left_out = _next(job)
    end = job.done + len(certificates) + len(left_out)
    part = {"file": _write_part(job, certificates), "end": end, "left_out": left_out}
    leasing.move_on(job, done=end, file=job_files.write_parts(job, [*job_files.read_parts(job), part]))


def _next(job):
    """Return the certificates of the next part, and the codes passed over on the way to its end."""
    ahead = job.codes[job.done : job.done + 2 * PART]
    standing = _standing(ahead)
    certificates, left_out = [], []
    for code in ahead:
        if len(certificates) == PART:
            break
        if code in standing:
            certificates.append(standing[code])
        else:
            left_out.append(code)
    return certificates, left_out


def _standing(codes):
    return Certificate.objects.standing().select_related("design").in_bulk(codes, field_name="code")


def _write_part(job, certificates):
    """Return the name of a file with these certificates; of none, nothing."""
    return job_files.write(job, job_files.new_name("pdf"), draw(job.form, certificates)) if certificates else ""


def _finish(job):
    parts = job_files.read_parts(job)
    leasing.move_on(job, len(parts) * LEASE_PER_PART)
    for number, begin in enumerate([0, *(part["end"] for part in parts[:-1])]):
        parts[number] = _mended(job, parts[number], begin)
    names = [part["file"] for part in parts if part["file"]]
    if not names:
        leasing.move_on(job, error=NONE_STANDS)
        return
    listed = Path(job_files.write_parts(job, parts))
    whole = job_files.write(job, str(listed.with_suffix(".pdf")), job_files.join(job, names))
    leasing.move_on(job, file=whole, finished_at=timezone.now())
    job_files.keep_only(job, whole)


def _mended(job, part, begin):
    """Return the part, made again where one of it was revoked, replaced or erased since, or where its file is gone."""
    codes = job.codes[begin : part["end"]]
    printed = [code for code in codes if code not in part["left_out"]]
    if not printed or (_all_stand(printed) and job_files.path(job, part["file"]).exists()):
        return part
    standing = _standing(codes)
    left_out = [code for code in codes if code not in standing]
    file = _write_part(job, [standing[code] for code in codes if code in standing])
    return part | {"file": file, "left_out": left_out}


def _all_stand(codes):
    return Certificate.objects.standing().filter(code__in=codes).count() == len(codes)


def again(job: PrintJob) -> None:
    """Begin a job anew that failed or whose file is gone; leave every other one as it is."""
    is_gone = job.finished_at is not None and file_of(job) is None
    if not (job.error or is_gone):
        return
    stopped = PrintJob.objects.filter(pk=job.pk, error=job.error, finished_at=job.finished_at, file=job.file)
    if stopped.update(**_UNDONE, finished_at=None, error=""):
        job_files.remove(job)


_UNDONE = {"done": 0, "file": "", "lease_until": None}


def file_of(job: PrintJob) -> Path | None:
    """Return where the finished PDF is, or None: not finished, or taken away since."""
    path = job_files.path(job, job.file)
    return path if job.finished_at and job.file and path.exists() else None


def left_out(job: PrintJob) -> list[str]:
    """Return the codes left out of the finished PDF, in order: what was revoked, replaced or erased by then."""
    try:
        return [code for part in job_files.read_parts(job) for code in part["left_out"]]
    except FileNotFoundError:
        return []


def waiting():
    """Return the jobs with something left to do, the oldest first."""
    return PrintJob.objects.filter(finished_at=None, error="").order_by("made_at")


def sweep(now: datetime) -> int:
    """Remove the files of jobs finished 30 days ago or earlier, and all of those never finished; return how many."""
    before = now - KEPT
    finished = PrintJob.objects.filter(finished_at__lte=before).exclude(file="")
    at_work = Q(lease_until__isnull=False, lease_until__gte=now)
    given_up = PrintJob.objects.filter(finished_at=None, made_at__lte=before).exclude(at_work)
    old = [*finished, *given_up]
    PrintJob.objects.filter(pk__in=[job.pk for job in old]).exclude(finished_at=None).update(file="")
    PrintJob.objects.filter(pk__in=[job.pk for job in old], finished_at=None).delete()
    for job in old:
        job_files.remove(job)
    return len(old)


def forget(codes: Iterable[str]) -> int:
    """Take away every PDF and part in which one of these certificates may be; return how many jobs that were.

    For erasing a person, whose name is on those pages. Such a job can be begun again, without them. Inside a
    transaction the files go once it is committed.
    """
    codes, found = set(codes), 0
    for job in PrintJob.objects.exclude(finished_at__isnull=False, file="").iterator():
        if codes.isdisjoint(job.codes):
            continue
        found += 1
        # Whoever is at it loses the lease, and with it what they have just drawn.
        PrintJob.objects.filter(pk=job.pk).update(**({"file": ""} if job.finished_at else _UNDONE))
        transaction.on_commit(lambda job=job: job_files.remove(job))
    return found
