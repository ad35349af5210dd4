"""A staff list as a file for a spreadsheet, in the words of the active language, as few rows in memory at a time."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import phones
from accounts.models import User
from certificates import codes
from certificates.models import Certificate
from courses.plain_text import clean
from courses.spreadsheets import Layout
from saccos import keeping
from saccos.minute.contacting import NUMBER
from saccos.models import StaffMember
from saccos.models.staff import State

A_READING = 2000
"""Rows in one query. Each begins where the last one ended, so that no query is held open while a slow phone loads."""

_READ = (
    "person__full_name",
    "number",
    "role",
    "stage",
    "staff_number",
    "started_on",
    "trained_until",
    "has_begun",
    "stopped_at",
    "code",
    "sort_name",
    "pk",
)
# The phone and the staff number begin with zeros.
LAYOUT = Layout(widths=(28, 16, 14, 18, 14, 12, 20, 10, 16, 16), texts=(1, 4))


def _head() -> list[str]:
    return [
        _("Name"),
        _("Phone"),
        _("Role"),
        _("Stage"),
        _("Staff number"),
        _("On your staff since"),
        _("State"),
        _("Stopped at module"),
        _("Certificate ends"),
        _("Certificate"),
    ]


def table(staff: QuerySet[StaffMember], now: datetime) -> Iterator[list[str | int | date | None]]:
    """Yield the head, then a row for each of the staff by name, reading some thousands at a time."""
    yield _head()
    certificates = Certificate.objects.valid(now).filter(learner=OuterRef("person"))
    read = staff.annotate(number=NUMBER, code=Subquery(certificates.order_by("-expires_at").values("code")[:1]))
    read = read.order_by("sort_name", "pk").values_list(*_READ)
    roles, states = dict(User.Role.choices), dict(State.choices)
    some = list(read[:A_READING])
    while some:
        for row in some:
            yield _row(row, roles, states, now)
        name, pk = some[-1][-2:]
        # The first condition alone bounds the index; the second leaves out those of that very name who were read.
        some = list(read.filter(sort_name__gte=name).filter(Q(sort_name__gt=name) | Q(pk__gt=pk))[:A_READING])


def _row(row, roles, states, now):
    name, number, role, stage, staff_number, since, until, has_begun, stopped_at, code, _sort_name, _pk = row
    state = keeping.state_of(until, has_begun, now)
    return [
        clean(name),
        phones.show(number) if number else "",
        str(roles.get(role, role)),
        clean(stage),
        clean(staff_number),
        since,
        str(states[state]),
        stopped_at if state in (State.IN_PROGRESS, State.NOT_STARTED) else None,
        timezone.localdate(until) if until else None,
        codes.spell(code) if code else "",
    ]
