"""Saving what a table of operators was seen to do: all of it or nothing, and in each operator's history."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from saccos.models import Operator
from saccos.operators import planning, recording
from saccos.operators.columns import BY_NAME, LISTS, Column
from saccos.operators.planning import Plan, Planned, Verdict

_BATCH = 500
# More cases in one statement take longer than more statements.
_CASES = 100


class NotSaved(Exception):
    """Nothing is saved; `plan` is what would happen now."""

    def __init__(self, plan: Plan):
        super().__init__()
        self.plan = plan


class SomeWrong(NotSaved):
    """A row is wrong, so nothing is saved."""


class ChangedMeanwhile(NotSaved):
    """What would happen is no longer what somebody saw: look at it again."""


@dataclass(frozen=True)
class Saved:
    new: int
    changed: int


def save(data: bytes, by, seen: str | None = None, leave_out_wrong: bool = False) -> Saved:
    """Save the rows that are new or change something, in one transaction; the same file again saves nothing.

    `seen` is the digest of the plan that was confirmed. Raises SomeWrong, ChangedMeanwhile or reading.Unreadable.
    """
    with transaction.atomic():
        _take_turns()
        plan = planning.make(data)
        if seen is not None and plan.digest != seen:
            raise ChangedMeanwhile(plan)
        if plan.counts[Verdict.WRONG] and not leave_out_wrong:
            raise SomeWrong(plan)
        return _save(plan, by)


def _take_turns():
    """Let two imports go one after the other."""
    list(Operator.objects.select_for_update().order_by("pk").values_list("pk"))


def _save(plan: Plan, by):
    new = [row for row in plan.rows if row.verdict == Verdict.NEW]
    changed = [row for row in plan.rows if row.verdict == Verdict.CHANGES]
    # No table names a document or a picture, so the index of who refers to what has nothing to learn from it.
    with disable_reference_index_auto_update():
        made = _make(new)
        kept = [row.operator for row in changed]
        recording.keep_pasts(kept)
        _change(changed)
        recording.record([*made, *kept], by, timezone.now(), new=made)
    return Saved(len(new), len(changed))


def _make(rows):
    """Make the new operators and what they have in rows; return their ids in that order."""
    slugs = planning.slugs_for(rows)
    made = Operator.objects.bulk_create(
        [Operator(**_plain_values(row), slug=slug) for row, slug in zip(rows, slugs, strict=True)], batch_size=_BATCH
    )
    for column in LISTS:
        _add_rows(column, {one.pk: row.values.get(column.name, ()) for one, row in zip(made, rows, strict=True)})
    return [one.pk for one in made]


def _plain_values(row: Planned) -> dict:
    return {name: row.values[name] for name in row.changed if not BY_NAME[name].is_list and name != "slug"}


def _change(rows):
    for begin in range(0, len(rows), _BATCH):
        some = rows[begin : begin + _BATCH]
        _change_plainly(some)
        for column in LISTS:
            _put_rows(column, {row.operator: row.values[column.name] for row in some if column.name in row.changed})


def _change_plainly(rows):
    """Write the values that an operator has one of: in one statement for all rows that change the same columns."""
    alike = {}
    for row in rows:
        names = tuple(name for name in row.changed if not BY_NAME[name].is_list)
        alike.setdefault(names, []).append(Operator(pk=row.operator, **{name: row.values[name] for name in names}))
    for names, operators in alike.items():
        if names:
            Operator.objects.bulk_update(operators, names, batch_size=_CASES)


def _put_rows(column: Column, wanted: dict[int, tuple]) -> None:
    """Make each operator's rows of one kind those that are wanted; what is there already stays as it is."""
    gone, lacking = [], {}
    there = column.rows_of(wanted)
    for operator, entries in wanted.items():
        left = Counter(entries)
        for pk, entry in there.get(operator, {}).items():
            if left[entry]:
                left[entry] -= 1
            else:
                gone.append(pk)
        lacking[operator] = [entry for entry in dict.fromkeys(entries) for _time in range(left[entry])]
    for begin in range(0, len(gone), _BATCH):
        column.model.objects.filter(pk__in=gone[begin : begin + _BATCH]).delete()
    _add_rows(column, lacking)


def _add_rows(column, wanted):
    column.model.objects.bulk_create(
        (
            column.model(operator_id=operator, **dict(zip(column.fields, entry, strict=True)))
            for operator, entries in wanted.items()
            for entry in entries
        ),
        batch_size=_BATCH,
    )
