"""The files of a certificate, which its holder keeps, prints or sends on."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from certificates import credentials, keys, picture
from certificates.models import Certificate
from certificates.printing import card, pdf

# Each is the same bytes every time, but for a new release, a new key or a new number on the card's back.
_SIZES_HOLD = 24 * 3600


class NotOffered(Exception):
    """This certificate has no such file, or nothing can sign it now."""


class File(NamedTuple):
    draw: Callable[[Certificate], bytes]
    content_type: str
    name: str


def badge(certificate: Certificate) -> bytes:
    """Return the badge as its file holds it. Raises NotOffered."""
    if not credentials.can_be_made(certificate):
        raise NotOffered
    try:
        return credentials.sign(certificate, timezone.now()).encode()
    except keys.NoKey as error:
        raise NotOffered from error


FILES = {
    "pdf": File(pdf.draw, "application/pdf", "certificate-{code}.pdf"),
    "card": File(card.draw, "application/pdf", "card-{code}.pdf"),
    "picture": File(picture.draw, "image/png", "certificate-{code}.png"),
    # The media type that Open Badges 3.0, §7.2, asks for.
    "badge": File(badge, "text/plain; charset=utf-8", "badge-{code}.jwt"),
}


def make(kind: str, certificate: Certificate) -> bytes:
    """Return the file. Raises NotOffered where the certificate is revoked or replaced, or has none of this kind."""
    if not certificate.is_standing:
        raise NotOffered
    return FILES[kind].draw(certificate)


def name_of(kind: str, certificate: Certificate) -> str:
    return FILES[kind].name.format(code=certificate.spelled_code)


def kilobytes(certificate: Certificate) -> dict[str, int]:
    """Return how many kB (of 1,000 bytes, rounded up) each file has that is offered, by its kind."""
    if not certificate.is_standing:
        return {}
    return cache.get_or_set(f"certificate-files:{certificate.code}", lambda: _weigh(certificate), _SIZES_HOLD)


def _weigh(certificate):
    found = {}
    for kind in FILES:
        try:
            found[kind] = -(-len(make(kind, certificate)) // 1000)
        except NotOffered:
            continue
    return found
