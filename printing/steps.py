"""The five steps of a safe response, as the course teaches them, in as few words as a card has room for."""

from django.utils.translation import gettext_noop as _

# What to do, and what it means.
STEPS = (
    (_("Notice."), _("More than one sign? Any innocent reason?")),
    (_("Stay calm."), _("Confront nobody.")),
    (_("Remember."), _("Who, where, when, plate. No photos.")),
    (_("Report."), _("Call once you are safe.")),
    (_("Keep secret."), _("Tell only those who must act.")),
)
