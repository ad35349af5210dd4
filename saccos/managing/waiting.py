"""The invitations of managers that wait to be accepted, and what closes those of somebody who may no longer decide."""

from datetime import datetime

from saccos import history
from saccos.models import Management, ManagerInvitation
from saccos.models.managing import Right


def masked(phone) -> str:
    """Return the number with all but its last three digits hidden."""
    return f"***{str(phone)[-3:]}"


def close_of(management: Management, right: Right | None, by, now: datetime) -> None:
    """Close what this manager asked others to be and that gives more than the right they have now; None is no right."""
    waiting = ManagerInvitation.objects.filter(operator=management.operator_id, accepted_at=None, closed_at=None)
    theirs = waiting.filter(by=management.user_id)
    for invitation in theirs.filter(right__gt=right) if right else theirs:
        ManagerInvitation.objects.filter(pk=invitation.pk).update(closed_at=now)
        history.note(management.operator, "manager-uninvited", by, now, phone=masked(invitation.phone))
