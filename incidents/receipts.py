"""The 16 digits with which somebody comes back to their report; only what follows from them is stored, never they."""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from threading import BoundedSemaphore

from django.conf import settings

from incidents import sealing

DIGITS = 16
_SALT = sha256(b"receipt of a report").digest()[:16]
_NO_DIGIT = re.compile(r"\D")
# Each takes much memory: more at once would be the end of a small server.
_AT_ONCE = BoundedSemaphore(2)


def receipt_for(sent: str) -> str:
    """Return the receipt of what was sent, known by its hash: the same each time, and known to nobody without it."""
    made = hmac.digest(settings.SECRET_KEY.encode(), b"receipt" + sent.encode(), "sha256")
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}}"


def spelled(receipt: str) -> str:
    """Return the digits in fours, as they are read and written down."""
    return " ".join(receipt[start : start + 4] for start in range(0, DIGITS, 4))


def cleaned(typed: str) -> str:
    """Return the 16 digits among what somebody typed, or "" where there are not 16."""
    digits = _NO_DIGIT.sub("", typed)
    return digits if len(digits) == DIGITS else ""


@dataclass(frozen=True)
class Derived:
    """What follows from a receipt.

    `hash` is stored, in hex. `private_key` is the reporter's, which opens the replies: it exists only while the receipt
    is at hand.
    """

    hash: str
    private_key: bytes


def derive(receipt: str) -> Derived:
    """Return what follows from a receipt: slow to compute, so that digits can't be tried one after another."""
    operations, memory = settings.PASSPHRASE_COST
    with _AT_ONCE:
        both = sealing.stretch(receipt, _SALT, operations, memory, 2 * sealing.KEY_BYTES)
    return Derived(both[sealing.KEY_BYTES :].hex(), both[: sealing.KEY_BYTES])
