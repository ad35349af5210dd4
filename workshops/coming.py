"""The workshops to come, as the managers of an operator that is invited find them on its first page."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from saccos.dashboard_parts import Line
from saccos.models import Operator
from workshops.models import Workshop

SHOWN = 3


def lines(operator: Operator, now: datetime) -> list[Line]:
    """Return the next three workshops to which the operator is invited, those that run included; in one query."""
    invited = Workshop.objects.coming(now).filter(invited__operator=operator, closed_at=None)
    return [Line(one.title, _says(one)) for one in invited.order_by("starts_at", "pk")[:SHOWN]]


def _says(workshop):
    day = date_format(timezone.localtime(workshop.starts_at), "l j F Y")
    return f"{day}, {workshop.hours} · {workshop.place}, {workshop.get_county_display()}"
