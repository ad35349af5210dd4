"""What was done with an operator's staff list, by whom and when, in sentences that its managers can read."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from saccos.models import Act, Operator

PLATFORM = gettext_noop("the platform")

# What each kind of act says; what stands in it comes with the act, as it was then.
SENTENCES = {
    "joined": _("%(name)s joined by your link."),
    "left": _("%(name)s was taken off the list."),
    "came-back": _("%(name)s was put back on the list."),
    "role": _("%(name)s is now %(role)s."),
    "new-link": _("The invitation link was closed and a new one made."),
}


def register(kind: str, sentence) -> None:
    """Add the sentence of one kind of act, with its %(places)s; lazily translated."""
    SENTENCES[kind] = sentence


def note(operator: Operator, kind: str, by, now: datetime, **said) -> Act:
    """Add an act, in the transaction that does it. `by` is a person, or None for the platform itself."""
    return Act.objects.create(
        operator=operator, kind=kind, by=by, by_name=str(by)[:120] if by else PLATFORM, at=now, said=said
    )


def sentence(act: Act) -> str:
    """Return what the act says, in the active language."""
    return str(SENTENCES[act.kind]) % act.said
