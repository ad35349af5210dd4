"""The keys that sign certificates: a folder outside the database (`CERTIFICATE_KEYS_DIR`).

`keys.json` there says of each key its number, its window of issue and its public half; `<kid>.pem` is its private half,
which may be taken away once its window is over. Numbers count up; a key is never taken out of `keys.json` while a
certificate signed with it can still hold.
"""

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from certificates import public_keys

# The next key is published so long before its first use, so that phones without a network have it by then.
KNOWN_BEFORE = timedelta(days=30)
_BEFORE_THE_SAMPLE = timedelta(days=3 * 366)
LARGEST_KID = 255
NEXT, CURRENT, PAST, COMPROMISED = "next", "current", "past", "compromised"


class NoKey(Exception):
    """No key can sign now. The message says what to do."""


@dataclass(frozen=True)
class Key:
    """One key: `nbf` and `exp` are the window in which it may issue (s since 1970; `exp` None while open)."""

    kid: int
    public: ec.EllipticCurvePublicKey
    nbf: int
    exp: int | None = None
    is_compromised: bool = False

    def issues_at(self, moment: int) -> bool:
        return self.nbf <= moment and (self.exp is None or moment < self.exp)

    def state_at(self, moment: int) -> str:
        if self.is_compromised:
            return COMPROMISED
        if moment < self.nbf:
            return NEXT
        return CURRENT if self.issues_at(moment) else PAST


class Ring(dict):
    """Every key by its number."""

    def current(self, now: datetime) -> Key:
        """Return the newest key that may sign now. Raises NoKey."""
        able = [key for key in self.values() if key.state_at(_seconds(now)) == CURRENT]
        if not able:
            raise NoKey("No signing key is in its window: run rotate_signing_key.")
        return max(able, key=lambda key: key.kid)

    def as_jwks(self, now: datetime) -> dict:
        """Return the published set (RFC 7517); `nbf`, `exp` and `state` of each key are ours."""
        return {"keys": [_published(key) | {"state": key.state_at(_seconds(now))} for key in _sorted(self)]}


def load() -> Ring:
    """Return the keys of the folder; on the first run in development they are made. Raises NoKey."""
    path = _path()
    if not path.exists():
        if not settings.DEVELOPMENT:
            raise NoKey(f"{path} is missing: run rotate_signing_key.")
        create(datetime.now(UTC) - _BEFORE_THE_SAMPLE)
    return _read(path, path.stat().st_mtime_ns)


def exists() -> bool:
    """Return whether the folder has keys."""
    return _path().exists()


def private(kid: int) -> ec.EllipticCurvePrivateKey:
    """Return the private half. Raises NoKey where it is not on this machine."""
    path = _path().with_name(f"{kid}.pem")
    try:
        return _read_private(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise NoKey(f"{path} is missing.") from error


def from_jwks(document: dict) -> Ring:
    """Return the keys of a published set. Raises ValueError where it is malformed."""
    try:
        return Ring((int(jwk["kid"]), _from_jwk(jwk)) for jwk in document["keys"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a set of keys: {error}") from error


def create(now: datetime) -> Ring:
    """Make the folder with its first key, which may sign from now on; or take those of a quicker process."""
    folder = _path().parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".keys-", dir=folder.parent))
    _write(made, [_draw(made, 1, _seconds(now))])
    try:
        made.rename(folder)
    except OSError:
        if not _path().exists():
            raise
    return load()


def rotate(now: datetime, starts: datetime) -> Key:
    """Make the next key, which takes over at `starts`, and end the window of the one before it there. Return it.

    Raises ValueError sooner than 30 days from now (unless nothing can sign now), or while a next key waits.
    """
    ring = load()
    waiting = [key for key in ring.values() if key.state_at(_seconds(now)) == NEXT]
    has_current = any(key.state_at(_seconds(now)) == CURRENT for key in ring.values())
    if waiting:
        raise ValueError(f"Key {waiting[0].kid} waits already.")
    if has_current and starts - now < KNOWN_BEFORE:
        raise ValueError("Phones need 30 days to learn of a new key.")
    folder, begins = _path().parent, _seconds(starts)
    made = _draw(folder, _free_number(ring), begins)
    ended = [replace(key, exp=begins) if key.exp is None else key for key in ring.values()]
    _write(folder, [*ended, made])
    return made


def compromise(kid: int, now: datetime) -> None:
    """Say that a key is in wrong hands: nothing more is issued with it, and offline nobody can tell what it signed.

    Where it was the current one, the next takes over now, or a new one is made: phones learn of it when they are
    online again. Where it was the next one, the current one goes on. Raises ValueError for a number that no key has.
    """
    ring, moment = dict(load()), _seconds(now)
    if kid not in ring:
        raise ValueError(f"No key has the number {kid}.")
    key, state = ring[kid], ring[kid].state_at(moment)
    ring[kid] = replace(key, is_compromised=True, exp=key.exp or max(moment, key.nbf))
    if state == NEXT:
        ring |= {one.kid: replace(one, exp=None) for one in ring.values() if one.exp == key.nbf and one.kid != kid}
    elif state == CURRENT:
        successor = _successor(ring, moment)
        ring[successor.kid] = successor
    _write(_path().parent, ring.values())


def _successor(ring, moment):
    """Return the key that takes over now: the one that waits, or a new one."""
    waiting = next((key for key in ring.values() if key.state_at(moment) == NEXT), None)
    if waiting:
        return replace(waiting, nbf=moment)
    return _draw(_path().parent, _free_number(ring), moment)


def _free_number(ring):
    """Return the next number: of no key, and of no private half that an interrupted rotation left behind."""
    kid = max(ring, default=0) + 1
    while _path().with_name(f"{kid}.pem").exists():
        kid += 1
    if kid > LARGEST_KID:
        raise ValueError("A key's number is one byte: no number is left.")
    return kid


def _path():
    return Path(settings.CERTIFICATE_KEYS_DIR) / "keys.json"


def _seconds(moment):
    return int(moment.timestamp())


def _sorted(ring):
    return sorted(ring.values(), key=lambda key: key.kid)


def _draw(folder, kid, nbf):
    """Draw a key and write its private half, which only this user may read and nothing overwrites."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = os.open(folder / f"{kid}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as opened:
        opened.write(pem)
    return Key(kid, key.public_key(), nbf)


def _write(folder, keys: Iterable[Key]):
    """Replace keys.json in one step."""
    rows = sorted(keys, key=lambda key: key.kid)
    text = json.dumps({"keys": [_published(key) | {"compromised": key.is_compromised} for key in rows]}, indent=1)
    fresh = folder / "keys.json.new"
    fresh.write_text(text + "\n")
    fresh.replace(folder / "keys.json")


def _published(key):
    window = {"nbf": key.nbf} | ({} if key.exp is None else {"exp": key.exp})
    return {**public_keys.to_jwk(key.public), "kid": str(key.kid), "alg": "ES256", "use": "sig", **window}


def _from_jwk(jwk):
    if jwk.get("crv") != "P-256" or jwk.get("alg", "ES256") != "ES256":
        raise ValueError("a key for something else than ES256")
    is_compromised = bool(jwk.get("compromised")) or jwk.get("state") == COMPROMISED
    return Key(int(jwk["kid"]), public_keys.from_jwk(jwk), int(jwk["nbf"]), jwk.get("exp"), is_compromised)


@lru_cache(8)
def _read(path, changed_at):
    return from_jwks(json.loads(path.read_text()))


@lru_cache(8)
def _read_private(path, changed_at):
    return serialization.load_pem_private_key(path.read_bytes(), password=None)
