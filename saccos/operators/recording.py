"""What an operator was before a change and after it, and who changed it, as the admin's history shows it."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields
from wagtail.models import ModelLogEntry, Revision

from saccos.models import Operator

_BATCH = 500


def keep_past(operator: Operator) -> None:
    """Keep how the operator is now, where no revision says so yet: the next one is compared with it."""
    keep_pasts([operator.pk])
    operator.refresh_from_db(fields=["latest_revision"])


def keep_pasts(pks: Collection[int]) -> None:
    """Likewise for many, in a few queries for hundreds of them."""
    for operators in _batches(pks):
        _revise([one for one in operators if one.latest_revision_id is None], None, timezone.now())


def record(pks: Collection[int], by, now: datetime, new: Collection[int] = ()) -> None:
    """Keep the operators as the database has them now as revisions by this person, and put that in the log.

    `new` holds those of them that were only now made.
    """
    new = frozenset(new)
    for operators in _batches(pks):
        revisions = _revise(operators, by, now)
        ModelLogEntry.objects.bulk_create(
            _log_entry(one, revision, by, now, "wagtail.create" if one.pk in new else "wagtail.edit")
            for one, revision in zip(operators, revisions, strict=True)
        )


def _batches(pks) -> Iterator[list[Operator]]:
    pks = sorted(pks)
    for start in range(0, len(pks), _BATCH):
        yield list(Operator.objects.filter(pk__in=pks[start : start + _BATCH]))


def _contents(operators) -> Iterator[dict]:
    """Yield of each operator what `serializable_data` returns, with the rows of all of them read at once."""
    theirs = {}
    for relation in get_all_child_relations(Operator):
        name = relation.get_accessor_name()
        for row in relation.related_model.objects.filter(**{f"{relation.field.name}__in": operators}):
            rows = theirs.setdefault(getattr(row, relation.field.attname), {}).setdefault(name, [])
            rows.append(get_serializable_data_for_fields(row))
    names = [relation.get_accessor_name() for relation in get_all_child_relations(Operator)]
    for one in operators:
        rows = theirs.get(one.pk, {})
        yield get_serializable_data_for_fields(one) | {name: rows.get(name, []) for name in names}


def _revise(operators, by, now):
    kind = ContentType.objects.get_for_model(Operator)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(one.pk),
            user=by,
            created_at=now,
            object_str=str(one),
            content=content,
        )
        for one, content in zip(operators, _contents(operators), strict=True)
    )
    theirs = Revision.objects.filter(
        pk__in=[revision.pk for revision in revisions],
        base_content_type=kind,
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    Operator.objects.filter(pk__in=[one.pk for one in operators]).update(latest_revision=Subquery(theirs.values("pk")))
    return revisions


def _log_entry(operator, revision, by, now, action):
    return ModelLogEntry(
        content_type=revision.content_type,
        object_id=str(operator.pk),
        label=str(operator),
        action=action,
        timestamp=now,
        user=by,
        revision=revision,
        content_changed=True,
        data={},
    )
