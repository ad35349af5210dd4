"""How an operator's crew stands, counted by the database: the number of queries never grows with the staff.

- **Trained**: holds a certificate of any course that is valid now, so neither revoked, replaced nor expired.
- **Lapsing**: trained, and the last of those certificates ends within 30 days; exactly 30 days counts.
- **In progress**: not trained, and has begun a course.
- **Not started**: neither.
- **Ran out**: not trained, and had a certificate; they are in progress, or not started, besides.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Q, QuerySet, TextChoices, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from saccos import keeping
from saccos.keeping import LAPSES_WITHIN
from saccos.models import Operator, StaffMember
from saccos.models.staff import State


class StaffList(TextChoices):
    """The lists a manager can open, by their name in the address."""

    TRAINED = "trained", _("Trained")
    LAPSING = "lapsing", _("Lapse in 30 days")
    RAN_OUT = "ran-out", _("Ran out")
    IN_PROGRESS = "in-progress", _("In progress")
    NOT_STARTED = "not-started", _("Not started")
    NOT_YET = "not-yet", _("Not trained yet")
    TO_ACT_ON = "to-act-on", _("To act on")


@dataclass(frozen=True)
class Figures:
    total: int
    trained: int
    lapsing: int
    in_progress: int
    ran_out: int = 0

    @property
    def not_yet(self) -> int:
        return self.total - self.trained

    @property
    def not_started(self) -> int:
        return self.not_yet - self.in_progress

    @property
    def to_act_on(self) -> int:
        return self.not_yet + self.lapsing

    def of(self, chosen: StaffList) -> int:
        return getattr(self, chosen.name.lower())

    def number_in(self, chosen: StaffList | None) -> int:
        """Return how many are in that list; None is everybody."""
        return self.of(chosen) if chosen else self.total

    @property
    def bar(self) -> list[dict]:
        """Return the pieces of the bar, left to right, one unit of width a person."""
        parts = (
            ("go", self.trained - self.lapsing),
            ("wait", self.lapsing),
            ("begun", self.in_progress),
            ("rest", self.not_started),
        )
        starts = [sum(width for _name, width in parts[:place]) for place in range(len(parts))]
        return [
            {"name": name, "start": start, "width": width}
            for start, (name, width) in zip(starts, parts, strict=True)
            if width
        ]


def figures(operator: Operator, now: datetime) -> Figures:
    """Count the operator's current staff by state, in one query."""
    return figures_of(operator.staff.current(), now)


def figures_of(staff: QuerySet[StaffMember], now: datetime) -> Figures:
    """Count these staff by state, in one query."""
    valid = Q(trained_until__gt=now)
    return Figures(
        **staff.aggregate(
            total=Count("pk"),
            trained=Count("pk", filter=valid),
            lapsing=Count("pk", filter=valid & Q(trained_until__lte=now + LAPSES_WITHIN)),
            in_progress=Count("pk", filter=~valid & Q(has_begun=True)),
            ran_out=Count("pk", filter=Q(trained_until__lte=now)),
        )
    )


def in_list(chosen: StaffList, now: datetime) -> Q:
    """Return the condition by which a staff row belongs to a list; who lapses soon is still trained."""
    later = now + LAPSES_WITHIN
    lapsing = Q(trained_until__gt=now, trained_until__lte=later)
    not_yet = Q(trained_until=None) | Q(trained_until__lte=now)
    return {
        StaffList.TRAINED: Q(trained_until__gt=now),
        StaffList.LAPSING: lapsing,
        StaffList.RAN_OUT: Q(trained_until__lte=now),
        StaffList.IN_PROGRESS: not_yet & Q(has_begun=True),
        StaffList.NOT_STARTED: not_yet & Q(has_begun=False),
        StaffList.NOT_YET: not_yet,
        StaffList.TO_ACT_ON: not_yet | lapsing,
    }[chosen]


def staff_with_state(operator: Operator, now: datetime) -> QuerySet[StaffMember]:
    """Return the operator's current staff by name, each with what `with_state` adds."""
    return with_state(operator.staff.current(), now).order_by("sort_name", "pk")


def with_state(staff: QuerySet[StaffMember], now: datetime) -> QuerySet[StaffMember]:
    """Add to each staff member, with their person:

    - `state`, a State;
    - `lapses_at`, when the last valid certificate ends, or None;
    - `ran_out_at`, when the last certificate ended, where none is valid any more, or None.
    """
    return staff.select_related("person").annotate(
        state=keeping.state_at(now),
        lapses_at=Case(When(trained_until__gt=now, then="trained_until")),
        ran_out_at=Case(When(trained_until__lte=now, then="trained_until")),
    )


def to_act_on(operator: Operator, now: datetime) -> QuerySet[StaffMember]:
    """Return whom the manager should speak to: in turn who lapses, who ran out, who has begun, and who has not.

    Of those who lapse the soonest comes first, of those who ran out the latest, of the others the longest on the staff.
    """
    people = staff_with_state(operator, now).filter(in_list(StaffList.TO_ACT_ON, now))
    kind = Case(
        When(state=State.LAPSING, then=0),
        When(trained_until__lte=now, then=1),
        When(state=State.IN_PROGRESS, then=2),
        default=3,
    )
    turn = Window(RowNumber(), partition_by=kind, order_by=["lapses_at", "-ran_out_at", "started_on", "pk"])
    return people.order_by(turn, kind)
