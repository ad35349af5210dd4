"""The keys of the case team: each officer's own, the team's shared among them, and how they change."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from incidents import changes, sealing
from incidents.models import Case, KeptShare, KeyShare, LogLine, Officer, TeamKey

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


def readable_key() -> TeamKey | None:
    """Return the current key where somebody of the team, who can sign in, holds it; None where nobody could read."""
    key = current_key()
    return key if key and holders(key) else None


def lock_current() -> TeamKey | None:
    """Return the current key, its row locked until the transaction ends: who holds it changes one after the other."""
    return TeamKey.objects.select_for_update().filter(is_current=True).first()


@transaction.atomic
def begin(officer: Officer, passphrase: str, now: datetime, seen: bytes | None = None, is_sure: bool = False) -> bytes:
    """Give the officer keys of their own, and the team its first key where it has none; return the private key.

    Whoever comes later holds no share until somebody of the team gives them one (`share`). Begun anew, as after a
    forgotten passphrase, the old shares are gone with the old key, but for those that nobody else has (`put_away`).
    `seen` is the officer's public key as the page that asked knew it. Raises AlreadyBegun where it is another one by
    now, and LastHolder, unless it `is_sure`.
    """
    private, public = sealing.new_pair()
    lock_current()
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if bytes(officer.public_key or b"") != bytes(seen or b""):
        raise AlreadyBegun
    if not is_sure and is_last_holder(officer):
        raise LastHolder
    put_away(officer)
    officer.unlocked.all().delete()
    officer.public_key, officer.locked_key = public, sealing.lock(private, passphrase)
    officer.save(update_fields=["public_key", "locked_key"])
    if not TeamKey.objects.exists():
        new_key([officer], now)
    return private


def put_away(officer: Officer) -> None:
    """Take an officer's shares from them; one that nobody else has is kept, for the passphrase that they had."""
    for held in officer.shares.select_related("team_key"):
        if officer.locked_key and set(holders(held.team_key)) <= {officer}:
            officer.kept.create(team_key=held.team_key, sealed=held.sealed, locked_key=officer.locked_key)
    officer.shares.all().delete()


@transaction.atomic
def bring_back(officer: Officer, old_passphrase: str, now: datetime) -> None:
    """Give an officer the shares back that were kept for an old passphrase of theirs.

    Raises sealing.WrongPassphrase where it opens none of them.
    """
    opened = list(_opened_kept(officer, old_passphrase))
    if not opened:
        raise sealing.WrongPassphrase
    for kept, key_private in opened:
        sealed = sealing.seal(officer.public_key, key_private)
        KeyShare.objects.get_or_create(team_key=kept.team_key, officer=officer, defaults={"sealed": sealed})
        kept.delete()
    changes.note(officer, Act.CHANGED, now, said="the old passphrase")


def _opened_kept(officer, passphrase):
    for kept in KeptShare.objects.filter(officer=officer).select_related("team_key"):
        with suppress(sealing.WrongPassphrase, sealing.CannotOpen):
            yield kept, sealing.open_box(sealing.unlock(kept.locked_key, passphrase), kept.sealed)


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
    changes.note(giver, Act.SHARED, now, said=f"to {taker}")


@transaction.atomic
def rotate(officer: Officer, private: bytes, now: datetime) -> TeamKey:
    """Make a new team key for all officers who hold the current one, and seal every case's key to it instead.

    Who holds only old keys, having left, can open nothing more. Raises NotYours and sealing.CannotOpen.
    """
    old = TeamKey.objects.select_for_update().get(is_current=True)
    private_key(officer, private, old)
    holding = holders(old)
    TeamKey.objects.filter(pk=old.pk).update(is_current=False)
    new = new_key(holding, now)
    opened = dict(_opened_shares(officer.shares.exclude(team_key=new), private))
    # What is sealed to a key that nobody holds any more, or was damaged, stays as it is.
    for case in Case.objects.filter(team_key__in=opened).order_by("pk").select_for_update().iterator(chunk_size=500):
        with suppress(sealing.CannotOpen):
            case_private = sealing.open_box(opened[case.team_key_id], case.sealed_key)
            Case.objects.filter(pk=case.pk).update(team_key=new, sealed_key=sealing.seal(new.public_key, case_private))
    changes.note(officer, Act.ROTATED, now)
    return new


def _opened_shares(shares, private):
    for held in shares:
        with suppress(sealing.CannotOpen):
            yield held.team_key_id, sealing.open_box(private, held.sealed)


def left_behind(officer: Officer) -> int:
    """Return how many cases a change of the key could not take along, as they are damaged."""
    return Case.objects.filter(team_key__shares__officer=officer, team_key__is_current=False).count()


def holders(key: TeamKey) -> list[Officer]:
    """Return who of the team holds a share of the key."""
    return list(Officer.objects.with_keys().filter(shares__team_key=key).select_related("user").order_by("pk"))


def is_last_holder(officer: Officer) -> bool:
    """Return whether this officer holds the current team key, and nobody else does."""
    others = Officer.objects.with_keys().exclude(pk=officer.pk)
    is_holder = officer.shares.filter(team_key__is_current=True).exists()
    return is_holder and not others.filter(shares__team_key__is_current=True).exists()


def fingerprint(public: bytes) -> str:
    """Return 20 digits in fours that follow from a public key, for two people to compare on the phone."""
    digits = f"{int(sealing.digest(b'fingerprint', bytes(public)), 16) % 10**20:020}"
    return " ".join(digits[start : start + 4] for start in range(0, 20, 4))


def new_key(officers: list[Officer], now: datetime) -> TeamKey:
    """Make the team a key that these officers hold; the caller sees to it that it is the only current one."""
    private, public = sealing.new_pair()
    key = TeamKey.objects.create(public_key=public, made_at=now)
    for officer in officers:
        KeyShare.objects.create(team_key=key, officer=officer, sealed=sealing.seal(officer.public_key, private))
    return key
