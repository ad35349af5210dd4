"""Keep the copies on staff rows, and the operators' figures, up to date as things happen.

A staff row copies what its person earned (`trained_until`, `has_begun`, `stopped_at`, `sort_name`), and `counted_as`
names the figure of `OperatorFigures` that counts it; empty is none, for who has left. So a figure is always the number
of the operator's rows counted as it: what the programme's pages read is a recount, made before anybody asks.

Whoever adds, ends or moves staff calls `settle`, or `recount` for many at once, within the same transaction; signals
call `settle_person` when a certificate or an enrolment changes. Time alone moves people too: `pass_time`, which a
command calls every hour, brings that into the figures. Pages of one operator need not wait for it: they compare dates.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from certificates.models import Certificate
from courses.models import Enrolment
from saccos.models import ClockPass, OperatorFigures, StaffMember
from saccos.models.staff import State

LAPSES_WITHIN = timedelta(days=30)
FIELD_OF = {
    State.LAPSING: "lapsing",
    State.TRAINED: "trained",
    State.IN_PROGRESS: "in_progress",
    State.NOT_STARTED: "not_started",
}
"""The field of OperatorFigures that counts a state."""
_BATCH = 1000
_NOBODY = ""


def state_of(trained_until: datetime | None, has_begun: bool, now: datetime) -> State:
    """Return the state that follows from a staff row's copies: exactly 30 days to go is lapsing, no moment is not."""
    if trained_until is not None and trained_until > now:
        return State.LAPSING if trained_until <= now + LAPSES_WITHIN else State.TRAINED
    return State.IN_PROGRESS if has_begun else State.NOT_STARTED


def state_at(now: datetime) -> Case:
    """Return the expression that says for a staff row what `state_of` says."""
    return Case(
        When(trained_until__gt=now + LAPSES_WITHIN, then=Value(State.TRAINED)),
        When(trained_until__gt=now, then=Value(State.LAPSING)),
        When(has_begun=True, then=Value(State.IN_PROGRESS)),
        default=Value(State.NOT_STARTED),
    )


def settle(member: StaffMember, now: datetime) -> None:
    """Bring one staff row's copies and its operator's figures up to date; a second call changes nothing."""
    _settle(StaffMember.objects.filter(pk=member.pk), now)


def settle_person(person_id: int | None, now: datetime) -> None:
    """Bring the person's current staff row up to date, where there is one."""
    _settle(StaffMember.objects.current().filter(person_id=person_id), now)


def _settle(rows, now):
    with transaction.atomic(savepoint=False):
        for row in rows.select_for_update().annotate(**_copies()):
            wanted = _wanted(row, now)
            changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
            if changed:
                StaffMember.objects.filter(pk=row.pk).update(**changed)
            if "counted_as" in changed:
                _shift(row.operator_id, Counter({changed["counted_as"]: 1, row.counted_as: -1}))


def _wanted(row, now):
    """Return what the row should say. Who has left keeps the copies of that day: what they learn later is theirs."""
    if row.ended_on is not None:
        return {"counted_as": _NOBODY}
    copies = {name: getattr(row, f"new_{name}") for name in _COPIED}
    return copies | {"counted_as": state_of(copies["trained_until"], copies["has_begun"], now)}


def forget(member: StaffMember) -> None:
    """Take a staff row that is about to be deleted out of the figures."""
    with transaction.atomic():
        row = StaffMember.objects.select_for_update().filter(pk=member.pk).first()
        if row and row.counted_as:
            StaffMember.objects.filter(pk=row.pk).update(counted_as=_NOBODY)
            # Makes no row of figures: where the operator goes too, nothing may be left that names it.
            _add(row.operator_id, Counter({row.counted_as: -1}))


def recount(operators: Iterable[int] | None, now: datetime) -> None:
    """Make copies and figures of these operators (by id; None is all) anew, in a few statements whatever their size."""
    staff = StaffMember.objects.all()
    figures = OperatorFigures.objects.all()
    if operators is not None:
        operators = sorted(set(operators))
        staff, figures = staff.filter(operator__in=operators), figures.filter(operator__in=operators)
    with transaction.atomic():
        staff.exclude(ended_on=None).exclude(counted_as=_NOBODY).update(counted_as=_NOBODY)
        staff.current().update(**_copies(""))
        staff.current().update(counted_as=state_at(now))
        # Who joins at this moment is counted either here or by `settle`, which waits for these rows.
        list(figures.select_for_update().order_by("pk").values_list("pk"))
        _write_figures(staff, figures)


