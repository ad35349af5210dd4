"""Passphrases: which ones are good enough, and how one is made that nobody has to think up."""

import secrets

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_WORDS = 5
FEWEST_SIGNS = 16
_FEWEST_LETTERS_OF_A_WORD = 3
_FEWEST_DIFFERENT_SIGNS = 8
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def check(passphrase: str) -> None:
    """Raise ValidationError, saying what to change, for a passphrase that could be guessed.

    It has five words of three letters or more, each another one, or sixteen signs of which eight differ.
    """
    words = {word for word in passphrase.casefold().split() if len(word) >= _FEWEST_LETTERS_OF_A_WORD}
    if len(words) < FEWEST_WORDS and len(passphrase) < FEWEST_SIGNS:
        raise ValidationError(_("Too short: take at least five words, or 16 signs."))
    if len(set(passphrase.casefold())) < _FEWEST_DIFFERENT_SIGNS or _is_common(passphrase):
        raise ValidationError(_("Too easy to guess: take words that do not belong together."))


def make() -> str:
    """Return 20 random signs in fives, none of them easily taken for another: 99 bits."""
    signs = "".join(secrets.choice(_SIGNS) for _sign in range(20))
    return "-".join(signs[start : start + 5] for start in range(0, 20, 5))


def _is_common(passphrase):
    """Return whether it is one of the passwords that everybody tries, perhaps twice over or with blanks in it."""
    plain = "".join(passphrase.casefold().split())
    half = plain[: len(plain) // 2]
    return _is_known(plain) or (plain == half * 2 and _is_known(half))


def _is_known(password):
    return password in CommonPasswordValidator().passwords
