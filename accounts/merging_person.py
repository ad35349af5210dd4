"""What merging does to the two entries themselves: number, profile, and the way in."""

from copy import copy

from django.db.models import F

from accounts import names
from accounts.merging import Mover, Pair
from accounts.merging_rows import change, change_back
from accounts.models import PhoneDevice, User

_FILLED = ("full_name", "search_name", "role", "county", "sex", "email")


def move(pair: Pair) -> dict:
    """Close the entry that goes, and give its number and what it knows to the one kept, where that has none.

    Agreements to the privacy notice stay with the entry that gave them: who never gave any is asked.
    """
    kept, gone = pair.both
    before = copy(gone)
    closed = change(gone, _closed(kept, gone))
    # Undoing brings no old session back to life, so this is not told.
    User.objects.filter(pk=gone.pk).update(session_version=F("session_version") + 1)
    devices = list(PhoneDevice.objects.filter(user=gone).values_list("pk", flat=True))
    PhoneDevice.objects.filter(pk__in=devices).update(user=None)
    # Only now is the number free.
    return {"closed": closed, "filled": change(kept, _filled(kept, before, pair.gives_number)), "devices": devices}


def _closed(kept, gone):
    values = {"phone": None, "shared_phone": "", "is_active": False}
    if not (gone.full_name or gone.username):
        # Without its number it would be nobody.
        values |= {"full_name": str(kept)[:100], "search_name": names.fold(str(kept)[:100])}
    return values


def _filled(kept, before, gives_number):
    """Return what the entry kept gains: only where it has nothing, but for the language of who never chose one."""
    wanted = [name for name in _FILLED if not getattr(kept, name)]
    if gives_number and not kept.phone:
        wanted += ["phone"] if before.phone else [] if kept.shared_phone else ["shared_phone"]
    if not kept.is_registered and before.is_registered:
        wanted += ["registered_at", "language"]
    return {name: getattr(before, name) for name in wanted}


def undo(pair: Pair, told: dict) -> None:
    """Give number and profile back, unless they were changed since, and let the entry sign in again."""
    change_back(User, told["filled"])
    # None where the entry was closed already, and had nothing to give.
    closed = told["closed"]
    if closed and User.objects.filter(phone=closed["before"]["phone"]).exists():
        closed = {**closed, "before": {**closed["before"], "phone": None}}
    change_back(User, closed)
    PhoneDevice.objects.filter(pk__in=told["devices"], user=None).update(user=pair.gone)


MOVER = Mover(move, undo, floor=1)
