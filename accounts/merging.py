"""The same person twice: two entries made one, and two again where that was a mistake. Each room moves its own rows.

The entry that goes is kept, closed and without its number, so that undoing can give everything back. Higher rooms add
their part with `register`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop

from accounts.guarded import is_guarded
from accounts.models import PersonMerge, User

PLATFORM = gettext_noop("the platform")


class CannotMerge(Exception):
    """These two can't be made one."""


class SamePerson(CannotMerge):
    """Both are one entry already."""


class MergedAway(CannotMerge):
    """One of the two has gone into another entry before: that one is to be taken."""


class NotYours(CannotMerge):
    """Administrators are merged by administrators."""


class Guarded(CannotMerge):
    """One of the two is somebody whose ways of signing in nobody else changes (accounts.guarded)."""


class LaterMerge(CannotMerge):
    """One of the two was merged again since: that is to be undone first."""


@dataclass(frozen=True)
class Pair:
    """The entry kept and the one that goes, by whose word (None is the platform's), and when.

    Without `gives_number` the entry kept is reached after it as before, and the number that goes is nobody's.
    """

    kept: User
    gone: User
    by: User | None
    now: datetime
    gives_number: bool = True

    @property
    def both(self) -> list[User]:
        return [self.kept, self.gone]


@dataclass(frozen=True)
class Mover:
    """What one room does when two entries become one, always within the caller's transaction.

    `move(pair)` gives the room's rows to the entry kept and returns, for JSON, what `undo` needs. When every room has
    moved, `settle(pair, told)` brings up to date what follows from it; what it returns is added to `told`.
    `undo(pair, told)` gives everything back. `floor` orders the rooms: lower ones come first.
    """

    move: Callable[[Pair], dict]
    undo: Callable[[Pair, dict], None]
    settle: Callable[[Pair, dict], dict] | None = None
    floor: int = 1


_movers: dict[str, Mover] = {}


def register(room: str, mover: Mover) -> None:
    """Add what one room does; `room` names its part in the record."""
    _movers[room] = mover


def _in_order():
    return sorted(_movers.items(), key=lambda one: one[1].floor)


def check(kept: User, gone: User, by: User | None) -> None:
    """Raise the reason for which `by` may not make one of these two: SamePerson, Guarded, MergedAway or NotYours.

    Only an administrator touches an administrator. That a manager may merge at all is for who asks to know.
    """
    if kept.pk == gone.pk:
        raise SamePerson
    if (kept.is_superuser or gone.is_superuser) and not (by and by.is_superuser):
        raise NotYours
    _refuse_guarded(kept, gone)
    if PersonMerge.objects.filter(gone__in=[kept, gone], undone_at=None).exists():
        raise MergedAway


def merge(kept: User, gone: User, by: User | None, now: datetime, *, gives_number: bool = True) -> PersonMerge:
    """Make one entry of two, in one step, and return its record; the same merge again returns the one made before.

    Raises what `check` raises.
    """
    with transaction.atomic():
        kept, gone = _hold(kept, gone)
        if done := PersonMerge.objects.filter(kept=kept, gone=gone, undone_at=None).first():
            return done
        check(kept, gone, by)
        pair = Pair(kept, gone, by, now, gives_number)
        told = {room: mover.move(pair) for room, mover in _in_order()}
        for room, mover in _in_order():
            if mover.settle:
                told[room] |= mover.settle(pair, told[room])
        name = str(by)[:120] if by else PLATFORM
        return PersonMerge.objects.create(kept=kept, gone=gone, by=by, by_name=name, at=now, moved=told)


def undo(merge: PersonMerge, by: User | None, now: datetime) -> None:
    """Make two entries of one again, as they were; what came since stays with the one kept. Again, nothing happens.

    Raises LaterMerge, NotYours, and Guarded: what is given back may be a number.
    """
    with transaction.atomic():
        kept, gone = _hold(merge.kept, merge.gone)
        merge.refresh_from_db()
        if merge.undone_at:
            return
        if not can_undo(merge):
            raise LaterMerge
        if (kept.is_superuser or gone.is_superuser) and not (by and by.is_superuser):
            raise NotYours
        _refuse_guarded(kept, gone)
        for room, mover in _in_order():
            mover.undo(Pair(kept, gone, by, now), merge.moved[room])
        PersonMerge.objects.filter(pk=merge.pk).update(undone_at=now)
    merge.undone_at = now


def undoable():
    """Return the merges that can be undone: each the last one of the entry kept, which itself still stands."""
    since = PersonMerge.objects.filter(undone_at=None)
    later = since.filter(kept=OuterRef("kept"), pk__gt=OuterRef("pk"))
    return since.exclude(Exists(later)).exclude(Exists(since.filter(gone=OuterRef("kept"))))


def can_undo(merge: PersonMerge) -> bool:
    return undoable().filter(pk=merge.pk).exists()


def _refuse_guarded(*both):
    if any(map(is_guarded, both)):
        raise Guarded


def _hold(kept, gone):
    """Return both as they are now, nobody else changing them meanwhile."""
    held = {one.pk: one for one in User.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    return held[kept.pk], held[gone.pk]
