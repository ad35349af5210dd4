from django.conf import settings
from django.db import models
from django.utils import timezone

from saccos.models.operators import Operator


class Seal(models.Model):
    """A signed, dated word to passengers that enough of an operator's crew is trained.

    What it said when it was given stays; whether it still holds follows from the figures and from `ended_at`.
    """

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="seals")
    code = models.CharField(max_length=10, unique=True)
    operator_name = models.CharField(max_length=100)
    trained = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    needed = models.PositiveSmallIntegerField(help_text="The share in percent that was needed.")
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    statement = models.BinaryField(default=bytes, help_text="The signed statement (docs/verifying.md).")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When the share was found to have fallen.")

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator"], condition=models.Q(ended_at=None), name="one_seal_in_force_per_operator"
            )
        ]

    def __str__(self):
        return f"{self.operator_name} · {self.code}"
