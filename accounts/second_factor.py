"""The second factor: an authenticator app, or a recovery code, besides the phone or the password.

Only TOTP and static devices count here. A PhoneDevice is the first factor, however django-otp may list it.
"""

import math
import re
import secrets
import time
from base64 import b32encode
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from accounts import guarded
from accounts.models import SecurityEvent, User

HOLDS = timedelta(hours=12)
NAME = "authenticator"
COMMAND_LINE = "command line"
RECOVERY_CODES = 10
_RECOVERY_LENGTH = 10
_APP_DIGITS = re.compile(r"[0-9]{6}")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_FORGIVEN = str.maketrans({"i": "1", "l": "1", "o": "0", "-": None, " ": None})
_UNTIL_KEY = "second_factor_until"

Kind = SecurityEvent.Kind


class WrongCode(Exception):
    """The code is not right, or was used before."""


class TooSoon(Exception):
    """After wrong codes one has to wait: `seconds` says how long."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class OwnReset(Exception):
    """Nobody takes away their own second factor: another person has to look at it."""


class Guarded(Exception):
    """Nobody else takes away this person's second factor while they are trusted so (accounts.guarded)."""


def is_verified(request) -> bool:
    """Return whether the person gave their second factor in this session, less than 12 hours ago."""
    device = getattr(request.user, "otp_device", None)
    fresh = timezone.now().timestamp() < request.session.get(_UNTIL_KEY, 0)
    return fresh and isinstance(device, TOTPDevice | StaticDevice)


def mark_verified(session, device: TOTPDevice | StaticDevice) -> None:
    """Note in the session that its person has proved to hold the device."""
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session[_UNTIL_KEY] = (timezone.now() + HOLDS).timestamp()


def needs_enrolment(user) -> bool:
    return not TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def new_key() -> str:
    """Return a new secret for an authenticator app, in hexadecimal digits."""
    return default_key()


def spell_key(key: str) -> str:
    """Return the secret as people type it into their app: base32, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address_of(user, key: str) -> str:
    """Return the otpauth:// address that the QR code holds."""
    return TOTPDevice(user=user, key=key).config_url


def enrol(user, key: str, typed: str) -> tuple[TOTPDevice, list[str]]:
    """Make the authenticator with this key the person's only one; return it with ten new recovery codes.

    The same key a second time (a double tap) returns the device that there is, and no codes. Raises WrongCode.
    """
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    code = _digits(typed)
    with transaction.atomic():
        _take_turns(user)
        if device := TOTPDevice.objects.filter(user=user, key=key, confirmed=True).first():
            return device, []
        if not (code and totp.verify(int(code), tolerance=1)):
            raise WrongCode
        TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(user=user, name=NAME, key=key, last_t=totp.t(), drift=totp.drift)
        _note(user, Kind.ENROLLED, actor=user)
        return device, make_recovery_codes(user)


def make_recovery_codes(user) -> list[str]:
    """Return ten new codes, each good for one sign-in without the phone. Those made before stop working.

    Only keyed hashes are kept, so that the codes can be shown this once.
    """
    codes = [_draw_recovery_code() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        _take_turns(user)
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery codes")
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=_hash_recovery_code(device, code)) for code in codes
        )
        _note(user, Kind.RECOVERY_CODES_MADE, actor=user)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def check(user, typed: str) -> TOTPDevice | StaticDevice:
    """Return the device that the code belongs to: six digits are the app's, anything else a recovery code.

    Raises WrongCode, or TooSoon after wrong ones: 1 second, then 2, 4, 8, …
    """
    code = _digits(typed)
    is_right, device = _try(TOTPDevice, user, code) if code else _try_recovery_code(user, typed)
    if not is_right:
        raise WrongCode
    return device


def reset(person, *, by, reason: str) -> None:
    """Take away a lost second factor: devices, recovery codes and every session go, and it is put on record.

    `by` is the administrator who does it, or COMMAND_LINE: who runs the server is asked by nobody. Raises OwnReset, and
    Guarded for a person whose ways of signing in nobody else changes (accounts.guarded).
    """
    if by == person:
        raise OwnReset
    if by != COMMAND_LINE and guarded.is_guarded(person):
        raise Guarded
    with transaction.atomic():
        _take_turns(person)
        TOTPDevice.objects.filter(user=person).delete()
        StaticDevice.objects.filter(user=person).delete()
        User.objects.filter(pk=person.pk).update(session_version=F("session_version") + 1)
        _note(person, Kind.RESET, actor=by, reason=reason)


def _try(model, user, code):
    """Return whether the code is right for the person's device of this model, and the device.

    The failure is counted in the same transaction, so that a race gives nobody a free try.
    """
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).order_by("-pk").first()
        if device is None:
            return False, None
        _refuse_too_soon(device)
        return device.verify_token(code), device


def _try_recovery_code(user, typed):
    device = StaticDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()
    if device is None:
        return False, None
    with transaction.atomic():
        is_right, device = _try(StaticDevice, user, _hash_recovery_code(device, _plain(typed)))
        if is_right:
            _note(user, Kind.RECOVERY_CODE_USED, actor=user)
    return is_right, device


def _refuse_too_soon(device):
    allowed, why = device.verify_is_allowed()
    if not allowed:
        wait: datetime = why["locked_until"] - timezone.now()
        raise TooSoon(max(1, math.ceil(wait.total_seconds())))


def _take_turns(user):
    """Let two requests for one person go one after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def _digits(typed):
    """Return the six digits that were typed, with or without spaces; None where it is something else."""
    plain = "".join(typed.split())
    return plain if _APP_DIGITS.fullmatch(plain) else None


def _draw_recovery_code():
    return "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH))


def _plain(typed):
    return typed.strip().lower().translate(_FORGIVEN)


def _hash_recovery_code(device, code):
    bound = f"{device.pk}|{code}"
    return salted_hmac("accounts.recovery_code", bound, algorithm="sha256").hexdigest()[:16]


def _note(user, kind, *, actor, reason=""):
    name = actor if isinstance(actor, str) else f"{actor.get_username()} {actor.full_name}"
    SecurityEvent.objects.create(user=user, kind=kind, actor=name[:120], reason=reason[:200])
