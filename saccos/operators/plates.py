"""Number plates: kept as written, and compared without spaces, dashes and capitals."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import CharField, Value
from django.db.models.functions import Replace, Upper

from saccos.models import Operator, Vehicle

_SIGNS = " -."


def fold(plate: str) -> str:
    return plate.upper().translate(dict.fromkeys(map(ord, _SIGNS)))


def folded(field: str = "plate"):
    """Return the expression that says for a row what `fold` says."""
    expression = Upper(field, output_field=CharField())
    for sign in _SIGNS:
        expression = Replace(expression, Value(sign), Value(""))
    return expression


def twice(plates: Iterable[str]) -> list[str]:
    """Return the plates that stand there more than once, each as it is first written."""
    plates = list(plates)
    numbers = Counter(map(fold, plates))
    return list({fold(plate): plate for plate in reversed(plates) if numbers[fold(plate)] > 1}.values())


def elsewhere(operator: Operator) -> list[Vehicle]:
    """Return other operators' vehicles with a plate of this operator's, with their operator, in one query."""
    mine = {fold(vehicle.plate) for vehicle in operator.vehicles.all()}
    others = Vehicle.objects.exclude(operator=operator).filter(operator__merged_into=None)
    found = others.alias(folded=folded()).filter(folded__in=mine).select_related("operator")
    return list(found.order_by("plate")) if mine else []
