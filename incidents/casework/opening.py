"""The key in an officer's browser: a cookie for the case team's pages only, and a wait after wrong passphrases."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts import password_guard
from incidents import case_log, changes, sealing, team, unlocking
from incidents.models import LogLine, Officer


class TooSoon(Exception):
    """After wrong passphrases one has to wait: `seconds` says how long."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


def unlock(officer: Officer, passphrase: str, now: datetime) -> str:
    """Return the cookie's value for a right passphrase. Raises sealing.WrongPassphrase, and TooSoon after five."""
    return _guarded(officer, lambda: unlocking.unlock(officer, passphrase, now))


def bring_back(officer: Officer, old_passphrase: str, now: datetime) -> None:
    """Do what `team.bring_back` does. Raises sealing.WrongPassphrase, and TooSoon after five."""
    _guarded(officer, lambda: team.bring_back(officer, old_passphrase, now))


def _guarded(officer, try_passphrase):
    name = _name_of(officer)
    if seconds := password_guard.seconds_to_wait(name):
        raise TooSoon(seconds)
    try:
        done = try_passphrase()
    except sealing.WrongPassphrase:
        password_guard.note_failure(name)
        raise
    password_guard.forget(name)
    return done


def begin(officer: Officer, passphrase: str, now: datetime, seen: bytes | None = None, is_sure: bool = False) -> str:
    """Give the officer new keys of their own, logged, and return the cookie's value; `team.begin` says what follows."""
    try:
        private = team.begin(officer, passphrase, now, seen, is_sure)
    except IntegrityError:
        # Somebody else has begun the team's first key at this moment: ours will be shared.
        private = team.begin(officer, passphrase, now, seen, is_sure)
    changes.note(officer, LogLine.Act.CHANGED, now, said="new keys of their own")
    return unlocking.keep(officer, private, now)


@transaction.atomic
def change_passphrase(officer: Officer, private: bytes, passphrase: str, now: datetime) -> str:
    """Lock the officer's same key by another passphrase, and return the cookie's value; other browsers are locked."""
    Officer.objects.filter(pk=officer.pk).update(locked_key=sealing.lock(private, passphrase))
    unlocking.lock(officer)
    case_log.note(officer, LogLine.Act.CHANGED, now, said="another passphrase")
    return unlocking.keep(officer, private, now)


def private_of(request) -> bytes | None:
    """Return the private key of `request.officer` where it is unlocked in this browser."""
    try:
        return unlocking.private_key(request.officer, cookie_of(request), timezone.now())
    except unlocking.Locked:
        return None


def cookie_of(request) -> str:
    return request.COOKIES.get(_cookie_name(translation.get_language()), "")


def give(response, cookie: str) -> None:
    """Hand the browser the key's other half, for as long as the browser is open.

    One cookie for each language: each is sent to the case team's pages of that language, and to nothing else.
    """
    for language, path in _paths():
        response.set_cookie(
            _cookie_name(language),
            cookie,
            path=path,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Strict",
        )


def take_back(response) -> None:
    for language, path in _paths():
        response.delete_cookie(_cookie_name(language), path=path, samesite="Strict")


def _cookie_name(language):
    return f"{unlocking.COOKIE}_{language}"


def _paths():
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield language, reverse("incidents:cases")


def _name_of(officer):
    # With a blank and a colon it is nobody's user name.
    return f"case officer: {officer.pk}"
