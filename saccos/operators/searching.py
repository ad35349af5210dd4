"""Find operators by what somebody types: part of a name, a number, a plate, or a contact's name or phone."""

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from saccos.models import Contact, Operator, Vehicle
from saccos.operators import plates

_NAMES = ("name", "registered_name", "slug", "ntsa_number", "registration_number")
_PHONE_SIGNS = dict.fromkeys(map(ord, " +-()"))
_NATIONAL_DIGITS = 9
_FEWEST_DIGITS = 4


def matching(operators: QuerySet[Operator], typed: str) -> QuerySet[Operator]:
    """Return those that bear what was typed, each once; all where nothing is typed."""
    typed = " ".join(typed.replace("\0", "").split())
    if not typed:
        return operators
    named = Q()
    for field in _NAMES:
        named |= Q(**{f"{field}__icontains": typed})
    return operators.filter(named | Q(pk__in=_by_contact(typed)) | Q(pk__in=_by_plate(typed)))


def _by_contact(typed):
    """0700… and +254700… are one number: its last nine digits."""
    digits = typed.translate(_PHONE_SIGNS)
    wanted = Q(name__icontains=typed)
    if digits.isdecimal() and len(digits) >= _FEWEST_DIGITS:
        wanted |= Q(number__endswith=digits[-_NATIONAL_DIGITS:])
    return Contact.objects.alias(number=Cast("phone", CharField())).filter(wanted).values("operator")


def _by_plate(typed):
    plate = plates.fold(typed)
    found = Vehicle.objects.alias(folded=plates.folded()).filter(folded__contains=plate)
    return (found if plate else Vehicle.objects.none()).values("operator")
