"""Checking, saving and undoing lists: by whoever comes by, so that it goes on after whatever stops it.

Checking goes a part at a time: how far it is moves on in the transaction that writes the part, and the next process
goes on behind the last one. Saving and undoing are one transaction each.
"""

import logging
import subprocess
import sys
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from leases import leasing
from saccos.models import Roster
from saccos.roster import checking, saving, undoing
from saccos.roster.progress import Progress

# Saving and undoing are one step each, which takes longer the more rows there are, and for moves longest.
LEASE_PER_ROW = timedelta(milliseconds=4)
LEASE_PER_MOVE = timedelta(milliseconds=60)
# More takes longer to save or undo than a server lets one request take.
MOST_IN_A_REQUEST, MOST_MOVES_IN_A_REQUEST = 2_000, 50
# Until a process of its own holds the lease; a second one that comes too finds it taken, and ends.
_STARTING = leasing.LEASE
# So long a process that did not begin is not tried again: the page does the work.
_TRUSTED = timedelta(minutes=10)
# Two operators that bring one number at the same moment: the one that comes second looks again.
_TRIES = 3
_AT_WORK = (Roster.Phase.CHECKING, Roster.Phase.SAVING)

log = logging.getLogger(__name__)


def waiting():
    """Return the lists with something left to do, the oldest first."""
    at_work = Roster.objects.filter(phase__in=_AT_WORK) | Roster.objects.being_undone()
    return at_work.filter(error="").select_related("operator").order_by("made_at")


def is_at_work(roster: Roster) -> bool:
    """Return whether the list is being checked, saved or undone, or stopped at that."""
    return roster.phase in _AT_WORK or roster.is_being_undone


def work(roster: Roster, seconds: float) -> Roster:
    """Go on with the list for about so many seconds, at least by one part, and return it as it then stands.

    Where another process is at it, or nothing is to be done, nothing is done. A failure is logged and stands in
    `error`; `retry` takes it up.
    """
    return leasing.work(roster, waiting(), lambda held: _go_on(held, seconds), _time_for_all(roster))


def look(roster: Roster, seconds: float) -> Roster:
    """Go on as a page does, and return the list as it then stands: a long saving or undoing gets its own process."""
    if not (_is_long(roster) and _start(roster)):
        return work(roster, seconds)
    roster.refresh_from_db()
    return roster


def _is_long(roster):
    many = roster.total > MOST_IN_A_REQUEST or roster.counts.get("moving", 0) > MOST_MOVES_IN_A_REQUEST
    return many and roster.phase != Roster.Phase.CHECKING and is_at_work(roster)


def _start(roster):
    """Let another process save or undo the list, where none is at it; return False where none can be started."""
    is_held = roster.lease_until and roster.lease_until >= timezone.now()
    if roster.error or is_held or not cache.add(f"roster-{roster.token}", True, _STARTING.total_seconds()):
        return True
    # One that was started and took no lease, as where its settings can't be read, would be started for ever.
    before = f"{roster.lease_until:%Y%m%d%H%M%S%f}" if roster.lease_until else "none"
    if not cache.add(f"roster-{roster.token}-{roster.phase}-{before}", True, _TRUSTED.total_seconds()):
        log.warning("the process for staff list %s did not begin", roster.pk)
        return False
    # A token may begin with a dash, so that it is one word with its option.
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_jobs", f"--roster={roster.token}"]
    nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    try:
        # It outlives the server's process and whatever that is told.
        subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True, **nowhere)  # noqa: S603
    except OSError as error:
        log.warning("no process for staff list %s", roster.pk, exc_info=error)
        return False
    return True


def claim(roster: Roster, now: datetime) -> bool:
    """Take the list's lease where it is free; return whether this process may go on."""
    return leasing.claim(roster, waiting(), now, _time_for_all(roster))


def _time_for_all(roster):
    if roster.phase == Roster.Phase.CHECKING:
        return timedelta()
    return roster.total * LEASE_PER_ROW + roster.counts.get("moving", 0) * LEASE_PER_MOVE


def _go_on(roster, seconds):
    if roster.phase == Roster.Phase.CHECKING:
        _check(roster, seconds)
    else:
        _at_once(roster, _save if roster.phase == Roster.Phase.SAVING else _undo)


def _check(roster, seconds):
    check = checking.Check(roster, timezone.localdate())
    ends = time.monotonic() + seconds
    while lines := check.part(roster.done):
        with transaction.atomic():
            check.write(check.judged(lines))
            leasing.move_on(roster, done=roster.done + len(lines))
        if time.monotonic() >= ends and check.part(roster.done):
            return
    leasing.move_on(roster, phase=Roster.Phase.READY, counts=checking.counts(roster))


def _at_once(roster, act):
    """Do all of it, and write the fields that it returns, in one transaction."""
    lease = roster.lease_until
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                leasing.move_on(roster, **act(roster, timezone.now(), Progress(roster)))
            return
        except IntegrityError:
            # One that shows at the very end comes after the lease moved on, which was taken back with all the rest.
            roster.lease_until = lease
            if not left:
                raise


def _save(roster, now, progress):
    counts = saving.save(roster, now, progress)
    return {"phase": Roster.Phase.SAVED, "counts": counts, "saved_at": timezone.now(), "done": roster.total}


def _undo(roster, now, progress):
    undoing.undo(roster, now, progress)
    return {"phase": Roster.Phase.UNDONE, "undone_at": timezone.now(), "done": roster.total}


def ask_to_save(roster: Roster) -> bool:
    """Let the saving begin; return whether the list stood ready for it, so that a second press does nothing."""
    counts = checking.counts(roster)
    ready = Roster.objects.filter(pk=roster.pk, phase=Roster.Phase.READY)
    return bool(ready.update(phase=Roster.Phase.SAVING, done=0, error="", lease_until=None, counts=counts))


def ask_to_undo(roster: Roster, by, now: datetime) -> bool:
    """Let the undoing begin of a list saved within 30 days; return whether that is so now: a second press is not."""
    saved = Roster.objects.filter(pk=roster.pk, phase=Roster.Phase.SAVED, undone_at=None)
    counts = {**roster.counts, undoing.BY: by and by.pk}
    begun = {"undone_at": now, "done": 0, "error": "", "lease_until": None, "counts": counts}
    return bool(saved.filter(saved_at__gte=now - undoing.KEPT).update(**begun))


def retry(roster: Roster) -> None:
    """Take up a list that stopped: checking and undoing go on, saving waits for the manager again."""
    stopped = Roster.objects.filter(pk=roster.pk).exclude(error="")
    stopped.filter(phase=Roster.Phase.SAVING).update(phase=Roster.Phase.READY, error="", lease_until=None)
    stopped.filter(phase=Roster.Phase.CHECKING).update(error="", lease_until=None)
    stopped.being_undone().update(error="", lease_until=None)
