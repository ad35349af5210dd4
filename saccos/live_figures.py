"""What the public reads of the operators in figures."""

from django.db.models import Q

from saccos.models import Operator


def operators() -> int:
    """Return how many operators are mapped, or further."""
    return Operator.objects.standing().mapped().count()


def counties() -> int:
    """Return in how many counties an operator is mapped or, as the kept figures have it, has trained staff."""
    standing = Operator.objects.standing()
    trained = standing.filter(Q(figures__trained__gt=0) | Q(figures__lapsing__gt=0))
    return (standing.mapped() | trained).order_by().values("county").distinct().count()
