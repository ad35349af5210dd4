from django.conf import settings
from django.db import models
from django.utils import timezone

from saccos.models.operators import Operator


class Namesakes(models.Model):
    """Somebody's word that two people who look alike on an operator's list are two.

    It is kept about the entries as they were then: who was merged since is found by `saccos.namesakes`.
    """

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="namesakes")
    one = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "one", "other"], name="namesakes_said_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="namesakes_in_one_order"),
        ]

    def __str__(self):
        return f"{self.one} · {self.other}"
