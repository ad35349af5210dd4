"""An officer's private key while they work: the row is worthless without the cookie, the cookie without the row."""

from datetime import datetime, timedelta

from nacl.utils import random

from incidents import case_log, sealing
from incidents.models import LogLine, Officer, Unlocked

COOKIE = "case_key"
HOLDS = timedelta(minutes=20)


class Locked(Exception):
    """The passphrase has to be given first, or again."""


def unlock(officer: Officer, passphrase: str, now: datetime) -> str:
    """Return the cookie's value, with which `private_key` opens for 20 minutes after each use.

    Raises sealing.WrongPassphrase; both outcomes are logged.
    """
    try:
        private = sealing.unlock(officer.locked_key, passphrase)
    except sealing.WrongPassphrase:
        case_log.note(officer, LogLine.Act.REFUSED, now)
        raise
    case_log.note(officer, LogLine.Act.UNLOCKED, now)
    return keep(officer, private, now)


def keep(officer: Officer, private: bytes, now: datetime) -> str:
    """Keep an unlocked key for 20 minutes, and return the cookie's value."""
    Unlocked.objects.filter(expires_at__lte=now).delete()
    key = random(sealing.KEY_BYTES)
    Unlocked.objects.create(
        officer=officer,
        token_hash=sealing.digest(key),
        locked_key=sealing.lock_with(key, private),
        expires_at=now + HOLDS,
    )
    return key.hex()


def private_key(officer: Officer, cookie: str, now: datetime) -> bytes:
    """Return the officer's private key, and hold it open for 20 more minutes. Raises Locked."""
    try:
        key = bytes.fromhex(cookie)
        kept = officer.unlocked.get(token_hash=sealing.digest(key), expires_at__gt=now)
        private = sealing.unlock_with(key, kept.locked_key)
    except (ValueError, Unlocked.DoesNotExist, sealing.CannotOpen) as error:
        raise Locked from error
    if kept.expires_at < now + HOLDS - timedelta(minutes=1):
        Unlocked.objects.filter(pk=kept.pk).update(expires_at=now + HOLDS)
    return private


def lock(officer: Officer) -> None:
    """Forget every unlocked key of the officer, in whichever browser."""
    officer.unlocked.all().delete()
