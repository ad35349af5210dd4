"""Which of an operator's staff a manager is looking at: the filters of the staff list, read from the address.

List, reminder, export and printed list read the same address, so that each of them is about the same people.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, TextChoices
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.models import Certificate
from courses import outline
from courses.models import Enrolment
from saccos import reports, search
from saccos.models import Operator, StaffMember
from saccos.reports import Figures, StaffList

NO_STAGE = "-"


class Training(TextChoices):
    """How somebody stands in one course."""

    HOLDS = "valid", _("hold a valid certificate")
    BEGUN = "begun", _("in progress")
    NONE = "none", _("not started")


@dataclass(frozen=True)
class Selection:
    """The filters as the address has them; what it names wrongly filters nothing. Empty is all current staff."""

    state: StaffList | None = None
    role: str = ""
    stage: str = ""
    course: UUID | None = None
    training: Training = Training.HOLDS
    typed: str = ""

    @cached_property
    def query(self) -> str:
        """Return the filters as they stand in an address, without what is not set; empty, or beginning with `?`."""
        said = {"state": self.state, "role": self.role, "stage": self.stage, "q": self.typed}
        if self.course:
            said |= {"course": self.course, "training": self.training}
        said = {name: value for name, value in said.items() if value}
        return f"?{urlencode(said)}" if said else ""

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but the state is asked for."""
        return bool(self.role or self.stage or self.course or self.typed)

    def narrow(self, staff: QuerySet[StaffMember], now: datetime) -> QuerySet[StaffMember]:
        """Return those of the staff whom all filters but the state let through."""
        if self.role:
            staff = staff.filter(role=self.role)
        if self.stage:
            staff = staff.filter(stage="" if self.stage == NO_STAGE else self.stage)
        if self.course:
            staff = staff.filter(_in_course(self.course, self.training, now))
        return search.matching(staff, self.typed)

    def of(self, operator: Operator, now: datetime) -> QuerySet[StaffMember]:
        """Return the operator's current staff whom every filter lets through, in no order."""
        staff = self.narrow(operator.staff.current(), now)
        return staff.filter(reports.in_list(self.state, now)) if self.state else staff


def read(address) -> Selection:
    """Return the selection that the address's parameters (a QueryDict) name."""
    stage = address.get("stage", "").replace("\0", "")[:60]
    return Selection(
        state=_one_of(StaffList, address.get("state")),
        role=_one_of(User.Role, address.get("role")) or "",
        stage=stage,
        course=_uuid(address.get("course", "")),
        training=_one_of(Training, address.get("training")) or Training.HOLDS,
        typed=address.get("q", "").replace("\0", "")[:100],
    )


def _one_of(choices, value):
    return choices(value) if value in choices.values else None


def _uuid(value):
    try:
        return UUID(value)
    except ValueError:
        return None


def _in_course(course_key, training, now):
    holds = Exists(Certificate.objects.valid(now).filter(learner=OuterRef("person"), course_key=course_key))
    begun = Exists(Enrolment.objects.filter(learner=OuterRef("person"), course_key=course_key))
    return {Training.HOLDS: holds, Training.BEGUN: ~holds & begun, Training.NONE: ~holds & ~begun}[training]


def figures(operator: Operator, selection: Selection, now: datetime) -> Figures:
    """Count by state those whom the other filters let through, in one query."""
    return reports.figures_of(selection.narrow(operator.staff.current(), now), now)


def number(operator: Operator, selection: Selection, now: datetime) -> int:
    return figures(operator, selection, now).number_in(selection.state)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool
    number: int | None = None


@dataclass(frozen=True)
class Options:
    """What the form of filters offers, with how many of the operator's staff each role and stage has."""

    roles: list[Option]
    stages: list[Option]
    courses: list[Option]
    trainings: list[Option]


def options(operator: Operator, selection: Selection) -> Options:
    """Return what there is to choose from, in one query and what is kept of the courses."""
    numbers = operator.staff.current().values("role", "stage").annotate(number=Count("pk")).order_by()
    roles, stages = {}, {}
    for row in numbers:
        roles[row["role"]] = roles.get(row["role"], 0) + row["number"]
        stages[row["stage"]] = stages.get(row["stage"], 0) + row["number"]
    courses = outline.every(get_language())
    return Options(
        roles=[
            Option(role, role.label, role == selection.role, roles.get(role, 0))
            for role in User.Role
            if role in roles or role == selection.role
        ],
        stages=_stages(stages, selection.stage),
        courses=[Option(str(one.key), one.title, str(one.key) == str(selection.course)) for one in courses],
        trainings=[Option(one.value, one.label, one == selection.training) for one in Training],
    )


def _stages(numbers, chosen):
    """Return the stages by name; those without one come last, where there are others."""
    without = numbers.pop("", 0)
    found = [Option(name, name, name == chosen, numbers[name]) for name in sorted(numbers, key=str.casefold)]
    if found and without:
        found.append(Option(NO_STAGE, str(_("No stage noted")), chosen == NO_STAGE, without))
    return found
