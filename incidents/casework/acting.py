"""What an officer does with a case: each act once, however often its form is sent, and each in the log."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from nacl.utils import random

from incidents import case_log, cases, sealing
from incidents.models import Case, Entry, LogLine, Officer

Act, Kind, State = LogLine.Act, Entry.Kind, Case.State
_ACTS = {Kind.NOTE: Act.NOTED, Kind.REPLY: Act.REPLIED, Kind.REFERRAL: Act.REFERRED}


class NoSuchCase(Exception):
    """No other case has this number."""


@dataclass(frozen=True)
class Said:
    """What an officer wrote by one form: the kind of entry, its record, and the form's token."""

    kind: str
    record: dict
    token: str = ""

    def hash_for(self, case: Case) -> str:
        """Return what is stored to know a repeat; the content does not follow from it, as the token is not stored."""
        token = self.token.encode() or random(16)
        return sealing.digest(b"written", token, case.number.encode(), self.kind.encode(), repr(self.record).encode())


def write(case: Case, said: Said, officer: Officer, now: datetime) -> None:
    """Store a note, a reply or a referral; a reply once for each reporter whose case has gone into this one."""
    receiving = [case, *case.merged.all()] if said.kind == Kind.REPLY else [case]
    try:
        with transaction.atomic():
            for one in receiving:
                cases.write(one, said.kind, said.record, officer, now, said.hash_for(one))
            Case.objects.filter(pk=case.pk, state=State.NEW).update(state=State.OPEN)
            case_log.note(officer, _ACTS[said.kind], now, case.number)
    except IntegrityError:
        if not Entry.objects.filter(sent_hash=said.hash_for(case)).exists():
            raise


@transaction.atomic
def change(case: Case, values: dict, officer: Officer, now: datetime) -> None:
    """Set state, urgency and whom the case is assigned to, as far as they are in `values`; log what differs.

    Closing notes when, for the retention; opening again forgets it.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("assigned_to__user").get(pk=case.pk)
    said = [_say(case, name, values[name]) for name in values if getattr(case, name) != values[name]]
    if not said:
        return
    was_closed = case.state == State.CLOSED
    for name, value in values.items():
        setattr(case, name, value)
    if was_closed != (case.state == State.CLOSED):
        case.closed_at = None if was_closed else now
    case.save(update_fields=[*values, "closed_at"])
    for act, words in said:
        case_log.note(officer, act, now, case.number, words)


def _say(case, name, value):
    """Return the act and the words of the log for one value that changes."""
    if name == "assigned_to":
        return Act.ASSIGNED, f"to {value or 'nobody'}"
    return Act.CHANGED, f"{name}: {Case.Urgency(value).name.lower() if name == 'urgency' else value}"


@transaction.atomic
def merge(case: Case, number: str, officer: Officer, now: datetime) -> Case:
    """Let a case, and what has gone into it, go into the one with this number; return that. Twice does no harm.

    A number that has itself gone into another case stands for that one. Raises NoSuchCase.
    """
    found = Case.objects.select_related("merged_into").filter(number=number.strip().upper()).first()
    target = found and (found.merged_into or found)
    if target is None or target.pk == case.pk:
        raise NoSuchCase
    going = [case, *case.merged.all()]
    moved = Case.objects.filter(pk__in=[one.pk for one in going]).exclude(merged_into=target)
    if moved.update(merged_into=target):
        Case.objects.filter(pk=target.pk, urgency__gt=case.urgency).update(urgency=case.urgency)
        case_log.note(officer, Act.MERGED, now, case.number, f"into {target.number}")
        case_log.note(officer, Act.MERGED, now, target.number, f"with {case.number}")
    return target


@transaction.atomic
def part(case: Case, number: str, officer: Officer, now: datetime) -> None:
    """Let a case that went into this one stand for itself again; where it does already, do nothing."""
    if case.merged.filter(number=number).update(merged_into=None):
        case_log.note(officer, Act.MERGED, now, number, f"out of {case.number}")
        case_log.note(officer, Act.MERGED, now, case.number, f"without {number}")
