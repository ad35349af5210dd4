"""How long reports are kept: a time after closing, and then nothing of them but that there was one of this number."""

from datetime import datetime, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from incidents import case_log, files, notifying
from incidents.models import Attachment, Case, LogLine, Unlocked
from messaging.models import Message

STRAY_AFTER = timedelta(days=1)
MESSAGES_KEPT = timedelta(days=1)


def purge(now: datetime) -> int:
    """Delete what is past its time, and return how many cases that were.

    A case goes when it was closed REPORT_RETENTION_MONTHS months ago, with those that went into it, their entries and
    files; so do unlocked keys that expired, sealed files that belong to nothing, and messages that told of an arrival.
    """
    before = now - relativedelta(months=settings.REPORT_RETENTION_MONTHS)
    old = Case.objects.current().filter(state=Case.State.CLOSED, closed_at__lte=before).order_by("pk")
    count = sum(_delete(pk, before, now) for pk in list(old.values_list("pk", flat=True)))
    Unlocked.objects.filter(expires_at__lte=now).delete()
    told = Message.objects.filter(created_at__lte=now - MESSAGES_KEPT)
    told.filter(kind=notifying.KIND).delete()
    # That the team has changed must reach it, however long the gateway is away.
    told.filter(kind=notifying.CHANGED).exclude(state=Message.State.QUEUED).delete()
    _remove_strays(now)
    return count


@transaction.atomic
def _delete(pk, before, now):
    """Delete one case whole, unless it was opened again since; return how many that were, merged ones included."""
    case = Case.objects.select_for_update().filter(pk=pk, closed_at__lte=before).first()
    if case is None:
        return 0
    whole = list(Case.objects.filter(Q(pk=pk) | Q(merged_into=pk)).order_by("pk"))
    tokens = list(Attachment.objects.filter(entry__case__in=whole).values_list("token", flat=True))
    for one in whole:
        case_log.note(None, LogLine.Act.PURGED, now, one.number)
    case.delete()
    transaction.on_commit(lambda: _remove(tokens))
    return len(whole)


def _remove(tokens):
    for token in tokens:
        files.remove(token)


def _remove_strays(now):
    """Remove what a report that was never stored left behind, once nobody can be at it any more."""
    folder = Path(settings.REPORTS_ROOT)
    if not folder.exists():
        return
    before = (now - STRAY_AFTER).timestamp()
    old = {path.name: path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime <= before}
    known = set(Attachment.objects.filter(token__in=old).values_list("token", flat=True))
    for name in old.keys() - known:
        old[name].unlink(missing_ok=True)
