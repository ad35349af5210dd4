"""What only the case team can open: sealed boxes of libsodium (X25519, XSalsa20-Poly1305) and passphrases (Argon2id).

Source of the formats: libsodium's documentation of `crypto_box_seal`, `crypto_secretbox` and `crypto_pwhash`.
"""

import json
from hashlib import sha256

import nacl.exceptions
import nacl.pwhash.argon2id as argon2id
from django.conf import settings
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

KEY_BYTES = 32
SEAL_BYTES = 48
_PADDED_TO = 256


class CannotOpen(Exception):
    """The key does not fit, or the box was changed."""


class WrongPassphrase(Exception):
    """The passphrase does not unlock the key."""


def new_pair() -> tuple[bytes, bytes]:
    """Return a new (private key, public key), 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def seal(public: bytes, data: bytes) -> bytes:
    """Return a sealed box: SEAL_BYTES longer than what it holds, and opened only by the private key."""
    return SealedBox(PublicKey(bytes(public))).encrypt(data)


def open_box(private: bytes, box: bytes) -> bytes:
    """Return what a sealed box holds. Raises CannotOpen."""
    try:
        return SealedBox(PrivateKey(private)).decrypt(bytes(box))
    except (nacl.exceptions.CryptoError, ValueError, TypeError) as error:
        raise CannotOpen from error


def seal_said(public: bytes, said: dict) -> bytes:
    """Return a sealed box with a record, padded to a multiple of 256 bytes, so that its length tells little."""
    data = json.dumps(said, ensure_ascii=False).encode(errors="replace")
    return seal(public, data + b" " * (-len(data) % _PADDED_TO))


def open_said(private: bytes, box: bytes) -> dict:
    """Return the record that a sealed box holds. Raises CannotOpen."""
    try:
        return json.loads(open_box(private, box))
    except (ValueError, RecursionError) as error:
        raise CannotOpen from error


def lock(private: bytes, passphrase: str) -> bytes:
    """Return the key locked by a passphrase: 4 bytes operations, 4 bytes memory in KiB, 16 bytes salt, secret box."""
    operations, memory = settings.PASSPHRASE_COST
    salt = random(argon2id.SALTBYTES)
    head = operations.to_bytes(4) + (memory // 1024).to_bytes(4) + salt
    return head + SecretBox(stretch(passphrase, salt, operations, memory)).encrypt(private)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """Return the key that `lock` locked. Raises WrongPassphrase."""
    locked = bytes(locked)
    operations, memory, salt = int.from_bytes(locked[:4]), int.from_bytes(locked[4:8]) * 1024, locked[8:24]
    try:
        return SecretBox(stretch(passphrase, salt, operations, memory)).decrypt(locked[24:])
    except nacl.exceptions.CryptoError as error:
        raise WrongPassphrase from error


def stretch(secret: str, salt: bytes, operations: int, memory: int, size: int = KEY_BYTES) -> bytes:
    """Return `size` bytes of Argon2id from a secret that people can remember or write down; memory in bytes."""
    return argon2id.kdf(size, secret.encode(), salt, opslimit=operations, memlimit=memory)


def lock_with(key: bytes, data: bytes) -> bytes:
    """Return data locked by a key of 32 random bytes."""
    return SecretBox(key).encrypt(data)


def unlock_with(key: bytes, locked: bytes) -> bytes:
    """Return what `lock_with` locked. Raises CannotOpen."""
    try:
        return SecretBox(key).decrypt(bytes(locked))
    except (nacl.exceptions.CryptoError, ValueError, TypeError) as error:
        raise CannotOpen from error


def digest(*parts: bytes) -> str:
    """Return the SHA-256 of the parts, each with its length, in hex."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8) + part)
    return whole.hexdigest()
