"""A list comes in, its columns are confirmed, and it goes away again where nobody wants it."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from saccos.models import Operator, Roster, RosterRow
from saccos.roster import fields, reading, several, sheet
from saccos.roster.columns import Columns
from saccos.roster.reading import Unreadable

KEPT = timedelta(days=30)
UNFINISHED = (Roster.Phase.COLUMNS, Roster.Phase.CHECKING, Roster.Phase.READY, Roster.Phase.SAVING)
BATCH = 1000
_CASES = 200
_UNJUDGED = {"verdict": "", "problems": [], "person": None, "member": None, "before": {}}


def bring(operator: Operator, brought: bytes | str, source: str, by, now: datetime) -> Roster:
    """Return the list made of a file's bytes or of pasted text, its columns guessed and still to be confirmed.

    Of a workbook's sheets it is the one that looks most like a staff list; each other one that may be one becomes a
    list beside it. The same content brought again while the first is unfinished is that first one. Raises Unreadable.
    """
    sweep(now)
    digest = hashlib.sha256(brought.encode() if isinstance(brought, str) else brought).hexdigest()
    if found := _unfinished(operator, digest):
        return found
    first, beside, told = several.lists(brought, digest)
    if first.guess.people > reading.MOST_ROWS:
        raise Unreadable("too_many")
    if not first.guess.people:
        raise Unreadable("only_heading")
    with transaction.atomic():
        # Two tabs that bring the same at one moment take turns.
        Operator.objects.select_for_update(no_key=True).get(pk=operator.pk)
        if found := _unfinished(operator, digest):
            return found
        said = {"operator": operator, "made_by": by, "made_at": now}
        for one in beside:
            own = several.digest_of(digest, one.title)
            if not _unfinished(operator, own):
                _keep(one, told, source=one.source(source), digest=own, **said)
        return _keep(first, told, source=first.source(source), digest=digest, **said)


def _unfinished(operator, digest):
    return operator.rosters.filter(digest=digest, phase__in=UNFINISHED).first()


def _keep(one, told, **fields):
    guess = one.guess
    roster = Roster.objects.create(
        columns={**guess.columns, sheet.NOT_KEPT: guess.not_kept, **told},
        has_heading=guess.has_heading,
        total=guess.people,
        **fields,
    )
    rows = (RosterRow(roster=roster, number=number, cells=cells) for number, cells in guess.rows)
    RosterRow.objects.bulk_create(rows, batch_size=BATCH)
    return roster


def confirm(roster: Roster, columns: Columns, otherwise: str, has_heading: bool, language: str = "") -> bool:
    """Take the columns as confirmed and let the check begin; return whether the list still stood at that.

    `otherwise` is a role, or empty, or sheet.ABOVE: then each row without a role gets the one above it for good.
    What was decided and mended by hand since an earlier check goes, as it belonged to other columns.
    """
    open_ones = Roster.objects.filter(pk=roster.pk, phase__in=(Roster.Phase.COLUMNS, Roster.Phase.READY))
    with transaction.atomic():
        is_above = otherwise == sheet.ABOVE
        kept = {sheet.NOT_KEPT: roster.columns.get(sheet.NOT_KEPT, []), sheet.OTHERWISE: "" if is_above else otherwise}
        kept[sheet.LANGUAGE] = language or language_of(roster)
        kept |= {name: roster.columns[name] for name in (sheet.SHEETS,) if name in roster.columns}
        total = RosterRow.objects.filter(roster=roster).count() - has_heading
        changed = open_ones.update(
            columns={**columns, **kept},
            has_heading=has_heading,
            phase=Roster.Phase.CHECKING,
            total=total,
            done=0,
            counts={},
            error="",
            lease_until=None,
        )
        if changed:
            roster.rows.exclude(verdict="", given={}, choice="").update(**_UNJUDGED, given={}, choice="")
            if is_above:
                _fill_down(roster, columns[fields.Field.ROLE][0], has_heading)
    return bool(changed)


def _fill_down(roster, column, has_heading):
    """Write in each row that says no role the last one said above it."""
    filled, role = [], ""
    for row in list(roster.rows.order_by("number"))[has_heading:]:
        said = row.cells[column] if column < len(row.cells) else ""
        if role and not said:
            row.cells = [*row.cells[:column], *[""] * (column - len(row.cells)), role, *row.cells[column + 1 :]]
            filled.append(row)
        role = said or role
    RosterRow.objects.bulk_update(filled, ["cells"], batch_size=_CASES)


def language_of(roster: Roster) -> str:
    """Return the language of those whom a list brings: as confirmed, else its headings', else its manager's."""
    if chosen := roster.columns.get(sheet.LANGUAGE):
        return chosen
    heading = roster.rows.order_by("number").values_list("cells", flat=True).first() if roster.has_heading else None
    if fields.is_in_kiswahili(heading or []):
        return "sw"
    return roster.made_by.language if roster.made_by else "en"


def reopen_columns(roster: Roster) -> None:
    """Go back to choosing the columns, from a list that is checked or being checked and not saved."""
    phases = (Roster.Phase.CHECKING, Roster.Phase.READY)
    Roster.objects.filter(pk=roster.pk, phase__in=phases).update(
        phase=Roster.Phase.COLUMNS, lease_until=None, done=0, error=""
    )


def drop(roster: Roster) -> bool:
    """Throw a list away that was not saved; return whether it is gone."""
    phases = (Roster.Phase.COLUMNS, Roster.Phase.CHECKING, Roster.Phase.READY)
    with transaction.atomic():
        # Whoever checks or saves it at this moment is waited for.
        found = Roster.objects.select_for_update().filter(pk=roster.pk, phase__in=phases).first()
        if found:
            _delete([found.pk])
    return found is not None


def _delete(rosters):
    _delete_rows(rosters)
    Roster.objects.filter(pk__in=rosters).delete()


def _delete_rows(rosters):
    """Delete rows at once: nothing hangs on them, and none is in a search index."""
    rows = RosterRow.objects.filter(roster__in=rosters)
    rows._raw_delete(rows.db)


def sweep(now: datetime) -> int:
    """Take away what was written in lists brought 30 days ago or earlier, and lists never saved; return how many.

    What an undoing that was asked for still needs stays for 30 days more.
    """
    old = Roster.objects.filter(made_at__lte=now - KEPT)
    unsaved = [roster.pk for roster in old.filter(phase__in=UNFINISHED).exclude(lease_until__gte=now)]
    _delete(unsaved)
    given_up = Roster.objects.being_undone().filter(undone_at__lte=now - KEPT)
    given_up.exclude(lease_until__gte=now).update(undone_at=None, error="")
    to_undo = Roster.objects.being_undone().values("pk")
    _delete_rows(old.filter(saved_at__lte=now - KEPT).exclude(pk__in=to_undo).values("pk"))
    return len(unsaved)
