from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from certificates import codes, digits


class CertificateQuerySet(models.QuerySet):
    def standing(self):
        """Return those neither revoked nor replaced, whatever their date."""
        return self.filter(revoked_at=None, replaced_by=None)

    def valid(self, now):
        return self.standing().filter(expires_at__gt=now)

    def lapsing(self, now, before):
        """Return those that hold now and no longer hold at `before`."""
        return self.valid(now).filter(expires_at__lte=before)

    def in_state(self, state, now):
        """Return those in that Certificate.State: the same rule as `Certificate.state_of`, for the database."""
        return {
            "valid": self.valid(now),
            "expired": self.standing().filter(expires_at__lte=now),
            "revoked": self.exclude(revoked_at=None),
            "replaced": self.filter(revoked_at=None).exclude(replaced_by=None),
        }[state]


class Certificate(models.Model):
    """What one person earned, as it was on that day. Later edits to person or course change nothing here."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("revoked")
        REPLACED = "replaced", _("replaced")

    class RevokeReason(models.TextChoices):
        ISSUED_IN_ERROR = "issued_in_error", _("issued in error")
        WRONG_PERSON = "wrong_person", _("somebody else took the course")
        CHEATING = "cheating", _("the quiz was not answered honestly")
        HOLDER_ASKED = "holder_asked", _("the holder asked for it")
        ERASED = "erased", _("the holder's data were erased")

    code = models.CharField(max_length=10, unique=True, default=codes.draw, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    course_key = models.UUIDField()
    period = models.PositiveSmallIntegerField(default=1, help_text="1 for the first certificate, 2 for its renewal, …")
    holder_name = models.CharField(_("holder"), max_length=100, blank=True, help_text="Empty once erased.")
    course_title_en = models.CharField(max_length=255)
    course_title_sw = models.CharField(max_length=255)
    issuer = models.CharField(_("issuer"), max_length=80)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoke_reason = models.CharField(_("reason"), max_length=20, choices=RevokeReason, blank=True)
    revoked_by = models.CharField(max_length=120, blank=True)
    # An index that holds the many that were not replaced would tempt SQLite to search it for the holder's few.
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced", db_index=False
    )
    renews = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals")
    status_index = models.PositiveIntegerField(
        unique=True, null=True, editable=False, help_text="Its place in the status list."
    )
    statement = models.BinaryField(
        default=b"", blank=True, help_text="The signed half of the QR (COSE_Sign1); empty where it was never signed."
    )
    design = models.ForeignKey(
        "certificates.DesignVersion", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        default_permissions = ("view",)
        permissions = [
            ("revoke_certificate", "Can revoke certificate"),
            ("renew_certificate", "Can renew a certificate, or replace it by one with another name"),
        ]
        ordering = ["-issued_at"]
        constraints = [
            # A replacement (a corrected name) takes the place of the old one in the same period.
            models.UniqueConstraint(
                fields=["learner", "course_key", "period"],
                condition=models.Q(replaced_by=None),
                name="one_certificate_per_period",
            ),
            models.UniqueConstraint(
                fields=["replaced_by"], condition=~models.Q(replaced_by=None), name="one_replaced_by_each"
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "expires_at"], name="certificate_holder"),
            models.Index(fields=["-issued_at"], name="certificate_newest"),
        ]

    def __str__(self):
        return f"{codes.spell(self.code)} · {self.holder_name}"

    @classmethod
    def state_of(cls, revoked_at, is_replaced, expires_at, now):
        """Return the State that follows from these: what was done to a certificate counts more than its date."""
        if revoked_at:
            return cls.State.REVOKED
        if is_replaced:
            return cls.State.REPLACED
        return cls.State.VALID if now < expires_at else cls.State.EXPIRED

    def state_at(self, now):
        return self.state_of(self.revoked_at, self.replaced_by_id, self.expires_at, now)

    @property
    def state(self):
        return self.state_at(timezone.now())

    @property
    def is_standing(self):
        return self.revoked_at is None and self.replaced_by_id is None

    @property
    def course_title(self):
        return self.course_title_sw if get_language() == "sw" else self.course_title_en

    @property
    def spelled_code(self):
        return codes.spell(self.code)

    @property
    def link(self):
        return codes.link(self.code)

    @property
    def qr_text(self):
        """Return what stands in the QR: the address, and behind # the signed statement in digits."""
        address = codes.url(self.code)
        return f"{address}#{digits.encode(bytes(self.statement))}" if self.statement else address
