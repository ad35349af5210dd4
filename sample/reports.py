"""Reports of offences for the sample's case officer: sealed as real ones are, in development only."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from incidents import receipts, said, taking
from incidents.casework import acting
from incidents.models import Case, Entry, Officer, ReceivedCount
from sample import days

_SENT_AT, _ANSWERED_AT = 7, 9


def load(data: dict, now: datetime) -> None:
    """Send the reports of `content/reports.yaml` (parsed, as `data`) where there is none at all."""
    officer = Officer.objects.with_keys().first()
    if officer is None or Case.objects.exists():
        return
    with transaction.atomic():
        for entry in data["reports"]:
            _send(entry, min(now, days.at(now, entry["in_days"], _SENT_AT)))
            if "reply" in entry:
                _answer(entry, Case.objects.latest("pk"), officer, days.at(now, entry["in_days"] + 1, _ANSWERED_AT))
        _count(data["received"], timezone.localdate(now).replace(day=1))


def answered(data: dict) -> str:
    """Return the receipt with which its sender reads our answer, in fours; "" where that report was never sent."""
    sent = next(_sent(entry) for entry in data["reports"] if "reply" in entry)
    return receipts.spelled(taking.receipt_of(sent)) if taking.is_known(sent) else ""


def _sent(entry):
    return taking.Sent(entry["said"], f"sample {entry['said']['county']}")


def _send(entry, at):
    taking.take(_sent(entry), at, said.urgency(entry["said"]), entry["said"]["county"])


def _count(received, this_month):
    """Add what came in earlier months: nothing ties such a count to a case."""
    for one in received:
        month = this_month - relativedelta(months=one["months_ago"])
        ReceivedCount.objects.get_or_create(month=month, county=one["county"], defaults={"number": one["number"]})


def _answer(entry, case, officer, at):
    acting.change(case, {"assigned_to": officer, "state": Case.State.WAITING}, officer, at)
    for kind, name in ((Entry.Kind.NOTE, "note"), (Entry.Kind.REPLY, "reply")):
        acting.write(case, acting.Said(kind, {"text": entry[name]}, f"sample {name}"), officer, at)
    Case.objects.filter(pk=case.pk).update(has_news=False)
