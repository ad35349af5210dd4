"""How many reports came in a month about a county: counted as they come, of which only the county is told."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from incidents.models import Case, ReceivedCount
from places.counties import County


def count(now: datetime, county: str) -> None:
    """Count one more in the month of `now`, by the county's code; "" where it is unknown."""
    counted = ReceivedCount.objects.get_or_create(month=_month(now), county=county)[0]
    ReceivedCount.objects.filter(pk=counted.pk).update(number=F("number") + 1)


@transaction.atomic
def learn_county(case: Case, county: str) -> None:
    """Count a case whose county a phone had locked in where it belongs; once, however often it is opened.

    What is no county's code counts as unknown: whoever has the public key can seal anything.
    """
    is_first = Case.objects.filter(pk=case.pk, is_county_locked=True).update(is_county_locked=False)
    if not is_first or county not in County:
        return
    unknown = ReceivedCount.objects.filter(month=_month(case.arrived_at), county="", number__gt=0)
    if unknown.update(number=F("number") - 1):
        count(case.arrived_at, county)


def _month(at):
    day = timezone.localdate(at)
    return date(day.year, day.month, 1)
