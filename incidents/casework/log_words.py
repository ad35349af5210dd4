"""The log in the reader's language: its lines are kept in short English, as they can't be changed later."""

from django.utils.translation import gettext_lazy as _

from incidents.models import Case, LogLine

Act = LogLine.Act
ACTS = {
    Act.APPOINTED: _("was appointed"),
    Act.LEFT: _("left the team"),
    Act.UNLOCKED: _("unlocked their key"),
    Act.REFUSED: _("gave a wrong passphrase"),
    Act.SHARED: _("gave the key"),
    Act.ROTATED: _("changed the team's key"),
    Act.OPENED: _("opened the case"),
    Act.DOWNLOADED: _("downloaded a file"),
    Act.NOTED: _("wrote a note"),
    Act.REPLIED: _("replied"),
    Act.REFERRED: _("noted a referral"),
    Act.ASSIGNED: _("assigned the case"),
    Act.CHANGED: _("changed"),
    Act.MERGED: _("merged"),
    Act.EXPORTED: _("exported the case"),
    Act.PURGED: _("was deleted, as it was kept long enough"),
}
_STATES = dict(Case.State.choices)
_URGENCIES = {one.name.lower(): one.label for one in Case.Urgency}
# The beginning of what a line says, how that is said, and the words that may follow.
_SAID = {
    "state: ": (_("state: %s"), _STATES),
    "urgency: ": (_("urgency: %s"), _URGENCIES),
    "removed by ": (_("removed by %s"), {"command line": _("command line")}),
    "by ": (_("by %s"), {"command line": _("command line")}),
    "into ": (_("into %s"), {}),
    "with ": (_("with %s"), {}),
    "out of ": (_("out of %s"), {}),
    "without ": (_("without %s"), {}),
    "to nobody": (_("to nobody"), {}),
    "to ": (_("to %s"), {}),
    "new keys": (_("new keys of their own"), {}),
    "another passphrase": (_("another passphrase"), {}),
    "the old passphrase": (_("took up what an old passphrase opened"), {}),
    "a new key: asked": (_("asked for a new key"), {}),
    "a new key: stopped": (_("stopped the new key"), {}),
    "the old key": (_("the old key is lost"), {}),
}


def said_in(line: LogLine) -> str:
    """Return what a line says besides its act, in the active language."""
    for beginning, (words, named) in _SAID.items():
        if line.said.startswith(beginning):
            rest = line.said[len(beginning) :]
            return str(words) % named.get(rest, rest) if "%s" in str(words) else str(words)
    return line.said
