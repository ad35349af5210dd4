from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def due(self, now):
        """Return what waits to be sent, the oldest first."""
        return self.filter(state=Message.State.QUEUED, send_after__lte=now).order_by("send_after", "pk")

    def of_kind(self, kind, since):
        return self.filter(kind=kind, created_at__gte=since)


class Message(models.Model):
    """One message out, written in the transaction of what caused it and sent later by a worker."""

    class Channel(models.TextChoices):
        SMS = "sms", _("SMS")
        EMAIL = "email", _("E-mail")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")

    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SMS)
    recipient = models.CharField(max_length=254)
    body = models.TextField()
    html = models.TextField(blank=True, help_text="The same as a light page, for an e-mail.")
    headers = models.JSONField(default=dict, blank=True, help_text="Further headers of an e-mail.")
    is_secret = models.BooleanField(default=False, help_text="Its text is wiped once it is sent or has expired.")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    gateway_id = models.CharField(max_length=100, blank=True)
    error = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "send_after"], name="message_due"),
            models.Index(fields=["kind", "recipient", "created_at"], name="message_limits"),
            models.Index(fields=["kind", "created_at"], name="message_kind"),
        ]

    def __str__(self):
        return f"{self.kind} → {self.recipient}"
