"""What came of a workshop, for the organisation and, with small groups hidden, for those who paid."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts.models import User
from courses.measuring.gains import Gain, paired
from courses.outline import Outline
from places import hiding
from workshops.models import Workshop, WorkshopTest
from workshops.testing import hands, results

Occasion, Way = WorkshopTest.Occasion, WorkshopTest.Way
NO_OPERATOR = ""


@dataclass(frozen=True)
class Group:
    """How many of an operator or a role were on the list, came, and completed the course."""

    name: str
    listed: int
    came: int
    completed: int

    @property
    def figures(self) -> list[int]:
        return [self.listed, self.came, self.completed]


@dataclass(frozen=True)
class Measured:
    """The percent right of those who took one test; None of nobody."""

    n: int
    mean: float | None


@dataclass(frozen=True)
class ByHands:
    """What show of hands said of one test: how many were present, and the mean percent who were right."""

    title: str
    present: int
    percent: float | None


@dataclass(frozen=True)
class Report:
    workshop: Workshop
    invited: int
    listed: int
    came: int
    completed: int
    certificates: int
    operators: list[Group]
    roles: list[Group]
    before: Measured
    after: Measured
    gain: Gain
    shows: list[ByHands]

    @property
    def cost_each(self) -> Decimal | None:
        """Return shillings for each person who came; None where the cost is not known, or nobody came."""
        return _share(self.workshop.cost, self.came)

    @property
    def cost_each_trained(self) -> Decimal | None:
        """Return shillings for each person trained: who came and completed the course."""
        return _share(self.workshop.cost, self.completed)


def _share(cost, people):
    return round(cost / people, 2) if cost is not None and people else None


def of(workshop: Workshop, course: Outline) -> Report:
    """Return the workshop's report, in a fixed number of queries."""
    found = results.of(workshop, course)
    completed = {row.participant.pk for row in found.completed}
    people = list(workshop.participants.select_related("person", "operator"))
    sat = results.sat_by(workshop)
    before = {person: percent for (person, occasion), percent in sat.items() if occasion == Occasion.PRE}
    after = {person: percent for (person, occasion), percent in sat.items() if occasion == Occasion.POST}
    both = sorted(before.keys() & after.keys())
    return Report(
        workshop=workshop,
        invited=workshop.invited.count(),
        listed=len(people),
        came=len(found.rows),
        completed=len(completed),
        certificates=results.certificates(workshop, course).count(),
        operators=_groups(people, completed, lambda one: one.operator.name if one.operator else NO_OPERATOR),
        roles=_groups(people, completed, lambda one: one.person.role),
        before=_measured(before),
        after=_measured(after),
        gain=paired([before[person] for person in both], [after[person] for person in both]),
        shows=list(_shows(workshop)),
    )


def _measured(percents):
    return Measured(len(percents), sum(percents.values()) / len(percents) if percents else None)


def _groups(people, completed, name_of):
    listed, came, done = Counter(), Counter(), Counter()
    for one in people:
        name = name_of(one)
        listed[name] += 1
        came[name] += one.came_at is not None
        done[name] += one.pk in completed
    return [Group(name, listed[name], came[name], done[name]) for name in sorted(listed)]


def _shows(workshop):
    for test in workshop.tests.filter(way=Way.HANDS).select_related("quiz", "version"):
        people = hands.present(test)
        if people:
            title = f"{test.get_occasion_display()}: {test.quiz.title}"
            yield ByHands(title, people, hands.percent_right(test))


def rows(report: Report, for_donors: bool) -> Iterator[list]:
    """Yield the report as rows of a table; `for_donors` leaves out every figure about fewer than five people."""
    yield from facts(report, for_donors, for_reading=False)
    for label, table in ((_("Operator"), operators(report, for_donors)), (_("Role"), roles(report, for_donors))):
        yield []
        yield [label, _("On the list"), _("Came"), _("Completed the course")]
        yield from table


def facts(report: Report, for_donors: bool, *, for_reading: bool) -> list[list]:
    """Return a row for each figure: what it is, the figure, and where it is a mean, of how many people.

    `for_reading` writes money and the day as people do; else as a spreadsheet takes them.
    """
    workshop = report.workshop
    money = money_in_words if for_reading else _money
    day = timezone.localtime(workshop.starts_at)
    return [
        [_("Workshop"), workshop.title],
        [_("Day"), format_date(day, "j F Y") if for_reading else f"{day:%Y-%m-%d}"],
        [_("Place"), f"{workshop.place}, {workshop.get_county_display()}"],
        [_("Funder"), workshop.funder],
        [_("Cost (KES)"), money(workshop.cost)],
        [_("Operators invited"), report.invited],
        *_people(report, _few(for_donors), money),
        *_marks(report, _few(for_donors)),
    ]


def operators(report: Report, for_donors: bool) -> list[list]:
    """Return a row for each operator: its name, and how many were on the list, came and completed the course."""
    return _table(report.operators, lambda name: name or _("None named"), for_donors)


def roles(report: Report, for_donors: bool) -> list[list]:
    """Return the same for each role."""
    return _table(report.roles, role_name, for_donors)


def _few(for_donors):
    return hiding.is_few if for_donors else lambda _people: False


def _people(report, few, money):
    """The number who came gives away the number who did not, and so on: of such a pair both are shown or neither."""
    listed, came, completed = report.listed, report.came, report.completed
    hides_listed = few(listed) or few(listed - came)
    hides_completed = few(completed) or few(came - completed) or few(report.certificates)
    return [
        [_("On the list"), _or_hidden(listed, hides_listed)],
        [_("Came"), _or_hidden(came, few(came))],
        [_("Completed the course"), _or_hidden(completed, hides_completed)],
        [_("Certificates from this workshop"), _or_hidden(report.certificates, hides_completed)],
        [_("Cost for each who came (KES)"), _or_hidden(money(report.cost_each), few(came))],
        [_("Cost for each person trained (KES)"), _or_hidden(money(report.cost_each_trained), hides_completed)],
    ]


def _marks(report, few):
    gain = report.gain
    means = [
        (_("Pre-test, percent right"), report.before.mean, report.before.n),
        (_("Post-test, percent right"), report.after.mean, report.after.n),
        (_("Gain in points, of those who took both"), gain.gain, gain.n),
    ]
    for show in report.shows:
        means.append((_("%(test)s, hands raised, percent right") % {"test": show.title}, show.percent, show.present))
    return [[label, *([_hidden()] if few(n) else [_rounded(mean), n])] for label, mean, n in means]


def _table(groups, name_of, for_donors):
    hidden = set()
    if for_donors:
        hidden = hiding.hidden_of({group.name: group.came for group in groups if group.came})
        hidden |= {group.name for group in groups if _tells_of_few(group)}
    return [[name_of(group.name), *([_hidden()] * 3 if group.name in hidden else group.figures)] for group in groups]


def _tells_of_few(group):
    """Return whether a group's figures, one beside the other, would tell of a few."""
    listed, came, completed = group.figures
    return any(map(hiding.is_few, (came, completed, came - completed, listed - came)))


def _or_hidden(figure, is_hidden):
    return _hidden() if is_hidden else figure


def _hidden():
    return _("fewer than 5")


def _money(amount):
    return "" if amount is None else f"{amount:.2f}"


def money_in_words(amount: Decimal | None) -> str:
    """Return shillings as people write them, 1,250 or 1,250.50; nothing of None."""
    return "" if amount is None else f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _rounded(percent):
    return "" if percent is None else f"{percent:.1f}"


def role_name(role: str) -> str:
    return str(dict(User.Role.choices).get(role, _("Not said")))
