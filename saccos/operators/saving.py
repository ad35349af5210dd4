"""Saving what a table of operators was seen to do: all of it or nothing, and in each operator's history."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from saccos.models import Operator
from saccos.operators import planning, recording
from saccos.operators.columns import BY_NAME, Column
from saccos.operators.planning import Plan, Planned, Verdict


class SomeWrong(Exception):
    """A row is wrong, so nothing is saved."""


class ChangedMeanwhile(Exception):
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
            raise ChangedMeanwhile
        if plan.counts[Verdict.WRONG] and not leave_out_wrong:
            raise SomeWrong
        return _save(plan, by)


def _take_turns():
    """Let two imports go one after the other."""
    list(Operator.objects.select_for_update().order_by("pk").values_list("pk"))


def _save(plan: Plan, by):
    new = [row for row in plan.rows if row.verdict == Verdict.NEW]
    changed = [row for row in plan.rows if row.verdict == Verdict.CHANGES]
    # No table names a document or a picture, so the index of who refers to what has nothing to learn from it.
    with disable_reference_index_auto_update():
        made = [_make(row, slug) for row, slug in zip(new, planning.slugs_for(new), strict=True)]
        kept = [row.operator.pk for row in changed]
        recording.keep_pasts(kept)
        for row in changed:
            _change(row)
        recording.record([*made, *kept], by, timezone.now(), new=made)
    return Saved(len(new), len(changed))


def _make(row, slug):
    operator = Operator(**_plain_values(row, row.changed), slug=slug)
    operator.save()
    for column in _lists(row):
        _add_rows(operator, column, row.values[column.name])
    return operator.pk


def _plain_values(row: Planned, names) -> dict:
    return {name: row.values[name] for name in names if not BY_NAME[name].is_list and name != "slug"}


def _change(row):
    changed = _plain_values(row, row.changed)
    if "slug" in row.changed:
        changed["slug"] = row.values["slug"]
    if changed:
        Operator.objects.filter(pk=row.operator.pk).update(**changed)
    for column in _lists(row):
        put_rows(row.operator, column, row.values[column.name])


def _lists(row):
    return [BY_NAME[name] for name in row.changed if BY_NAME[name].is_list]


def put_rows(operator: Operator, column: Column, wanted) -> None:
    """Make the operator's rows of one kind those that are wanted; what is there already stays as it is."""
    lacking, gone = Counter(wanted), []
    kept = column.model.objects.filter(operator=operator)
    for instance, values in zip(kept, column.value_of(Operator(pk=operator.pk)), strict=True):
        if lacking[values]:
            lacking[values] -= 1
        else:
            gone.append(instance.pk)
    column.model.objects.filter(pk__in=gone).delete()
    _add_rows(operator, column, [values for values in dict.fromkeys(wanted) for _time in range(lacking[values])])


def _add_rows(operator, column, wanted):
    column.model.objects.bulk_create(
        column.model(operator_id=operator.pk, **dict(zip(column.fields, values, strict=True))) for values in wanted
    )
