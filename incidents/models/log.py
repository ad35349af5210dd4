from django.db import models


class LogLine(models.Model):
    """One act of an officer on a case. The database refuses changes, and each line vouches for the one before it.

    Names and numbers stand as text, so that a line outlives the officer's account and the purged case.
    """

    class Act(models.TextChoices):
        APPOINTED = "appointed"
        LEFT = "left"
        UNLOCKED = "unlocked"
        REFUSED = "refused"
        SHARED = "shared"
        ROTATED = "rotated"
        OPENED = "opened"
        DOWNLOADED = "downloaded"
        NOTED = "noted"
        REPLIED = "replied"
        REFERRED = "referred"
        ASSIGNED = "assigned"
        CHANGED = "changed"
        MERGED = "merged"
        EXPORTED = "exported"
        PURGED = "purged"

    at = models.DateTimeField()
    officer_id = models.BigIntegerField(null=True)
    officer_name = models.CharField(max_length=150, blank=True)
    case_number = models.CharField(max_length=9, blank=True)
    act = models.CharField(max_length=12, choices=Act)
    said = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["case_number", "id"], name="log_by_case")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.officer_name} {self.act} {self.case_number}"
