"""The number whose code is awaited, in a signed cookie of the browser that asked: a stranger costs no session.

Where a number is shared, a second one says that its code came back, until somebody has said who they are.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings

COOKIE = "sign_in"
PROVED = "sign_in_who"
SECONDS = 30 * 60
PROVED_SECONDS = 10 * 60


@dataclass(frozen=True)
class Pending:
    """`browser` is a secret of the browser that asked for the code."""

    phone: str
    browser: str


@dataclass(frozen=True)
class Proved:
    """`is_shared` is what was ticked beside the code: the session is to end with the browser."""

    phone: str
    is_shared: bool


def remember(response, phone: str) -> None:
    _set(response, COOKIE, f"{phone} {secrets.token_urlsafe(16)}", SECONDS)


def read(request) -> Pending | None:
    """Return what is awaited, or None where nothing is, or not any more."""
    value = _get(request, COOKIE, SECONDS)
    return Pending(*value.split(" ")) if value else None


def prove(response, phone: str, is_shared: bool) -> None:
    """Note that the code of this number came back; the code itself is done with."""
    _set(response, PROVED, f"{phone} {int(is_shared)}", PROVED_SECONDS)
    response.delete_cookie(COOKIE, samesite="Lax")


def read_proved(request) -> Proved | None:
    """Return the number whose code came back less than ten minutes ago, or None."""
    phone, _space, is_shared = _get(request, PROVED, PROVED_SECONDS).partition(" ")
    return Proved(phone, is_shared == "1") if phone else None


def forget(response) -> None:
    for name in (COOKIE, PROVED):
        response.delete_cookie(name, samesite="Lax")


_SALTS = {COOKIE: "accounts.pending", PROVED: "accounts.proved"}


def _get(request, name, seconds):
    return request.get_signed_cookie(name, default="", salt=_SALTS[name], max_age=seconds)


def _set(response, name, value, seconds):
    response.set_signed_cookie(
        name,
        value,
        salt=_SALTS[name],
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
