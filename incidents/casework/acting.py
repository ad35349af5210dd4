"""What an officer does with a case: each act once, however often its form is sent, and each in the log."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from nacl.utils import random

from incidents import case_log, cases, sealing
from incidents.models import Case, Entry, LogLine, Officer

Act, Kind, State = LogLine.Act, Entry.Kind, Case.State
_ACTS = {Kind.NOTE: Act.NOTED, Kind.REPLY: Act.REPLIED, Kind.REFERRAL: Act.REFERRED}


class NoSuchCase(Exception):
    """No other case has this number."""


class JustMerged(Exception):
    """One of the two cases has gone into another one."""


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
def close_all(numbers: list[str], officer: Officer, now: datetime) -> int:
    """Close the cases of these numbers, read or not, a line in the log for each; return how many were still open."""
    found = Case.objects.current().filter(number__in=numbers).exclude(state=State.CLOSED).order_by("pk")
    for case in found:
        change(case, {"state": State.CLOSED}, officer, now)
    Case.objects.filter(pk__in=[case.pk for case in found]).update(has_news=False)
    return len(found)


def target_of(case: Case, number: str) -> Case:
    """Return the case of this number, or the one that it has gone into. Raises NoSuchCase."""
    whole = Case.objects.select_related("team_key", "merged_into__team_key")
    found = whole.filter(number=number.strip().upper()).first()
    target = found and (found.merged_into or found)
    if target is None or target.pk == case.pk:
        raise NoSuchCase
    return target


@transaction.atomic
def merge(case: Case, number: str, officer: Officer, now: datetime) -> Case:
    """Let a case, and what has gone into it, go into the one of this number; return that. Twice does no harm.

    Raises NoSuchCase, and JustMerged where one of the two has gone into another one meanwhile.
    """
    target = target_of(case, number)
    # In the order of their keys, so that two who merge at once wait for each other and never for ever.
    rows = Case.objects.select_for_update().filter(pk__in=[case.pk, target.pk]).order_by("pk")
    both = {one.pk: one for one in rows}
    case, target = both[case.pk], both[target.pk]
    if case.merged_into_id == target.pk:
        return target
    if case.merged_into_id or target.merged_into_id:
        raise JustMerged
    Case.objects.filter(Q(pk=case.pk) | Q(merged_into=case)).update(merged_into=target)
    _take_on(target, case)
    case_log.note(officer, Act.MERGED, now, case.number, f"into {target.number}")
    case_log.note(officer, Act.MERGED, now, target.number, f"with {case.number}")
    return target


def _take_on(target, case):
    """Let the whole be as urgent, as new and as little closed as what went into it, or nobody would see that again."""
    target.urgency = min(target.urgency, case.urgency)
    target.has_news = target.has_news or case.has_news
    if target.state == State.CLOSED:
        is_done = case.state == State.CLOSED
        target.state = State.CLOSED if is_done else State.OPEN
        target.closed_at = max(target.closed_at, case.closed_at) if is_done else None
    target.save(update_fields=["urgency", "has_news", "state", "closed_at"])


@transaction.atomic
def part(case: Case, number: str, officer: Officer, now: datetime) -> None:
    """Let a case that went into this one stand for itself again; where it does already, do nothing."""
    if case.merged.filter(number=number).update(merged_into=None):
        case_log.note(officer, Act.MERGED, now, number, f"out of {case.number}")
        case_log.note(officer, Act.MERGED, now, case.number, f"without {number}")
