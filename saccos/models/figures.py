from django.db import models

from saccos.models.operators import Operator


class OperatorFigures(models.Model):
    """How many of an operator's current staff stand in each state, kept up to date as things happen (`keeping`)."""

    operator = models.OneToOneField(Operator, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    lapsing = models.PositiveIntegerField(default=0)
    trained = models.PositiveIntegerField(default=0, help_text="Trained, and not lapsing within 30 days.")
    in_progress = models.PositiveIntegerField(default=0)
    not_started = models.PositiveIntegerField(default=0)
    total = models.GeneratedField(
        expression=models.F("lapsing") + models.F("trained") + models.F("in_progress") + models.F("not_started"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )

    def __str__(self):
        return f"{self.operator_id}: {self.lapsing + self.trained}"


class ClockPass(models.Model):
    """Until when the passing of time is in the kept figures: certificates lapse without anything happening."""

    passed_at = models.DateTimeField()

    def __str__(self):
        return str(self.passed_at)
