"""How a number of the directory is written, and what a phone does with it. Numbers stand as they are typed."""

import re

from django.utils.translation import gettext as _

SHORT = r"[1-9]\d{2,4}"
KENYAN = r"0\d{8,9}"
ABROAD = r"\+[1-9]\d{7,14}"
ELSEWHERE = r"\d{6,12}"
"""A number that works only in the country where its service is, such as a free one of a consulate."""
FORMS = {
    "call": rf"{SHORT}|{KENYAN}|{ABROAD}",
    "sms": rf"{SHORT}|{KENYAN}|{ABROAD}",
    "whatsapp": rf"0[17]\d{{8}}|{ABROAD}",
    "ussd": r"[*#]\d{2,6}(\*\d+)*#",
}
_NAMES = {"sms": "SMS", "whatsapp": "WhatsApp", "ussd": "USSD"}
_SPACES = re.compile(r"[\s\-()]")


def is_well_formed(kind: str, number: str, *, is_abroad: bool = False) -> bool:
    """Return whether the number can be of that kind: "call", "sms", "whatsapp" or "ussd".

    Short codes (116), numbers with 0 (0800 722 203) and with + (+254 709 570 000) may be called and written to,
    WhatsApp needs a mobile number in full, USSD begins with * or # and ends with # (*483*306#).
    """
    form = f"{FORMS[kind]}|{ELSEWHERE}" if is_abroad and kind == "call" else FORMS[kind]
    return bool(re.fullmatch(form, _SPACES.sub("", number)))


def problem_of(kind: str) -> str:
    """Return what is said beside a number that is not well formed."""
    if kind == "ussd":
        return _("A USSD code begins with * and ends with #, for example *483*306#.")
    if kind == "whatsapp":
        return _("WhatsApp needs a mobile number in full, for example 0709 570 000 or +254 709 570 000.")
    return _("Write a short code (116), or a number that begins with 0 or + (0800 722 203, +254 20 787 6000).")


def link_of(kind: str, number: str) -> str:
    """Return the address that makes a phone call the number, write to it, or open WhatsApp or the USSD menu."""
    dialled = "".join(sign for sign in number if sign.isdigit() or sign in "+*#")
    if kind == "whatsapp":
        abroad = dialled.removeprefix("+")
        return f"https://wa.me/{'254' + dialled[1:] if dialled.startswith('0') else abroad}"
    scheme = "sms" if kind == "sms" else "tel"
    return f"{scheme}:{dialled.replace('#', '%23')}"


def said_as(part) -> str:
    """Return a part of `Helpline.numbers` as people read it: a number to call stands alone, others with their kind."""
    return f"{_NAMES.get(part.block_type, '')} {part.value}".strip()
