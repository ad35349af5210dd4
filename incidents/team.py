"""The keys of the case team: each officer's own, the team's shared among them, and how they change."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from incidents import case_log, sealing
from incidents.models import Case, KeyShare, LogLine, Officer, TeamKey

Act = LogLine.Act


class NotYours(Exception):
    """This officer holds no share of the key."""


class AlreadyBegun(Exception):
    """The officer has other keys by now than the page that asked knew of."""


class LastHolder(Exception):
    """Nobody else holds the team's key: without this officer, no report can ever be read again."""


def current_key() -> TeamKey | None:
    """Return the key that new reports are sealed to; None until the first officer has chosen a passphrase."""
    return TeamKey.objects.filter(is_current=True).first()


def lock_current() -> TeamKey | None:
    """Return the current key, its row locked until the transaction ends: who holds it changes one after the other."""
    return TeamKey.objects.select_for_update().filter(is_current=True).first()


@transaction.atomic
def begin(officer: Officer, passphrase: str, now: datetime, seen: bytes | None = None, is_sure: bool = False) -> bytes:
    """Give the officer keys of their own, and the team its first key where it has none; return the private key.

    Whoever comes later holds no share until somebody of the team gives them one (`share`). Begun anew, as after a
    forgotten passphrase, the old shares are gone with the old key. `seen` is the officer's public key as the page that
    asked knew it. Raises AlreadyBegun where it is another one by now, and LastHolder, unless it `is_sure`.
    """
    private, public = sealing.new_pair()
    lock_current()
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if bytes(officer.public_key or b"") != bytes(seen or b""):
        raise AlreadyBegun
    if not is_sure and is_last_holder(officer):
        raise LastHolder
    officer.shares.all().delete()
    officer.unlocked.all().delete()
    officer.public_key, officer.locked_key = public, sealing.lock(private, passphrase)
    officer.save(update_fields=["public_key", "locked_key"])
    if not TeamKey.objects.exists():
        _new_team_key([officer], now)
    return private


def private_key(officer: Officer, private: bytes, key: TeamKey) -> bytes:
    """Return the team's private key by the officer's own private one. Raises NotYours and sealing.CannotOpen."""
    share = officer.shares.filter(team_key=key).first()
    if share is None:
        raise NotYours
    return sealing.open_box(private, share.sealed)


@transaction.atomic
def share(giver: Officer, private: bytes, taker: Officer, now: datetime) -> None:
    """Give another officer, who has keys already, every team key that the giver holds; twice does no harm."""
    for held in giver.shares.select_related("team_key"):
        sealed = sealing.seal(taker.public_key, sealing.open_box(private, held.sealed))
        KeyShare.objects.get_or_create(team_key=held.team_key, officer=taker, defaults={"sealed": sealed})
    case_log.note(giver, Act.SHARED, now, said=f"to {taker}")


@transaction.atomic
def rotate(officer: Officer, private: bytes, now: datetime) -> TeamKey:
    """Make a new team key for all officers who hold the current one, and seal every case's key to it instead.

    Who holds only old keys, having left, can open nothing more. Raises NotYours and sealing.CannotOpen.
    """
    old = TeamKey.objects.select_for_update().get(is_current=True)
    private_key(officer, private, old)
    holding = holders(old)
    TeamKey.objects.filter(pk=old.pk).update(is_current=False)
    new = _new_team_key(holding, now)
    opened = dict(_opened_shares(officer.shares.exclude(team_key=new), private))
    # What is sealed to a key that nobody holds any more, or was damaged, stays as it is.
    for case in Case.objects.filter(team_key__in=opened).order_by("pk").select_for_update().iterator(chunk_size=500):
        with suppress(sealing.CannotOpen):
            case_private = sealing.open_box(opened[case.team_key_id], case.sealed_key)
            Case.objects.filter(pk=case.pk).update(team_key=new, sealed_key=sealing.seal(new.public_key, case_private))
    case_log.note(officer, Act.ROTATED, now)
    return new


def _opened_shares(shares, private):
    for held in shares:
        with suppress(sealing.CannotOpen):
            yield held.team_key_id, sealing.open_box(private, held.sealed)


def left_behind(officer: Officer) -> int:
    """Return how many cases a change of the key could not take along, as they are damaged."""
    return Case.objects.filter(team_key__shares__officer=officer, team_key__is_current=False).count()


@transaction.atomic
def start_over(officer: Officer, now: datetime) -> TeamKey | None:
    """Make a new team key for an officer where nobody holds the current one any more; None where somebody does.

    What was sealed to the lost key stays shut for good; new reports can be read again.
    """
    old = TeamKey.objects.select_for_update().get(is_current=True)
    if holders(old):
        return None
    TeamKey.objects.filter(pk=old.pk).update(is_current=False)
    case_log.note(officer, Act.ROTATED, now, said="the old key is lost")
    return _new_team_key([officer], now)


def holders(key: TeamKey) -> list[Officer]:
    """Return who of the team holds a share of the key."""
    return list(Officer.objects.with_keys().filter(shares__team_key=key).select_related("user").order_by("pk"))


def is_last_holder(officer: Officer) -> bool:
    """Return whether this officer holds the current team key, and nobody else does."""
    others = Officer.objects.with_keys().exclude(pk=officer.pk)
    is_holder = officer.shares.filter(team_key__is_current=True).exists()
    return is_holder and not others.filter(shares__team_key__is_current=True).exists()


def _new_team_key(officers, now):
    private, public = sealing.new_pair()
    key = TeamKey.objects.create(public_key=public, made_at=now)
    for officer in officers:
        KeyShare.objects.create(team_key=key, officer=officer, sealed=sealing.seal(officer.public_key, private))
    return key
