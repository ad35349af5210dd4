"""What was done with an operator's staff list, by whom and when, in sentences that its managers can read."""

from datetime import datetime

from django.utils.translation import gettext, gettext_noop, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from saccos.models import Act, Operator
from saccos.models.managing import Right

PLATFORM = gettext_noop("the platform")

# What each kind of act says; what stands in it comes with the act, as it was then.
SENTENCES = {
    "joined": _("%(name)s joined by your link."),
    "left": _("%(name)s was taken off the list."),
    "came-back": _("%(name)s was put back on the list."),
    "role": _("%(name)s is now %(role)s."),
    "details": _("Stage or staff number of %(name)s was changed."),
    "number": _("The phone number of %(name)s was put right."),
    "reminded": _("Reminders sent by SMS: %(number)s."),
    "withdrawn": _("Messages taken back before they went out: %(number)s."),
    "exported": ngettext_lazy(
        "The list was taken as a file: %(number)s person.", "The list was taken as a file: %(number)s people.", "number"
    ),
    "seal-given": _("The seal was given: %(trained)s of %(total)s staff were trained."),
    "seal-ended": _("The seal lapsed: too few staff are trained, or its time is over."),
    "operators-merged": _("%(name)s was found to be this operator: its staff are on this list now."),
    "operators-unmerged": _("%(name)s is an operator of its own again, with its own staff."),
    "new-link": _("The invitation link was closed and a new one made."),
    "manager-invited": _("A manager was invited by phone (%(phone)s): %(right)s."),
    "manager-uninvited": _("The invitation of a manager by phone (%(phone)s) was closed."),
    "manager-joined": _("%(name)s accepted to manage: %(right)s."),
    "manager-right": _("%(name)s, a manager, now has another right: %(right)s."),
    "manager-removed": _("%(name)s no longer manages this list."),
    "manager-left": _("%(name)s stopped managing this list."),
    "invited": _("Invitations sent by SMS: %(number)s."),
    "claimed": _("%(name)s claimed their place by their own link, with the phone number %(phone)s."),
}

# What an act keeps by its value, so that each reader gets it in their own language.
WORDS = {
    "role": dict(User.Role.choices),
    "right": dict(Right.choices),
}


def register(kind: str, sentence) -> None:
    """Add the sentence of one kind of act, with its %(places)s; lazily translated, with a plural or without."""
    SENTENCES[kind] = sentence


def note(operator: Operator, kind: str, by, now: datetime, **said) -> Act:
    """Add an act, in the transaction that does it. `by` is a person, or None for the platform itself."""
    return Act.objects.create(
        operator=operator, kind=kind, by=by, by_name=str(by)[:120] if by else PLATFORM, at=now, said=said
    )


def sentence(act: Act) -> str:
    """Return what the act says, in the active language."""
    if act.kind not in SENTENCES:
        return act.kind
    # A sentence with a plural finds its number in what stands in it, so it is filled before it is a string.
    return str(SENTENCES[act.kind] % {name: _in_words(name, value) for name, value in act.said.items()})


def who(act: Act) -> str:
    """Return who did it, as they were called then."""
    return gettext(PLATFORM) if act.by_name == PLATFORM else act.by_name


def _in_words(name, value):
    """Return a choice that an act keeps by its value as the reader's language says it, and anything else as it is."""
    return WORDS[name].get(value, value) if name in WORDS else value
