"""A list comes in, its columns are confirmed, and it goes away again where nobody wants it."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from saccos.models import Operator, Roster, RosterRow
from saccos.roster import columns as guessing
from saccos.roster import fields, reading, sheet
from saccos.roster.columns import Columns
from saccos.roster.reading import Unreadable

KEPT = timedelta(days=30)
UNFINISHED = (Roster.Phase.COLUMNS, Roster.Phase.CHECKING, Roster.Phase.READY, Roster.Phase.SAVING)
BATCH = 1000
_UNJUDGED = {"verdict": "", "problems": [], "person": None, "member": None, "before": {}}


def bring(operator: Operator, brought: bytes | str, source: str, by, now: datetime) -> Roster:
    """Return the list made of a file's bytes or of pasted text, its columns guessed and still to be confirmed.

    The same content brought again while the first is unfinished is that first one. Raises Unreadable.
    """
    sweep(now)
    digest = hashlib.sha256(brought.encode() if isinstance(brought, str) else brought).hexdigest()
    if found := _unfinished(operator, digest):
        return found
    rows = reading.read_paste(brought) if isinstance(brought, str) else reading.read_file(brought)
    guess = guessing.guess(rows)
    if len(guess.rows) - guess.has_heading > reading.MOST_ROWS:
        raise Unreadable("too_many")
    if len(guess.rows) == guess.has_heading:
        raise Unreadable("only_heading")
    with transaction.atomic():
        # Two tabs that bring the same at one moment take turns.
        Operator.objects.select_for_update(no_key=True).get(pk=operator.pk)
        if found := _unfinished(operator, digest):
            return found
        return _keep(guess, operator=operator, source=source[:120], digest=digest, made_by=by, made_at=now)


def _unfinished(operator, digest):
    return operator.rosters.filter(digest=digest, phase__in=UNFINISHED).first()


def _keep(guess, **fields):
    roster = Roster.objects.create(
        columns={**guess.columns, sheet.NOT_KEPT: guess.not_kept},
        has_heading=guess.has_heading,
        total=len(guess.rows) - guess.has_heading,
        **fields,
    )
    rows = (RosterRow(roster=roster, number=number, cells=cells) for number, cells in guess.rows)
    RosterRow.objects.bulk_create(rows, batch_size=BATCH)
    return roster


def confirm(roster: Roster, columns: Columns, otherwise: str, has_heading: bool, language: str = "") -> bool:
    """Take the columns as confirmed and let the check begin; return whether the list still stood at that.

    What was decided and mended by hand since an earlier check goes, as it belonged to other columns.
    """
    open_ones = Roster.objects.filter(pk=roster.pk, phase__in=(Roster.Phase.COLUMNS, Roster.Phase.READY))
    with transaction.atomic():
        kept = {sheet.NOT_KEPT: roster.columns.get(sheet.NOT_KEPT, []), sheet.OTHERWISE: otherwise}
        kept[sheet.LANGUAGE] = language or language_of(roster)
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
    return bool(changed)


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
    """Take away what was written in lists brought 30 days ago or earlier, and lists never saved; return how many."""
    old = Roster.objects.filter(made_at__lte=now - KEPT)
    unsaved = [roster.pk for roster in old.filter(phase__in=UNFINISHED).exclude(lease_until__gte=now)]
    _delete(unsaved)
    _delete_rows(old.filter(saved_at__lte=now - KEPT).values("pk"))
    return len(unsaved)