def _write_figures(staff, figures):
    rows = {}
    for operator, state, number in _counted(staff):
        rows.setdefault(operator, dict.fromkeys(FIELD_OF.values(), 0))[FIELD_OF[state]] = number
    figures.exclude(pk__in=rows).update(**dict.fromkeys(FIELD_OF.values(), 0))
    OperatorFigures.objects.bulk_create(
        [OperatorFigures(operator_id=operator, **numbers) for operator, numbers in rows.items()],
        update_conflicts=True,
        unique_fields=["operator"],
        update_fields=list(FIELD_OF.values()),
        batch_size=_BATCH,
    )


def _counted(staff):
    """Return (operator, state, number of rows counted as it)."""
    counted = staff.exclude(counted_as=_NOBODY).values("operator", "counted_as").order_by()
    return counted.annotate(number=Count("pk")).values_list("operator", "counted_as", "number")


def wrong() -> list[int]:
    """Return the ids of the operators whose kept figures are not the number of their rows, as these are counted."""
    numbers = {}
    for operator, state, number in _counted(StaffMember.objects.all()):
        numbers.setdefault(operator, Counter())[state] = number
    kept = {
        row.operator_id: Counter({state: getattr(row, field) for state, field in FIELD_OF.items()})
        for row in OperatorFigures.objects.all()
    }
    # Counters that differ only by zeros are equal.
    differing = {one for one in {*numbers, *kept} if numbers.get(one, Counter()) != kept.get(one, Counter())}
    left_but_counted = Q(ended_on__isnull=False) & ~Q(counted_as=_NOBODY)
    miscounted = StaffMember.objects.filter(Q(ended_on=None, counted_as=_NOBODY) | left_but_counted)
    return sorted(differing | set(miscounted.values_list("operator", flat=True)))


def pass_time(now: datetime) -> int:
    """Bring into the figures whose training lapses soon or has ended since the last call; return how many people.

    Costs as much as there are such people.
    """
    moved = 0
    current = StaffMember.objects.current()
    due = Q(counted_as=State.TRAINED, trained_until__lte=now + LAPSES_WITHIN) | Q(
        counted_as=State.LAPSING, trained_until__lte=now
    )
    while number := _pass_some(current.filter(trained_until__lte=now + LAPSES_WITHIN).filter(due), now):
        moved += number
    ClockPass.objects.update_or_create(pk=1, defaults={"passed_at": now})
    return moved


def passed_at() -> datetime | None:
    """Return until when the passing of time is in the figures."""
    return ClockPass.objects.values_list("passed_at", flat=True).filter(pk=1).first()


def _pass_some(due, now):
    with transaction.atomic():
        rows = list(due.select_for_update().order_by("pk")[:_BATCH])
        shifts, moved = {}, {}
        for row in rows:
            state = state_of(row.trained_until, row.has_begun, now)
            shifts.setdefault(row.operator_id, Counter()).update({state: 1, row.counted_as: -1})
            moved.setdefault(state, []).append(row.pk)
        for state, pks in moved.items():
            StaffMember.objects.filter(pk__in=pks).update(counted_as=state)
        for operator in sorted(shifts):
            _shift(operator, shifts[operator])
    return len(rows)


def _shift(operator_id, numbers):
    """Add to the operator's figures what these states gain and lose."""
    OperatorFigures.objects.get_or_create(operator_id=operator_id)
    _add(operator_id, numbers)


def _add(operator_id, numbers):
    changes = {FIELD_OF[state]: number for state, number in numbers.items() if state and number}
    # A figure that had been damaged must not keep anybody from what they do; the nightly check mends it.
    OperatorFigures.objects.filter(operator_id=operator_id).update(
        **{field: Greatest(Value(0), F(field) + number) for field, number in changes.items()}
    )


_COPIED = ("sort_name", "trained_until", "has_begun", "stopped_at")


def _copies(prefix="new_"):
    """Return the expressions that read a staff row's copies from where they come."""
    standing = Certificate.objects.standing().filter(learner=OuterRef("person"))
    enrolments = Enrolment.objects.filter(learner=OuterRef("person"))
    stop = enrolments.order_by("-last_at").annotate(stop=Case(When(completed_at=None, then="module_number")))
    expressions = {
        "sort_name": Coalesce(Subquery(User.objects.filter(pk=OuterRef("person")).values("search_name")), Value("")),
        "trained_until": Subquery(standing.order_by("-expires_at").values("expires_at")[:1]),
        "has_begun": Exists(enrolments),
        "stopped_at": Subquery(stop.values("stop")[:1]),
    }
    return {f"{prefix}{name}": value for name, value in expressions.items()}
