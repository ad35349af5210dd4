"""How one value of an operator stands in a cell of a table, both ways: what is written is read as it was.

A cell may hold several entries, each on a line of its own or with `|` between them, and an entry several parts with
`;` between them. A backslash before one of these signs makes it an ordinary one.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from phonenumber_field.phonenumber import to_python

from accounts.phones import without_decimals
from courses.exchange.tables import NO, YES
from saccos.roster import dates
from saccos.roster.fields import plain as bare

_BETWEEN_ENTRIES = r"\s*\n\s*|\s*\|\s*"
_SIGNS, _SIGNS_OF_PLACE = re.compile(r"([\\;|])"), re.compile(r"([\\;|@])")
_ROUNDED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
_LANGUAGES = ("en", "sw")


def entries(text: str) -> list[str]:
    return [entry.strip() for entry in _split(text, _BETWEEN_ENTRIES) if entry.strip()]


def parts(entry: str, sign: str = ";") -> list[str]:
    """Return what stands between the signs, still escaped."""
    return [part.strip() for part in _split(entry, sign)]


def _split(text, separator):
    if "\\" not in text:
        return re.split(separator, text)
    found = [""]
    for token in re.finditer(rf"\\.|(?P<between>{separator})|.", text, re.DOTALL):
        if token["between"]:
            found.append("")
        else:
            found[-1] += token[0]
    return found


def plain(part: str) -> str:
    return re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL)


def escaped(part: str, is_place: bool = False) -> str:
    """Return the part so that it is read as one; an @ parts a place from its degrees, and nothing else."""
    return (_SIGNS_OF_PLACE if is_place else _SIGNS).sub(r"\\\1", " ".join(part.split()))


def joined(values, sign: str = "; ", is_place: bool = False) -> str:
    """Return the parts as one entry, without the empty ones at its end."""
    values = [escaped(str(value or ""), is_place) for value in values]
    while values and not values[-1]:
        values.pop()
    return sign.join(values)


def choice_reader(choices) -> Callable[[str], str]:
    """Return what reads one of the choices, by its value or by its words in either language."""
    known = {}

    def read(text):
        if not known:
            known.update(_words_for(choices))
        found = known.get(bare(text), ())
        if len(found) != 1:
            raise ValidationError(_("“%(value)s” is none of the words that may stand here.") % {"value": text[:40]})
        return next(iter(found))

    return read


def _words_for(choices):
    """Return by each folded word the choices that it may mean, a whole value or label before a part of one."""
    exact, near = {}, {}
    for language in _LANGUAGES:
        with override(language):
            exact.update({bare(str(label)): {value} for value, label in choices.choices})
    exact.update({bare(str(value)): {value} for value in choices.values})
    for key, values in exact.items():
        # 1 for 001, and 3 or mapped for 3-mapped.
        for part in filter(None, (key.lstrip("0"), *key.split(" ", 1))):
            near[part] = near.get(part, set()) | values
    return near | exact


def read_yes(text: str) -> bool:
    folded = text.strip().casefold()
    if folded not in YES | NO:
        raise ValidationError(_("“%(value)s” is neither yes nor no.") % {"value": text[:40]})
    return folded in YES


def read_number(text: str) -> int | None:
    digits = text.strip().replace(" ", "").replace(",", "")
    if not digits:
        return None
    if not digits.isdecimal() or len(digits) > 7:
        raise ValidationError(_("“%(value)s” is no number of vehicles.") % {"value": text[:40]})
    return int(digits)


def read_date(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        # A spreadsheet's day has a time behind it.
        return dates.read(text.split("T")[0])
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is no date. Write it as 31/12/2026 or 2026-12-31.") % {"value": text[:40]}
        ) from None


def read_phone(text: str) -> str:
    """Return the number with its country code; empty for none."""
    text = text.strip()
    if not text:
        return ""
    if _ROUNDED.fullmatch(text):
        words = _("Excel rounded this phone number (%(value)s): make the column text, and write it again.")
        raise ValidationError(words % {"value": text[:40]})
    number = to_python(without_decimals(text), region="KE")
    if not number or not number.is_valid():
        raise ValidationError(_("“%(value)s” is no phone number.") % {"value": text[:40]})
    return number.as_e164


def read_degree(text: str) -> Decimal:
    try:
        return Decimal(text.strip().rstrip("°")).quantize(Decimal("0.0001"))
    except InvalidOperation:
        raise ValidationError(
            _("“%(value)s” is no degree. A place stands as: name @ -4.0435, 39.6682") % {"value": text[:40]}
        ) from None
