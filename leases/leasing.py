"""Work on a row that one process at a time may do, and that goes on after whatever stops it.

The row is a job: it has `lease_until` (null, or until when a process holds it) and `error` (empty, or what stopped it).
How far it is stands in the row too, and moves on only by the process that holds the lease. One that dies leaves nothing
half done, and once its lease has run out the next one goes on.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

# A step takes far less; so long after a process was killed, the next one goes on.
LEASE = timedelta(seconds=8)
_LONGEST_ERROR = 200

log = logging.getLogger(__name__)


class Lost(Exception):
    """Another process holds the lease now, or the job begins again: leave it alone."""


def work(
    job: Model, waiting: QuerySet, go_on: Callable, more: timedelta = timedelta(), stop: Callable | None = None
) -> Model:
    """Call `go_on(job)` where the job is among those that wait and no other process is at it; return it as it stands.

    Whatever `go_on` raises goes to `stop(job, error)`, which by default is `fail`; only `Lost` is nothing to speak of.
    `more` is how much longer than LEASE its first step may take.
    """
    if claim(job, waiting, timezone.now(), more):
        try:
            go_on(job)
        except Lost:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged, and said on the page
            (stop or fail)(job, error)
        finally:
            held(job).update(lease_until=None)
    job.refresh_from_db()
    return job


def claim(job: Model, waiting: QuerySet, now: datetime, more: timedelta = timedelta()) -> bool:
    """Take the lease of a job that waits, where it is free or ran out before now; return whether this process may."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    lease = now + LEASE + more
    if not waiting.filter(free, pk=job.pk).update(lease_until=lease):
        return False
    job.refresh_from_db()
    return job.lease_until == lease


def held(job: Model) -> QuerySet:
    """Return the job as rows: one as long as this process holds the lease, else none."""
    return type(job)._default_manager.filter(pk=job.pk, lease_until=job.lease_until)


def move_on(job: Model, more: timedelta = timedelta(), **fields) -> None:
    """Write the fields and hold the lease on, in one step. Raises Lost."""
    fields["lease_until"] = timezone.now() + LEASE + more
    if not held(job).update(**fields):
        raise Lost
    for name, value in fields.items():
        setattr(job, name, value)


def fail(job: Model, error: Exception) -> None:
    """Log what stopped the job, and let its row say so until somebody takes it up again."""
    log.error("%s %s stopped", job._meta.verbose_name, job.pk, exc_info=error)
    held(job).update(error=f"{type(error).__name__}: {error}"[:_LONGEST_ERROR])
