"""The list on the trainer's phone: what it shows, and what it sends, perhaps much later and more than once.

A sending is a list of entries, each with a `mark` that the phone made for it. The answer says for each what became of
it, so that the phone forgets what is kept here and shows what was refused:

    {"mark": "…", "do": "here", "row": 12, "age": 60}            → {"mark": "…", "is": "kept", "row": 12}
    {"mark": "…", "do": "away", "row": 12, "saw": "2026-…"}      → {"mark": "…", "is": "kept", "row": 12}
    {"mark": "…", "do": "add", "full_name": "…", "phone": "…", "operator": "3", "role": "driver", "age": 0}
                                                                 → {"mark": "…", "is": "kept", "row": 13}
                                                          or     → {"mark": "…", "is": "refused", "why": {"phone": "…"}}

`age` is how many seconds before the sending it happened, by the phone's own clock at both ends: a wrong clock does no
harm. Entries of two phones meet here: a tick stays the first one, and taking it away holds only against the tick seen.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from workshops import attending, codes, planning
from workshops.forms import LONGEST_MARK, HallForm, invited_to
from workshops.models import Participant, Workshop

MOST_ENTRIES = 100
Way = Participant.Way


class NotASending(Exception):
    """This is no list of entries as a phone sends it."""


def shown(workshop: Workshop, now: datetime) -> dict:
    """Return what the phone shows: the code with the seconds it has left, and every row of the list."""
    rows = [_row(participant) for participant in planning.as_listed(workshop.participants.all())]
    return {
        "at": now.isoformat(),
        "code": codes.code(workshop.code_secret, now),
        "left": codes.seconds_left(now),
        "is_open": workshop.is_open(now),
        "places": workshop.capacity,
        "here": sum(1 for row in rows if row["came"]),
        "rows": rows,
    }


def _row(participant):
    return {
        "pk": participant.pk,
        "number": participant.number,
        "name": str(participant.person),
        "operator": str(participant.operator or ""),
        "came": participant.came_at.isoformat() if participant.came_at else "",
        "way": participant.way if participant.came_at else "",
    }


def take(workshop: Workshop, sent: object, by, now: datetime) -> list[dict]:
    """Keep what a trainer's phone sends; return for each entry, by its mark, what became of it. Raises NotASending."""
    if not isinstance(sent, list) or len(sent) > MOST_ENTRIES:
        raise NotASending
    entries = [entry for entry in sent if isinstance(entry, dict) and _mark(entry)]
    if len(entries) < len(sent):
        raise NotASending
    return [
        {"mark": entry["mark"], **_KEEP.get(entry.get("do"), _refuse)(workshop, entry, by, now)} for entry in entries
    ]


def _mark(entry):
    mark = entry.get("mark")
    # What can't be printed, NUL above all, the database can't keep.
    return isinstance(mark, str) and 0 < len(mark) <= LONGEST_MARK and mark.isprintable()


def _here(workshop, entry, by, now):
    participant = _participant(workshop, entry)
    if participant is None:
        return _gone()
    attending.note_came(participant, Way.TRAINER, _moment(workshop, entry, now), by)
    return {"is": "kept", "row": participant.pk}


def _away(workshop, entry, by, now):
    participant = _participant(workshop, entry)
    if participant is None:
        return _gone()
    attending.note_away(participant, by, _saw(entry))
    return {"is": "kept", "row": participant.pk}


def _add(workshop, entry, by, now):
    form = HallForm({**entry, "mark": ""}, invited=invited_to(workshop))
    if not form.is_valid():
        return {"is": "refused", "why": {name: errors[0] for name, errors in form.errors.items()}}
    at = _moment(workshop, entry, now)
    row = attending.come_by_trainer(workshop, form.said, Way.TRAINER, at, by, mark=entry["mark"])
    return {"is": "kept", "row": row.pk}


def _refuse(workshop, entry, by, now):
    raise NotASending


_KEEP = {"here": _here, "away": _away, "add": _add}


def _gone():
    return {"is": "refused", "why": {"row": _("This person is no longer on the list.")}}


def _participant(workshop, entry):
    pk = entry.get("row")
    return workshop.participants.filter(pk=pk).first() if type(pk) is int and 0 < pk < 2**63 else None


def _moment(workshop, entry, now):
    """Return when it happened, by our clock: never before the doors opened, nor after now."""
    age = entry.get("age")
    seconds = min(max(age, 0), 10**8) if type(age) in (int, float) and age == age else 0
    return max(min(workshop.opens_at, now), now - timedelta(seconds=seconds))


def _saw(entry):
    """Return the time of the tick that was seen; None, or nothing readable, is whichever there is."""
    try:
        saw = parse_datetime(str(entry.get("saw") or ""))
    except ValueError:
        return None
    return saw if saw and timezone.is_aware(saw) else None
