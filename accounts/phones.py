"""What somebody meant when they typed a phone number: Kenyan mobile numbers in every habit, others in full."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

KENYAN = re.compile(r"(?:\+?2540?|0)?([71]\d{8})")
# What a table of numbers makes of one when it writes a CSV.
_AS_DECIMAL = re.compile(r"\s*(\+?\d{9,15})\.0+\s*")
# As it is kept; nearly all are, and reading one by metadata takes a hundred times as long.
_KENYAN_MOBILE = re.compile(r"\+254([71]\d{2})(\d{6})")
# Of the numbers that metadata knows, the kinds that can't receive an SMS meant for one person.
_NOT_A_PERSONS = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
}
_SHORT_CODE = re.compile(r"[1-9]\d{0,5}|0[89]00\d+")
_KENYA = 254
_FEWEST_DIGITS_SEARCHED = 3


class NotAPhone(Exception):
    """This can't be read as a phone number."""


class NotAPersonsPhone(NotAPhone):
    """A helpline, a short code, a landline: no person's mobile phone."""


def read(typed: str) -> str:
    """Return the number as +254…; raise NotAPhone, or NotAPersonsPhone, where it is none that could get a code."""
    number = _bare(typed)
    if kenyan := KENYAN.fullmatch(number):
        return f"+254{kenyan[1]}"
    if re.search(r"[*#]", typed) or _SHORT_CODE.fullmatch(number):
        raise NotAPersonsPhone(typed)
    return _read_international(number)


def _read_international(number):
    try:
        parsed = phonenumbers.parse(number, "KE")
    except NumberParseException as error:
        raise NotAPhone(number) from error
    if phonenumbers.number_type(parsed) in _NOT_A_PERSONS:
        raise NotAPersonsPhone(number)
    if not (number.startswith("+") and phonenumbers.is_valid_number(parsed)):
        raise NotAPhone(number)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def show(phone) -> str:
    """Return the number as people read it: 0712 345 678 at home, +255 712 345 678 for others."""
    if found := _KENYAN_MOBILE.fullmatch(written := str(phone)):
        return f"0{found[1]} {found[2]}"
    parsed = phonenumbers.parse(written, "KE")
    is_kenyan = parsed.country_code == _KENYA
    style = PhoneNumberFormat.NATIONAL if is_kenyan else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def digits_within(typed: str) -> str:
    """Return the digits by which a number is searched, without what differs by habit; empty where there are too few."""
    number = _bare(typed).removeprefix("+")
    digits = number.removeprefix("254").removeprefix("0") if number.isdecimal() else ""
    return digits if len(digits) >= _FEWEST_DIGITS_SEARCHED else ""


def _bare(typed):
    """Return the digits, with a leading + where the number was typed in full; any script's digits count."""
    digits = typed if typed.isascii() else phonenumbers.normalize_digits_only(typed, keep_non_digits=True)
    number = re.sub(r"[\s\-–‑().·/]", "", without_decimals(digits))
    return re.sub(r"^00(?=[1-9])", "+", number)


def without_decimals(typed: str) -> str:
    """Return a number that a program wrote as a fraction, 755100005.0, without the point and what follows it."""
    found = _AS_DECIMAL.fullmatch(typed)
    return found[1] if found else typed
