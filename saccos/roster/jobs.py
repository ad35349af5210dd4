"""Checking and saving lists: a part at a time by whoever comes by, so that it goes on after whatever stops it.

How far a list is stands in its row, and moves on only by the process that holds the lease, in the transaction that
writes the part. One that dies leaves nothing half done: the next goes on behind the last part, and saving is one
transaction whole.
"""

import logging
import subprocess
import sys
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from saccos.models import Roster
from saccos.roster import checking, saving

# A part takes far less; so long after a process was killed, the next one goes on.
LEASE = timedelta(seconds=8)
# Saving is one step, which takes longer the more rows there are, and for moves longest.
LEASE_PER_ROW = timedelta(milliseconds=4)
LEASE_PER_MOVE = timedelta(milliseconds=60)
# More takes longer to save than a server lets one request take.
MOST_IN_A_REQUEST, MOST_MOVES_IN_A_REQUEST = 2_000, 50
# Until a process of its own holds the lease; a second one that comes too finds it taken, and ends.
_STARTING = LEASE
# Two operators that bring one number at the same moment: the one that comes second looks again.
_TRIES = 3
_AT_WORK = (Roster.Phase.CHECKING, Roster.Phase.SAVING)

log = logging.getLogger(__name__)


class _Lost(Exception):
    """Another process holds the lease now, or the list is in another phase: leave it alone."""


def waiting():
    """Return the lists with something left to do, the oldest first."""
    return Roster.objects.filter(phase__in=_AT_WORK, error="").select_related("operator").order_by("made_at")


def work(roster: Roster, seconds: float) -> Roster:
    """Go on with the list for about so many seconds, at least by one part, and return it as it then stands.

    Where another process is at it, or nothing is to be done, nothing is done. A failure is logged and stands in
    `error`; `retry` takes it up.
    """
    if claim(roster, timezone.now()):
        try:
            _go_on(roster, seconds)
        except _Lost:
            pass
        except Exception as error:
            log.error("staff list %s stopped", roster.token, exc_info=error)
            _held(roster).update(error=f"{type(error).__name__}: {error}"[:200])
        finally:
            _held(roster).update(lease_until=None)
    roster.refresh_from_db()
    return roster


def look(roster: Roster, seconds: float) -> Roster:
    """Go on with the list as a page does, and return it as it then stands: a long saving has a process of its own."""
    if not (_is_long(roster) and _start(roster)):
        return work(roster, seconds)
    roster.refresh_from_db()
    return roster


def _is_long(roster):
    many = roster.total > MOST_IN_A_REQUEST or roster.counts.get("moving", 0) > MOST_MOVES_IN_A_REQUEST
    return many and roster.phase == Roster.Phase.SAVING


def _start(roster):
    """Let another process save the list, where none is at it; return False where none can be started."""
    is_held = roster.lease_until and roster.lease_until >= timezone.now()
    if roster.error or is_held or not cache.add(f"roster-{roster.token}", True, _STARTING.total_seconds()):
        return True
    # A token may begin with a dash, so that it is one word with its option.
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_jobs", f"--roster={roster.token}"]
    nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    try:
        # It outlives the server's process and whatever that is told.
        subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True, **nowhere)  # noqa: S603
    except OSError as error:
        log.warning("no process to save staff list %s", roster.token, exc_info=error)
        return False
    return True


def claim(roster: Roster, now: datetime) -> bool:
    """Take the lease where it is free, or ran out before now; return whether this process may go on."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    lease = now + LEASE + _time_to_save(roster)
    if not Roster.objects.filter(free, pk=roster.pk, phase__in=_AT_WORK, error="").update(lease_until=lease):
        return False
    roster.refresh_from_db()
    return roster.lease_until == lease


def _time_to_save(roster):
    if roster.phase != Roster.Phase.SAVING:
        return timedelta()
    return roster.total * LEASE_PER_ROW + roster.counts.get("moving", 0) * LEASE_PER_MOVE


def _go_on(roster, seconds):
    if roster.phase == Roster.Phase.CHECKING:
        _check(roster, seconds)
    else:
        _save(roster)


def _check(roster, seconds):
    check = checking.Check(roster, timezone.localdate())
    ends = time.monotonic() + seconds
    while lines := check.part(roster.done):
        with transaction.atomic():
            check.write(check.judged(lines))
            _move_on(roster, done=roster.done + len(lines))
        if time.monotonic() >= ends and check.part(roster.done):
            return
    _move_on(roster, phase=Roster.Phase.READY, counts=checking.counts(roster))


def _save(roster):
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                counts = saving.save(roster, timezone.now())
                _move_on(roster, phase=Roster.Phase.SAVED, counts=counts, saved_at=timezone.now(), done=roster.total)
            return
        except IntegrityError:
            if not left:
                raise


def _held(roster):
    """Return the list as rows: one as long as this process holds the lease, else none."""
    return Roster.objects.filter(pk=roster.pk, lease_until=roster.lease_until, phase=roster.phase)


def _move_on(roster, **fields):
    """Write the fields and hold the lease on, in one step. Raises _Lost."""
    fields["lease_until"] = timezone.now() + LEASE
    if not _held(roster).update(**fields):
        raise _Lost
    for name, value in fields.items():
        setattr(roster, name, value)


def ask_to_save(roster: Roster) -> bool:
    """Let the saving begin; return whether the list stood ready for it, so that a second press does nothing."""
    counts = checking.counts(roster)
    ready = Roster.objects.filter(pk=roster.pk, phase=Roster.Phase.READY)
    return bool(ready.update(phase=Roster.Phase.SAVING, done=0, error="", lease_until=None, counts=counts))


def retry(roster: Roster) -> None:
    """Take up a list that stopped: checking goes on, saving waits for the manager again."""
    stopped = Roster.objects.filter(pk=roster.pk).exclude(error="")
    stopped.filter(phase=Roster.Phase.SAVING).update(phase=Roster.Phase.READY, error="", lease_until=None)
    stopped.filter(phase=Roster.Phase.CHECKING).update(error="", lease_until=None)
