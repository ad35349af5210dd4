"""A new team key where the old one is lost with its holders: asked for, announced, and made three days later.

So nobody comes to read new reports by taking the others off the team: who is told in the meantime can stop it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from incidents import changes, team
from incidents.models import LogLine, Officer, TeamKey

WAITS = timedelta(hours=72)
BARRED_FOR = timedelta(days=7)
# The last holder can't be removed: who is gone for good with the key would otherwise be in the way for ever.
MOST_HOLDERS = 1


class Barred(Exception):
    """Who appointed or removed anybody lately makes no new key, lest they choose who can stop it."""


class IsHeld(Exception):
    """The officer holds the key, or several others do: they share or change it instead."""


def opens_at(key: TeamKey) -> datetime | None:
    """Return when the new key that was asked for can be made; None where none was."""
    is_asked = key.over_asked_at and key.over_asked_by and key.over_asked_by.left_at is None
    return key.over_asked_at + WAITS if is_asked else None


def check(officer: Officer, key: TeamKey, now: datetime) -> None:
    """Raise IsHeld or Barred where this officer may not ask for a new key, nor make one."""
    holding = team.holders(key)
    if officer in holding or len(holding) > MOST_HOLDERS:
        raise IsHeld
    lately, user = now - BARRED_FOR, officer.user_id
    chose = Q(appointed_by=user, appointed_at__gt=lately) | Q(removed_by=user, left_at__gt=lately)
    if Officer.objects.filter(chose).exists():
        raise Barred


@transaction.atomic
def ask(officer: Officer, now: datetime) -> None:
    """Ask for a new key, and tell the team; twice does no harm. Raises IsHeld and Barred."""
    key = team.lock_current()
    if opens_at(key):
        return
    check(officer, key, now)
    key.over_asked_at, key.over_asked_by = now, officer
    key.save(update_fields=["over_asked_at", "over_asked_by"])
    changes.note(officer, LogLine.Act.CHANGED, now, said="a new key: asked for")


@transaction.atomic
def stop(officer: Officer, private: bytes, now: datetime) -> None:
    """Stop what was asked for; twice does no harm.

    Whoever asked may, and who can open the key. Raises team.NotYours and sealing.CannotOpen.
    """
    key = team.lock_current()
    if not key.over_asked_at:
        return
    if key.over_asked_by_id != officer.pk:
        team.private_key(officer, private, key)
    key.over_asked_at = key.over_asked_by = None
    key.save(update_fields=["over_asked_at", "over_asked_by"])
    changes.note(officer, LogLine.Act.CHANGED, now, said="a new key: stopped")


@transaction.atomic
def finish(officer: Officer, now: datetime) -> TeamKey | None:
    """Make the new key for who asked for it, and for nobody else; None before its time, or where nothing was asked.

    What was sealed to the old key stays shut to them. Raises IsHeld and Barred.
    """
    old = team.lock_current()
    opening = opens_at(old)
    if opening is None or now < opening or old.over_asked_by_id != officer.pk:
        return None
    check(officer, old, now)
    TeamKey.objects.filter(pk=old.pk).update(is_current=False)
    new = team.new_key([officer], now)
    changes.note(officer, LogLine.Act.ROTATED, now, said="the old key is lost")
    return new
