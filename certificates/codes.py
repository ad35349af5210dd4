"""The ten characters that name a certificate (Crockford base32, 50 random bits)."""

import secrets

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_FORGIVEN = str.maketrans({"I": "1", "L": "1", "O": "0"} | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2212"))


def draw() -> str:
    """Return a new code: 10 characters, each with 5 bits from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spell(code: str) -> str:
    """Return the code as it is printed, XXXX-XXX-XXX."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def tidy(typed: str) -> str:
    """Return what was typed in capitals, without hyphens and spaces, with 1, 1 and 0 for I, L and O."""
    return "".join(typed.upper().translate(_FORGIVEN).split())


def read(typed: str) -> str | None:
    """Return the code that somebody meant, or None where it can't be one."""
    code = tidy(typed)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code


def link(code: str) -> str:
    """Return the address at which anybody checks the certificate."""
    return f"{settings.BASE_URL}/v/{code}"


def url(code: str) -> str:
    """Return the same address as it stands in the QR: in upper case, so that the QR uses its alphanumeric mode."""
    return link(code).upper()
