"""Find people among an operator's staff by what somebody types: part of a name, or the last digits of a phone."""

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from accounts import names
from saccos.models import StaffMember

_PHONE_SIGNS = dict.fromkeys(map(ord, " +-()"))
_NATIONAL_DIGITS = 9


def matching(staff: QuerySet[StaffMember], typed: str) -> QuerySet[StaffMember]:
    """Return those whose name holds every word typed, or whose phone ends in the digits; all where nothing is typed."""
    typed = typed.replace("\0", "")
    digits = typed.translate(_PHONE_SIGNS)
    if digits.isdecimal():
        # 0700…, +254700… and 254700… are one number: its last nine digits.
        last = digits[-_NATIONAL_DIGITS:]
        numbers = {name: Cast(f"person__{name}", CharField()) for name in ("phone", "shared_phone")}
        return staff.alias(**numbers).filter(Q(phone__endswith=last) | Q(shared_phone__endswith=last))
    for word in names.fold(typed).split():
        staff = staff.filter(sort_name__contains=word)
    return staff
