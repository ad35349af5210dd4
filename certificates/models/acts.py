from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate


class CertificateAct(models.Model):
    """Something that was done to a certificate. Acts are only ever added."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("issued")
        RENEWED = "renewed", _("renewed by a new one")
        REPLACED = "replaced", _("replaced by a corrected one")
        REVOKED = "revoked", _("revoked")
        ERASED = "erased", _("the holder's name erased")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.CharField(max_length=120, help_text="Who did it, as they were called then.")
    detail = models.CharField(max_length=200, blank=True, help_text="A reason's name, or the other certificate's code.")

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "at"], name="certificate_acts_by_time")]

    def __str__(self):
        return f"{self.certificate_id} {self.kind}"
