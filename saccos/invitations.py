"""An operator's one open link, by which its crews join."""

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from saccos import history
from saccos.models import Invitation, Operator


def open_for(operator: Operator, manager) -> Invitation:
    """Return the operator's open link, making it on the first call."""
    invitation, _created = Invitation.objects.get_or_create(
        operator=operator, member=None, closed_at=None, defaults={"created_by": manager}
    )
    return invitation


def replace(operator: Operator, token: str, manager, now: datetime) -> Invitation:
    """Close the link that the manager was looking at and return the new one; it changes nothing a second time."""
    with transaction.atomic():
        for invitation in operator.invitations.select_for_update().filter(member=None, closed_at=None):
            if invitation.token == token:
                Invitation.objects.filter(pk=invitation.pk).update(closed_at=now)
                history.note(operator, "new-link", manager, now)
        return open_for(operator, manager)


def address(invitation: Invitation) -> str:
    """Return the whole address of the join page, in the active language."""
    return settings.BASE_URL + reverse("saccos:join", args=[invitation.token])


def whatsapp(text: str = "", phone=None) -> str:
    """Return the address that opens WhatsApp: at this number, or at a text whose readers are chosen there."""
    number = str(phone).lstrip("+") if phone else ""
    return f"https://wa.me/{number}" + (f"?text={quote(text)}" if text else "")
