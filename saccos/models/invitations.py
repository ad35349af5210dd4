import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from saccos.models.operators import Operator


def draw_token():
    return secrets.token_urlsafe(9)


class Invitation(models.Model):
    """A link, or a QR on a poster or slip, by which people join an operator's staff.

    Without a `member` it is the operator's open link, for anybody who has it. With one it is that person's own: it
    shows whether it was opened, and who has no phone yet claims their place with it.
    """

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(
        "saccos.StaffMember", null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    token = models.CharField(max_length=16, unique=True, default=draw_token)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it was last put into the outbox as an SMS.")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When it was first opened.")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator"],
                condition=models.Q(closed_at=None, member=None),
                name="one_open_invitation_per_operator",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(closed_at=None), name="one_open_invitation_per_member"
            ),
        ]

    def __str__(self):
        return f"{self.operator} · {self.token}"
