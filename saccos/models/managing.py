"""Who may do what with an operator's staff list."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from saccos.models.invitations import draw_token
from saccos.models.operators import Operator


class Right(models.TextChoices):
    """Each right holds the one before it."""

    VIEW = "1-view", _("Sees the staff")
    MANAGE = "2-manage", _("Sees and changes the staff")
    OWN = "3-own", _("Also decides who manages")


class Digest(models.TextChoices):
    NONE = "", _("none")
    SMS = "sms", _("by SMS")
    EMAIL = "email", _("by e-mail")


class Management(models.Model):
    """A person's right to see, manage or own one operator's staff list."""

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="managements")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="managements", verbose_name=_("person")
    )
    right = models.CharField(_("right"), max_length=8, choices=Right, default=Right.OWN)
    digest = models.CharField(_("weekly digest"), max_length=5, choices=Digest, blank=True, default=Digest.SMS)
    digest_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    panels = [FieldRowPanel([FieldPanel("user"), FieldPanel("right")])]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "user"], name="one_management_per_person")]

    def __str__(self):
        return f"{self.user} · {self.operator}"


class DigestAddress(models.Model):
    """Where a manager's digest goes by e-mail: an address counts once its owner said so from the mailbox itself."""

    management = models.OneToOneField(Management, on_delete=models.CASCADE, related_name="digest_address")
    email = models.EmailField(blank=True, help_text="Where it goes: confirmed by a link.")
    asked_email = models.EmailField(blank=True, help_text="What waits to be confirmed, and then takes its place.")
    token = models.CharField(max_length=40, null=True, unique=True, help_text="What the link holds that confirms.")
    asked_at = models.DateTimeField(null=True, help_text="When the link was last sent.")

    def __str__(self):
        return self.email or self.asked_email


class ManagerInvitation(models.Model):
    """Somebody asked, by their phone number, to manage an operator's staff list too."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="manager_invitations")
    phone = PhoneNumberField(_("phone number"))
    right = models.CharField(_("right"), max_length=8, choices=Right, default=Right.MANAGE)
    token = models.CharField(max_length=16, unique=True, default=draw_token)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "phone"],
                condition=models.Q(closed_at=None, accepted_at=None),
                name="one_open_manager_invitation_per_phone",
            )
        ]

    def __str__(self):
        return f"{self.operator} · {self.phone}"
