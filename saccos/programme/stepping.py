"""What the programme should do next with each operator: steps due, operators that stand still, managers who stay away.

An operator **stands still** when it has no step to come: none with a date, or its date is past. A step is **due** from
today on for 14 days. Its managers **stay away** when it has staff, and managers of whom none signed in for 30 days.
"""

from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saccos.models import Operator

DUE_WITHIN = timedelta(days=14)
AWAY_AFTER = timedelta(days=30)


class Need(TextChoices):
    """Why an operator is on the list, by its name in the address."""

    OVERDUE = "overdue", _("next step overdue")
    DUE = "due", _("next step due within 14 days")
    NO_DATE = "no-date", _("next step without a date")
    NO_STEP = "no-step", _("no next step")
    NO_MANAGER = "no-manager", _("staff but no manager")
    AWAY = "away", _("no manager signed in for 30 days")


STANDING_STILL = (Need.OVERDUE, Need.NO_DATE, Need.NO_STEP)


def _conditions(now: datetime) -> dict[Need, Q]:
    today = timezone.localdate(now)
    has_staff, undated, unnamed = Q(figures__total__gt=0), Q(next_step_on=None), Q(next_step="")
    return {
        Need.OVERDUE: Q(next_step_on__lt=today),
        Need.DUE: Q(next_step_on__gte=today, next_step_on__lte=today + DUE_WITHIN),
        Need.NO_DATE: undated & ~unnamed,
        Need.NO_STEP: undated & unnamed,
        Need.NO_MANAGER: has_staff & Q(managers=0),
        Need.AWAY: has_staff & Q(managers__gt=0) & (Q(seen_at=None) | Q(seen_at__lt=now - AWAY_AFTER)),
    }


def _managed(among):
    return among.annotate(
        managers=Count("managements"), seen_at=Max("managements__user__last_login"), touched_at=_TOUCHED
    )


# When an operator's entry was last changed in the admin, or made.
_TOUCHED = Coalesce(F("latest_revision__created_at"), F("created_at"))


def needing(need: Need, among: QuerySet[Operator], now: datetime) -> QuerySet[Operator]:
    """Return those of the operators with this need, the longest first; of steps the earliest. Each has

    - `managers`, how many, and `seen_at`, when one of them last signed in, or None;
    - `touched_at`, when its entry was last changed in the admin, or made.
    """
    order = _ORDER.get(need, "touched_at")
    return _managed(among).filter(_conditions(now)[need]).order_by(order, "name", "pk")


_ORDER = {Need.OVERDUE: "next_step_on", Need.DUE: "next_step_on", Need.AWAY: F("seen_at").asc(nulls_first=True)}


def counts(among: QuerySet[Operator], now: datetime) -> dict[Need, int]:
    """Return how many of the operators have each need, in one query."""
    return _count(_managed(among), Need, now)


def step_counts(among: QuerySet[Operator], now: datetime) -> dict[Need, int]:
    """Count likewise, but only the needs about steps, for which nobody's sign-in is read."""
    return _count(among, (*STANDING_STILL, Need.DUE), now)


def _count(operators, needs, now):
    conditions = _conditions(now)
    found = operators.aggregate(**{need.name: Count("pk", filter=conditions[need]) for need in needs})
    return {need: found[need.name] for need in needs}


class Since(TextChoices):
    """For how long an operator has stood still."""

    SHORT = "short", _("up to 30 days")
    LONGER = "longer", _("31 to 90 days")
    LONG = "long", _("more than 90 days")


def stalled(among: QuerySet[Operator], now: datetime) -> dict[str, dict[str, int]]:
    """Count those of the operators that stand still, by engagement and for how long, in one query.

    With a past date it is since then, else since the entry was last changed.
    """
    today = timezone.localdate(now)
    conditions = _conditions(now)
    still = conditions[Need.OVERDUE] | conditions[Need.NO_DATE] | conditions[Need.NO_STEP]
    rows = among.filter(still).annotate(touched_at=_TOUCHED).annotate(since=_since(today, now))
    table = {engagement: dict.fromkeys(Since.values, 0) for engagement in Operator.Engagement.values}
    counted = rows.values("engagement", "since").annotate(number=Count("pk")).order_by()
    for engagement, since, number in counted.values_list("engagement", "since", "number"):
        table.setdefault(engagement, dict.fromkeys(Since.values, 0))[since] = number
    return table


def _since(today, now):
    def reaches(days):
        span = timedelta(days=days)
        return Q(next_step_on__gte=today - span) | Q(next_step_on=None, touched_at__gte=now - span)

    short, longer = When(reaches(30), then=Value(Since.SHORT)), When(reaches(90), then=Value(Since.LONGER))
    return Case(short, longer, default=Value(Since.LONG), output_field=CharField())


def days_still(operator: Operator, today: date) -> int:
    """Return for how many days the operator, as `needing` returns it, has stood still."""
    since = operator.next_step_on or timezone.localdate(operator.touched_at)
    return (today - since).days
