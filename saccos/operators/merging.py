"""Two entries that are one operator made one, so that it can be undone exactly.

People and what is theirs (staff, personal invitations, workshops, history …) move: their rows change operator. What
describes an operator (contacts, routes, stages, vehicles, documents, managers) is copied, so that the entry that goes
stays whole; undoing takes the copies out again. The entry that goes keeps its row, its open invitation with it where
the other has one of its own: `Operator.kept` leads on from there.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, models, transaction

from saccos import history, keeping
from saccos.managing import appointing
from saccos.models import (
    Contact,
    DigestAddress,
    Management,
    Operator,
    OperatorDocument,
    OperatorFigures,
    OperatorMerge,
    Seal,
)
from saccos.operators import recording
from saccos.operators.columns import COLUMNS, LISTS

FIELDS = ("name", *(column.name for column in COLUMNS if not column.is_list and column.name != "name"))
"""What an operator has one of, and somebody chooses."""
UNIQUE = ("name", "slug")
COPIED = {**{column.model: column.fields for column in LISTS}, OperatorDocument: ("document_id", "note")}
"""What describes an operator in rows, and by which fields two of them say the same."""
_BATCH = 1000
_STAYS = (OperatorMerge, OperatorFigures, Operator, Seal, Management, *COPIED)


class CannotMerge(Exception):
    """One of the two was merged into a third one meanwhile, or they are the same entry."""


class CannotUndo(Exception):
    """A later merge stands in the way: it must be undone first."""


def merge(kept: Operator, gone: Operator, chosen: Mapping[str, object], by, now: datetime) -> OperatorMerge:
    """Make `gone` a part of `kept`, which gets the `chosen` values of FIELDS; a second call changes nothing.

    A name or short name that is the gone one's changes places with the kept one's. Raises CannotMerge.
    """
    with transaction.atomic():
        kept, gone = _locked(kept.pk, gone.pk)
        if gone.merged_into_id == kept.pk:
            return OperatorMerge.objects.filter(kept=kept, gone=gone, undone_at=None).latest("at")
        if kept.pk == gone.pk or kept.merged_into_id or gone.merged_into_id:
            raise CannotMerge
        recording.keep_past(kept)
        managers = appointing.rights_of(kept)
        moved = {"fields": _set_fields(kept, gone, chosen), "rows": _move_all(kept, gone)}
        moved["copies"] = _copy_all(kept, gone)
        moved["rights"] = _copy_managers(kept, gone, moved["copies"])
        moved["seals"] = _end_seals(gone, now)
        Operator.objects.filter(pk=gone.pk).update(merged_into=kept)
        keeping.recount([kept.pk, gone.pk], now)
        done = OperatorMerge.objects.create(kept=kept, gone=gone, moved=moved, by=by, at=now)
        history.note(kept, "operators-merged", by, now, name=gone.name)
        appointing.note(kept, managers, by, now)
        recording.record([kept.pk], by, now)
    return done


def undo(done: OperatorMerge, by, now: datetime) -> None:
    """Make two of them again; a second call changes nothing. What was changed since by hand stays with the kept one.

    Raises CannotUndo.
    """
    with transaction.atomic():
        kept, gone = _locked(done.kept_id, done.gone_id)
        done = OperatorMerge.objects.select_for_update().get(pk=done.pk)
        if done.undone_at:
            return
        if not can_undo(done):
            raise CannotUndo
        Operator.objects.filter(pk=gone.pk).update(merged_into=None)
        managers = appointing.rights_of(kept)
        _take_out_copies(done.moved, kept)
        _move_back(done.moved["rows"], kept, gone)
        _reset_fields(done.moved["fields"], kept, gone)
        Seal.objects.filter(pk__in=done.moved["seals"], expires_at__gt=now).update(ended_at=None)
        keeping.recount([kept.pk, gone.pk], now)
        OperatorMerge.objects.filter(pk=done.pk).update(undone_at=now)
        history.note(kept, "operators-unmerged", by, now, name=gone.name)
        appointing.note(kept, managers, by, now)
        recording.record([kept.pk], by, now)


def can_undo(done: OperatorMerge) -> bool:
    """Return whether no later merge builds on this one: merges are undone the last one first."""
    if done.undone_at:
        return False
    later = OperatorMerge.objects.filter(undone_at=None, pk__gt=done.pk)
    return not later.filter(models.Q(kept=done.kept_id) | models.Q(gone=done.kept_id)).exists()


def are_two(one: Operator, other: Operator, by, now: datetime) -> None:
    """Remember that these two are not the same, as a merge that was undone before it was done."""
    known = OperatorMerge.objects.filter(kept__in=(one, other), gone__in=(one, other)).exclude(undone_at=None)
    if not known.exists():
        OperatorMerge.objects.create(kept=one, gone=other, by=by, at=now, undone_at=now)


def _locked(*pks):
    """Return the operators, locked in one order whoever asks, so that two merges never wait for each other."""
    found = {one.pk: one for one in Operator.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    return [found[pk] for pk in pks]


# Fields


def _set_fields(kept, gone, chosen):
    """Give the kept one the chosen values; return what each of the two had before, and has now."""
    before = {one.pk: {name: getattr(one, name) for name in FIELDS} for one in (kept, gone)}
    now = before[kept.pk] | {name: value for name, value in chosen.items() if name in FIELDS}
    gone_now = dict(before[gone.pk])
    for name in UNIQUE:
        if now[name] == before[gone.pk][name]:
            gone_now[name] = before[kept.pk][name]
    _write(kept, gone, now, gone_now)
    said = {name: [before[kept.pk][name], now[name]] for name in FIELDS if now[name] != before[kept.pk][name]}
    theirs = {name: [before[gone.pk][name], gone_now[name]] for name in UNIQUE if name in said}
    return {"kept": _for_json(said), "gone": _for_json(theirs)}


def _write(kept, gone, values, gone_values):
    """Free what may be held once only before either gets it."""
    Operator.objects.filter(pk=gone.pk).update(name=f"~{gone.pk}", slug=f"gone-{gone.pk}")
    Operator.objects.filter(pk=kept.pk).update(**values)
    Operator.objects.filter(pk=gone.pk).update(**{name: gone_values[name] for name in UNIQUE})


def _for_json(changes):
    return {name: [_plain(value) for value in pair] for name, pair in changes.items()}


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _reset_fields(changes, kept, gone):
    """Put back what still is as the merge left it."""
    current = {name: getattr(kept, name) for name in FIELDS}
    back = {name: old for name, (old, new) in changes["kept"].items() if _plain(current[name]) == new}
    values = current | {name: Operator._meta.get_field(name).to_python(old) for name, old in back.items()}
    theirs = {name: getattr(gone, name) for name in UNIQUE}
    theirs |= {name: old for name, (old, _new) in changes["gone"].items() if name in back}
    _write(kept, gone, values, theirs)


# Rows that move


def _relations() -> dict[str, tuple[type[models.Model], str]]:
    """Return the model and its field, by a name for them, of all that belongs to an operator and moves, in any room."""
    related = (one for one in Operator._meta.get_fields(include_hidden=True) if one.one_to_many or one.one_to_one)
    pairs = ((one.related_model, one.field.name) for one in related if isinstance(one, models.ForeignObjectRel))
    return {f"{model._meta.label}.{field}": (model, field) for model, field in pairs if model not in _STAYS}


def _move_all(kept, gone):
    """Return the ids of the rows that moved. What the kept one has already (an open link, a workshop) stays behind."""
    moved = {}
    for label, (model, field) in _relations().items():
        rows = model._base_manager.filter(**{field: gone})
        if pks := list(rows.order_by("pk").values_list("pk", flat=True)):
            moved[label] = _move(model, field, pks, kept)
    return moved


def _move(model, field, pks, operator):
    """Move the rows, many at once where nothing forbids it; return the ids of those that could be moved."""
    return [
        pk
        for start in range(0, len(pks), _BATCH)
        for pk in _move_some(model, field, pks[start : start + _BATCH], operator)
    ]


def _move_some(model, field, pks, operator):
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=pks).update(**{field: operator})
    except IntegrityError:
        return [pk for pk in pks if _move_some(model, field, [pk], operator)] if len(pks) > 1 else []
    return pks


def _move_back(moved, kept, gone):
    known = _relations()
    for label, pks in moved.items():
        model, field = known[label]
        still = set(model._base_manager.filter(**{field: kept}).values_list("pk", flat=True))
        _move(model, field, [pk for pk in pks if pk in still], gone)


# Rows that are copied


def _copy_all(kept, gone):
    copies = {}
    for model, fields in COPIED.items():
        mine = set(model.objects.filter(operator=kept).values_list(*fields))
        theirs = [row for row in model.objects.filter(operator=gone).values(*fields) if tuple(row.values()) not in mine]
        copies[model._meta.label] = [_copy(model, row, kept).pk for row in theirs]
    return copies


def _copy(model, row, kept):
    """A second focal person or deputy comes without the duty: there is one of each."""
    if row.get("duty") and Contact.objects.filter(operator=kept, duty=row["duty"]).exists():
        row = row | {"duty": Contact.Duty.NONE}
    return model.objects.create(operator=kept, **row)


def _copy_managers(kept, gone, copies):
    """Let the gone one's managers manage the kept one, each with the greater of their rights; return what rose.

    The digest comes to who is new there as it came before.
    """
    mine = {one.user_id: one for one in Management.objects.filter(operator=kept)}
    new, rose = [], {}
    for theirs in Management.objects.filter(operator=gone).select_related("digest_address"):
        own = mine.get(theirs.user_id)
        if own is None:
            new.append(_copy_manager(theirs, kept).pk)
        elif theirs.right > own.right:
            Management.objects.filter(pk=own.pk).update(right=theirs.right)
            rose[str(own.pk)] = [own.right, theirs.right]
    copies[Management._meta.label] = new
    return rose


def _copy_manager(theirs, kept):
    told = {name: getattr(theirs, name) for name in ("user_id", "right", "digest", "digest_sent_at")}
    made = Management.objects.create(operator=kept, **told)
    if address := getattr(theirs, "digest_address", None):
        # The link that was sent confirms it here too.
        DigestAddress.objects.create(management=made, email=address.email, asked_email=address.asked_email)
    return made


def _take_out_copies(moved, kept):
    models_of = {model._meta.label: model for model in (*COPIED, Management)}
    for label, pks in moved["copies"].items():
        models_of[label].objects.filter(pk__in=pks, operator=kept).delete()
    for pk, (old, new) in moved["rights"].items():
        Management.objects.filter(pk=pk, right=new).update(right=old)


def _end_seals(gone, now):
    """End the gone one's seal: it spoke of a crew that is no longer counted apart."""
    seals = Seal.objects.filter(operator=gone, ended_at=None, expires_at__gt=now)
    pks = list(seals.values_list("pk", flat=True))
    Seal.objects.filter(pk__in=pks).update(ended_at=now)
    return pks
