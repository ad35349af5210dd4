"""Noting that a personal link was opened by somebody, not by the machine that draws its preview in a chat."""

import re
from datetime import datetime

from django.db.models import Q

from saccos.models import Invitation, Management

# What fetches a link to show a picture of it. Some phones' own messages fetch it as a browser would: those count.
_PREVIEWERS = re.compile(r"(?<!cu)bot\b|crawler|spider|facebookexternalhit|^whatsapp/|preview", re.IGNORECASE)


def is_previewer(agent: str) -> bool:
    """Return whether a User-Agent header is of a program that draws previews; Cubot is a make of phones."""
    return not agent or _PREVIEWERS.search(agent) is not None


def note(invitation: Invitation, request, now: datetime) -> None:
    """Note the first time that a person opens a personal link; looks of programs and of the operator's managers don't
    count."""
    if invitation.opened_at or request.method != "GET" or is_previewer(request.headers.get("User-Agent", "")):
        return
    if _is_manager(request.user, invitation):
        return
    if Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now):
        invitation.opened_at = now


def _is_manager(user, invitation):
    theirs = Q(operator=invitation.operator, user_id=user.pk)
    return user.is_authenticated and Management.objects.filter(theirs).exists()
