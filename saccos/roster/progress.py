"""How far the saving or undoing of a list is: one transaction, of which nobody else can read anything before its end.

So it is told beside the database, in the cache that the machine's processes share, under the lease by which the work is
done: what a process told that was killed, or that lost its lease, is nobody's figure any more.
"""

import time

from django.core.cache import caches
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saccos.models import Roster

EVERY_SECONDS = 0.5
# Longer than anything between two figures takes; so long after its process died, a figure is shown no more.
HOLDS_SECONDS = 30


class Step(TextChoices):
    LOOK = "look", _("First, each row is looked at once more.")
    WRITE = "write", _("Now the people are put on your list.")
    BACK = "back", _("Now your staff list becomes again what it was before.")


class Progress:
    """What one process tells of its work on a list whose lease it holds, twice a second at most."""

    def __init__(self, roster: Roster):
        self._key, self._step, self._next = _key(roster), "", 0.0

    def tell(self, step: Step, done: int, total: int) -> None:
        """Say that so many of so many rows are through this step."""
        if step == self._step and done < total and time.monotonic() < self._next:
            return
        _cache().set(self._key, {"step": step.value, "done": done, "total": total}, HOLDS_SECONDS)
        self._step, self._next = step, time.monotonic() + EVERY_SECONDS


def read(roster: Roster) -> dict | None:
    """Return the step's words, and how many of how many rows are through it, where a process has told so lately."""
    found = _cache().get(_key(roster)) if roster.lease_until else None
    return found and {**found, "words": Step(found["step"]).label}


def _cache():
    return caches["pages"]


def _key(roster):
    return f"roster-progress-{roster.token}-{roster.lease_until:%Y%m%d%H%M%S%f}"
