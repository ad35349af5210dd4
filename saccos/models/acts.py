from django.conf import settings
from django.db import models
from django.utils import timezone

from saccos.models.operators import Operator


class Act(models.Model):
    """Something done with an operator's staff list, by whom and when. Rows are only ever added.

    `kind` names a sentence in `saccos.history`, and `said` what stands in it.
    """

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=30)
    said = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=120, help_text="Who did it, as they were called then; or the platform.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["operator", "-at", "-id"], name="acts_of_operator")]

    def __str__(self):
        return f"{self.operator} · {self.kind}"
