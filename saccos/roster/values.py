"""What the cells of one row mean, and what is wrong with them, given nothing but the cells."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from accounts import names, phones
from saccos.models import StaffMember
from saccos.roster import dates, fields
from saccos.roster.fields import Field

# Excel writes a long number like this where the column is narrow, and a CSV keeps no more of it.
_DIGITS_LOST = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "####", "#####"})
_NOTHING = frozenset({"-", "--", "—", "–", ".", "?", "n/a", "na", "none", "nil", "hana", "hakuna", "0", "null", "x"})
_BETWEEN_NUMBERS = re.compile(r"[/,;&|]|\s(?:or|and|au|na)\s", re.IGNORECASE)
_MANY_DIGITS = re.compile(r"(?:\d[\s\-./]*){6,}")
_NUMBERING = re.compile(r"\d{1,5}[.)]\s+(?=[^\W\d])")
_SIGNATURE = re.compile(r"(?:prepared|compiled|checked|verified|approved|certified|signed|imeandaliwa|imeidhinishwa)\b")
# Words that stand alone over a part of a list, or under it.
_NO_NAMES = frozenset(
    "total totals subtotal sub grand jumla idadi count sum staff all employees workers wafanyakazi wote office ofisi "
    "management utawala signature sahihi stamp muhuri date tarehe end mwisho".split()
)
_EARLIEST = date(1950, 1, 1)
_LONGEST = {name: StaffMember._meta.get_field(name).max_length for name in ("staff_number", "stage")}

FIELDS = tuple(Field.values)
Texts = dict[str, str]
"""What stands in a row, by Field."""


@dataclass
class Values:
    """A row as it is understood; `phone` is +254…, `folded` the name as it is searched. Empty is not said."""

    name: str = ""
    folded: str = ""
    phone: str = ""
    role: str = ""
    has_said_role: bool = False
    staff_number: str = ""
    stage: str = ""
    since: date | None = None
    problems: list[dict] = field(default_factory=list)
    """Each with its `field` and `code` (`words.PROBLEMS`), and what stands in the sentence."""

    def blame(self, about: str, code: str, **facts):
        self.problems.append({"field": about, "code": code, **facts})


def read(texts: Texts, otherwise: str, today: date) -> Values:
    """Return what a row says. `otherwise` is the role of those for whom it says none, or empty: then it is missing."""
    values, texts = Values(), {name: _said(texts.get(name, "")) for name in FIELDS}
    for about, text in texts.items():
        if text.startswith("=") or text.casefold() in _ERRORS:
            values.blame(about, "formula")
        else:
            _READERS[about](values, text, texts)
    if not values.role and not any(problem["field"] == Field.ROLE for problem in values.problems):
        values.role = otherwise
        if not otherwise:
            values.blame(Field.ROLE, "role-missing")
    if values.since and not _EARLIEST <= values.since <= today:
        values.blame(Field.SINCE, "since-odd")
    return values


def _said(text):
    text = text.strip().lstrip("'’").strip()
    return "" if text.casefold() in _NOTHING else text


def _read_name(values, text, texts):
    if not text:
        values.blame(Field.NAME, "name-missing")
    elif _MANY_DIGITS.search(text):
        values.blame(Field.NAME, "name-number")
    elif _is_no_person(name := _without_numbering(text), texts):
        values.blame(Field.NAME, "name-nobody")
    else:
        try:
            values.name = tidy(names.clean(name))
        except ValidationError:
            values.blame(Field.NAME, "name")
    values.folded = names.fold(values.name)


def _without_numbering(text):
    found = _NUMBERING.match(text)
    return text[found.end() :] if found else text


def _is_no_person(text, texts):
    """Return whether a heading over a part of the list, a total or a signature stands where names do."""
    if re.search(r"[\d:@]", text) or _SIGNATURE.match(text.casefold()):
        return True
    said = fields.plain(text)
    is_word = said in fields.ROLES or bool(fields.field_of(text)) or _NO_NAMES.issuperset(said.split())
    return bool(said) and is_word and not _MANY_DIGITS.search(texts[Field.PHONE])


def tidy(name: str) -> str:
    """Return a name that is all in capitals, or has none, with one at the beginning of each word."""
    if not (name.isupper() or name.islower()):
        return name
    return re.sub(r"[^\s\-.]+", lambda word: word[0][0].upper() + word[0][1:].lower(), name)


def _read_phone(values, text, texts):
    if not text:
        return
    try:
        values.phone = phones.read(text)
    except phones.NotAPhone as error:
        values.blame(Field.PHONE, *_what_is_wrong(text, error), **_elsewhere(text, texts))


def _what_is_wrong(text, error):
    if _DIGITS_LOST.fullmatch(text.replace(" ", "")):
        return ("phone-digits-lost",)
    parts = [part for part in _BETWEEN_NUMBERS.split(text) if part.strip()]
    if len(parts) > 1 and any(map(_is_phone, parts)):
        return ("phone-two",)
    if isinstance(error, phones.NotAPersonsPhone):
        return ("phone-not-a-persons",)
    return ("phone",)


def _elsewhere(text, texts):
    """Return where in the row a number stands, if this cell holds none at all: the cells are shifted."""
    if re.search(r"\d{3}", text):
        return {}
    found = next((name for name, other in texts.items() if name != Field.PHONE and _is_phone(other)), "")
    return {"elsewhere": found} if found else {}


def _is_phone(text):
    try:
        return bool(_MANY_DIGITS.search(text) and phones.read(text))
    except phones.NotAPhone:
        return False


def _read_role(values, text, texts):
    if not text:
        return
    values.role = fields.ROLES.get(fields.plain(text), "")
    values.has_said_role = bool(values.role)
    if not values.role:
        values.blame(Field.ROLE, "role")


def _read_short(about):
    def read_short(values, text, texts):
        if len(text) > _LONGEST[about]:
            values.blame(about, "too-long", most=_LONGEST[about])
        elif _is_phone(text):
            values.blame(about, "phone-here")
        else:
            setattr(values, about, text)

    return read_short


def _read_since(values, text, texts):
    if not text:
        return
    try:
        values.since = dates.read(text)
    except ValueError:
        values.blame(Field.SINCE, "since")


_READERS = {
    Field.NAME: _read_name,
    Field.PHONE: _read_phone,
    Field.ROLE: _read_role,
    Field.STAFF_NUMBER: _read_short(Field.STAFF_NUMBER),
    Field.STAGE: _read_short(Field.STAGE),
    Field.SINCE: _read_since,
}
