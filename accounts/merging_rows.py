"""Rows that belong to a person, given to another and given back: what merging is made of, whatever the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model


def _never(_kept, _gone):
    return False


@dataclass(frozen=True)
class Kind:
    """The rows of one model, tied to their person by the field `owner`.

    Where `unique` names fields, a person has one row for each value of them. If both have one, `further(kept, gone)`
    says whether that of the entry that goes counts; the other row is set aside with the entry that goes.
    """

    model: type[Model]
    owner: str
    unique: Sequence[str] = ()
    further: Callable[[Model, Model], bool] = _never

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def of(self, person):
        return self.model._base_manager.filter(**{self.owner: person})

    def key_of(self, row):
        return tuple(getattr(row, name) for name in self.unique)


def move(kinds: Sequence[Kind], kept, gone) -> dict:
    """Give the rows of `gone` to `kept`, and return by label which moved, and which changed places.

    `{label: {"moved": [pk, …], "swapped": [[pk of kept's, pk of gone's], …], "both": […]}}`; `both` holds the row of
    kept's that counts, of each pair.
    """
    return {kind.label: _move(kind, kept, gone) for kind in kinds}


def undo(kinds: Sequence[Kind], kept, gone, moved: dict) -> None:
    """Give back what `move` gave, as far as it is still there; what came since stays with `kept`."""
    for kind in kinds:
        told = moved[kind.label]
        for of_kept, of_gone in told["swapped"]:
            _swap_back(kind, kept, gone, of_kept, of_gone)
        kind.of(kept).filter(pk__in=told["moved"]).update(**{kind.owner: gone})


def _move(kind, kept, gone):
    told = {"moved": [], "swapped": [], "both": []}
    theirs = {kind.key_of(row): row for row in kind.of(kept)} if kind.unique else {}
    for row in kind.of(gone).order_by("pk"):
        rival = theirs.get(kind.key_of(row)) if kind.unique else None
        if rival is None:
            told["moved"].append(row.pk)
        elif kind.further(rival, row):
            _swap(kind, rival.pk, row.pk, kept, gone)
            told["swapped"].append([rival.pk, row.pk])
            told["both"].append(row.pk)
        else:
            told["both"].append(rival.pk)
    kind.of(gone).filter(pk__in=told["moved"]).update(**{kind.owner: kept})
    return told


def _swap(kind, of_kept, of_gone, kept, gone):
    """Let two rows of one key change owners. One steps out meanwhile, as the database allows no two at any moment.

    What points to it keeps pointing to it: it comes back within the transaction, under the same primary key.
    """
    rows = kind.model._base_manager.filter(pk=of_kept)
    stepping_out = rows.get()
    rows._raw_delete(rows.db)
    kind.model._base_manager.filter(pk=of_gone).update(**{kind.owner: kept})
    setattr(stepping_out, kind.owner, gone)
    kind.model._base_manager.bulk_create([stepping_out])


def _swap_back(kind, kept, gone, of_kept, of_gone):
    aside = kind.of(gone).filter(pk=of_kept).first()
    if aside is None:
        return
    if kind.of(kept).filter(pk=of_gone).exists():
        _swap(kind, of_gone, of_kept, kept, gone)
    elif not kind.of(kept).filter(**dict(zip(kind.unique, kind.key_of(aside), strict=True))).exists():
        kind.of(gone).filter(pk=of_kept).update(**{kind.owner: kept})


def written(row: Model, names: Sequence[str]) -> dict:
    """Return the row's fields as JSON can hold them, without losing anything of them."""
    return {name: _plain(getattr(row, row._meta.get_field(name).attname)) for name in names}


def read(model: type[Model], values: dict) -> dict:
    """Return what `written` wrote, as the model has it."""
    fields = {name: model._meta.get_field(name) for name in values}
    return {
        fields[name].attname: None if value is None else fields[name].to_python(value) for name, value in values.items()
    }


def _plain(value):
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)


def change(row: Model, values: dict) -> dict | None:
    """Set the row's fields in the database; return for `change_back` what they were and are, or None without a change.

    Nobody is told of it: whoever changes what others copy brings the copies up to date.
    """
    before = written(row, values)
    row._meta.model._base_manager.filter(pk=row.pk).update(**values)
    row.refresh_from_db(fields=list(values))
    after = written(row, values)
    return {"pk": row.pk, "before": before, "after": after} if after != before else None


def change_back(model: type[Model], told: dict | None) -> bool:
    """Set the fields back where they still are what `change` made them, field by field; return whether all were."""
    row = told and model._base_manager.filter(pk=told["pk"]).first()
    if not row:
        return False
    now = written(row, told["after"])
    untouched = {name: value for name, value in told["before"].items() if now[name] == told["after"][name]}
    model._base_manager.filter(pk=row.pk).update(**read(model, untouched))
    return len(untouched) == len(told["before"])
