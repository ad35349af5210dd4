from django.db import models

from certificates.models import PrintJob
from saccos.models.operators import Operator


class OperatorPrintJob(models.Model):
    """Which operator's staff a print job is of, whatever either is called."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="print_jobs")
    job = models.OneToOneField(PrintJob, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return str(self.job)
