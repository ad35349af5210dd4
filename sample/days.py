"""Days and hours of the sample programme, counted from the day of loading."""

from datetime import datetime, time, timedelta

from django.utils import timezone


def at(now: datetime, in_days: int, hour: int) -> datetime:
    """Return that hour, by the platform's clock, so many days from now; below zero it is past."""
    local = timezone.localtime(now)
    return datetime.combine(local.date() + timedelta(days=in_days), time(hour), tzinfo=local.tzinfo)
