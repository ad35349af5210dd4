"""A person's full name in one field, as on the ID, in Latin letters: what is accepted, and how it is searched."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 2
LONGEST = 100
# The certificate's signed statement holds a name of 48 bytes at most.
MOST_BYTES = 48

_LETTERS = "L"
# The certificate's font ends with the block Latin Extended-A.
_LAST_LETTER = "\u017f"
_APOSTROPHE_LETTERS = "ʼʻ"
# Control, bidirectional and other invisible characters, line and paragraph separators, unassigned ones, pictures,
# and signs such as < and >.
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "So", "Sm"}
# What stands in headings, totals and addresses. A slash is in names: Fatuma d/o Ali.
_NOT_IN_NAMES = frozenset('@:;()[]{}#*=_"?!%&\\|~^$')


def clean(typed: str, missing: str = "") -> str:
    """Return the name in the form in which it is kept; raise ValidationError, saying what to change.

    `missing` is said where this is no name, instead of asking for one's own.
    """
    name = unicodedata.normalize("NFC", typed.strip())
    if any(unicodedata.category(sign) in _REFUSED for sign in name):
        raise ValidationError(_("Write the name with letters only: there is a sign in it that we can't use."))
    name = " ".join(name.split())
    if len(name) < SHORTEST or not any(_is_letter(sign) for sign in fold(name)):
        raise ValidationError(missing or _("Write your full name as on your ID."))
    if sign := next((sign for sign in name if sign in _NOT_IN_NAMES or sign.isdecimal()), ""):
        raise ValidationError(_("Leave out “%(sign)s”: a name is written with letters only.") % {"sign": sign})
    if not all(_is_latin(sign) for sign in name if unicodedata.category(sign).startswith(_LETTERS)):
        # The certificate is printed in a font of Latin letters: others would be empty boxes on it.
        raise ValidationError(_("Write your name in Latin letters (A, B, C …), as on your ID."))
    if len(name) > LONGEST or len(name.encode()) > MOST_BYTES:
        raise ValidationError(
            _("This name is too long for the certificate. Shorten one part to its first letter: Wanjikũ M. Kamau.")
        )
    return name


def _is_letter(sign):
    return unicodedata.category(sign).startswith(_LETTERS) and sign not in _APOSTROPHE_LETTERS


def _is_latin(letter):
    return letter <= _LAST_LETTER or letter in _APOSTROPHE_LETTERS


def fold(name: str) -> str:
    """Return the name without accents, capitals and apostrophes: what people type when they look for it."""
    plain = (sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join("".join(plain).casefold().translate(_APOSTROPHES).split())


_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
