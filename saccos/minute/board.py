"""What an operator's board is told: how the crew stands, by role and course, since when, and who lapses next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from courses import outline
from saccos import reports
from saccos.models import Operator, StaffMember
from saccos.reports import Figures

MONTHS = 12
COURSES = 5
LAPSE_NEXT = 6


@dataclass(frozen=True)
class Share:
    label: str
    trained: int
    total: int


@dataclass(frozen=True)
class Month:
    first: date
    issued: int


@dataclass(frozen=True)
class Report:
    figures: Figures
    roles: list[Share]
    courses: list[Share]
    months: list[Month]
    next_to_lapse: list[StaffMember]


def report(operator: Operator, language: str, now: datetime) -> Report:
    """Return all of it, in five queries whatever the size of the staff."""
    figures = reports.figures(operator, now)
    return Report(
        figures=figures,
        roles=_roles(operator, now),
        courses=_courses(operator, figures.total, language, now),
        months=_months(operator, now),
        next_to_lapse=_next_to_lapse(operator, now),
    )


def _roles(operator, now):
    """Return each role that anybody has, the most common first."""
    trained = Count("pk", filter=Q(trained_until__gt=now))
    counted = operator.staff.current().values("role").annotate(total=Count("pk"), trained=trained)
    rows = counted.order_by("-total", "role")
    names = dict(User.Role.choices)
    return [Share(str(names.get(row["role"], row["role"])), row["trained"], row["total"]) for row in rows]


def _certificates(operator):
    return Certificate.objects.filter(learner__in=operator.staff.current().values("person"))


def _courses(operator, total, language, now):
    """Return how many of all staff hold a valid certificate of each course, those most held first."""
    held = _certificates(operator).valid(now).values("course_key")
    titled = held.annotate(people=Count("learner", distinct=True), title=Max("course_title_en")).order_by("-people")
    rows = titled[:COURSES]
    return [Share(_title(row, language), row["people"], total) for row in rows]


def _title(row, language):
    found = outline.of(row["course_key"], language)
    return found.title if found else row["title"]


def _months(operator, now):
    """Return for each of the last twelve months, this one included, how many certificates today's staff earned."""
    firsts = _firsts(timezone.localdate(now))
    begin = timezone.make_aware(datetime.combine(firsts[0], datetime.min.time()))
    issued = _certificates(operator).standing().filter(issued_at__gte=begin, issued_at__lte=now)
    counted = issued.annotate(month=TruncMonth("issued_at")).values("month").annotate(number=Count("pk")).order_by()
    numbers = {row["month"].date(): row["number"] for row in counted}
    return [Month(first, numbers.get(first, 0)) for first in firsts]


def _firsts(today):
    """Return the first days of the last twelve months, the oldest first."""
    firsts = [today.replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return firsts[::-1]


def _next_to_lapse(operator, now):
    people = operator.staff.current().filter(trained_until__gt=now).select_related("person")
    return list(people.order_by("trained_until", "pk")[:LAPSE_NEXT])
