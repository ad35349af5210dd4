"""The short name of an operator in addresses, made from its name."""

from itertools import count

from django.utils.text import slugify

from accounts import names
from saccos.models import Operator

_LONGEST = 50
_NAMELESS = "operator"


def free_slug(name: str, taken: set[str] | None = None) -> str:
    """Return a short name that no operator has, with a number behind it where the plain one is taken.

    `taken` holds those that must not be used; without it, those of all operators.
    """
    plain = slugify(names.fold(name))[: _LONGEST - 5].strip("-") or _NAMELESS
    if taken is None:
        taken = set(Operator.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    tries = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
    return next(slug for slug in tries if slug not in taken)
