"""Coming back to a report: what the team replied, and where what is added goes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incidents import sealing
from incidents.models import Case, Entry

_STATES = {
    Case.State.NEW: _("Your report has arrived. The team has not taken it up yet."),
    Case.State.OPEN: _("The team is working on your report."),
    Case.State.WAITING: _("The team has asked you something, and waits for your answer."),
    Case.State.CLOSED: _("The team has closed your report. You can still add to it."),
}


@dataclass(frozen=True)
class Reply:
    text: str
    made_at: datetime


def standing(case: Case) -> Case:
    """Return the case that a report is part of now: itself, or the one that it went into."""
    seen = {case.pk}
    while case.merged_into and case.merged_into_id not in seen:
        case = case.merged_into
        seen.add(case.pk)
    return case


def state_of(case: Case) -> str:
    """Return how far it is, in a sentence for the reporter."""
    return _STATES[standing(case).state]


def replies(case: Case, private: bytes) -> list[Reply]:
    """Return what the team replied to the reporter who has this private key, the newest first.

    In a case that several reports went into stand replies to the others too; the key opens only its own.
    """
    entries = Entry.objects.filter(case__in={case, standing(case)}).exclude(reporter_box=None)
    opened = ((entry, _open(private, entry.reporter_box)) for entry in entries.order_by("-made_at", "-pk"))
    return [Reply(text, entry.made_at) for entry, text in opened if text]


def _open(private, box):
    try:
        return sealing.open_said(private, box).get("text", "")
    except sealing.CannotOpen:
        return ""
