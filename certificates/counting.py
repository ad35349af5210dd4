"""Counts checks by day, result, course and the county in which the holder registered; never by person or place.

A check adds one in memory. What has come together is written a few seconds later and when the process ends, so that
nobody waits for it; a process that is killed outright takes its last few seconds of counts along.
"""

import logging
import os
import threading
from collections import Counter
from multiprocessing import util

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)
SECONDS = 3
_lock = threading.Lock()
_pending: Counter = Counter()
_schedule: dict = {"is_on": False, "timer": None}
# Several processes may write the same count at once: each adds, and none overwrites.
_ADD = """
    INSERT INTO certificates_checkcount (day, result, course, county, checks) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (day, result, course, county)
    DO UPDATE SET checks = certificates_checkcount.checks + excluded.checks
"""


def note(result: str, course: int = 0, county: str = "") -> None:
    """Count one check, today in Nairobi. `course` is the course's number; nothing else about the check is kept."""
    key = (timezone.localdate(), result, course, county)
    with _lock:
        _pending[key] += 1
        if _schedule["is_on"] and _schedule["timer"] is None:
            _start_timer()


def write() -> int:
    """Write what was counted since the last time, and return how many checks that were.

    Where the database refuses, they are kept for the next time, and DatabaseError goes on.
    """
    with _lock:
        taken = Counter(_pending)
        _pending.clear()
    try:
        # In one order everywhere, so that two processes never wait for each other in a circle.
        _add(sorted(taken.items()))
    except DatabaseError:
        with _lock:
            _pending.update(taken)
        raise
    return taken.total()


def write_regularly() -> None:
    """From now on, write in this process within seconds of a check, and at its end. For servers."""
    if not _schedule["is_on"]:
        _schedule["is_on"] = True
        # A server's worker is a child of multiprocessing, which ends without what `atexit` was told.
        util.Finalize(None, _write_or_say, exitpriority=1)


def forget() -> None:
    """Drop what has not been written: after a fork, the parent writes it."""
    _pending.clear()
    _schedule["timer"] = None


def _add(rows):
    if not rows:
        return
    adapt = connection.ops.adapt_datefield_value
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_ADD, [(adapt(day), *rest, checks) for (day, *rest), checks in rows])


def _start_timer():
    _schedule["timer"] = threading.Timer(SECONDS, _write_in_background)
    _schedule["timer"].daemon = True
    _schedule["timer"].start()


def _write_in_background():
    with _lock:
        _schedule["timer"] = None
    try:
        _write_or_say()
    finally:
        connection.close()  # this thread's own


def _write_or_say():
    try:
        write()
    except DatabaseError:
        logger.exception("Checks not counted yet; the next check tries again.")


def _after_fork():
    global _lock
    _lock = threading.Lock()
    forget()


os.register_at_fork(after_in_child=_after_fork)
