"""The number whose code is awaited, in a signed cookie of the browser that asked: a stranger costs no session."""

import secrets
from dataclasses import dataclass

from django.conf import settings

COOKIE = "sign_in"
SECONDS = 30 * 60


@dataclass(frozen=True)
class Pending:
    """`browser` is a secret of the browser that asked for the code."""

    phone: str
    browser: str


def remember(response, phone: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        f"{phone} {secrets.token_urlsafe(16)}",
        salt="accounts.pending",
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def read(request) -> Pending | None:
    """Return what is awaited, or None where nothing is, or not any more."""
    value = request.get_signed_cookie(COOKIE, default="", salt="accounts.pending", max_age=SECONDS)
    return Pending(*value.split(" ")) if value else None


def forget(response) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
