from django.db import models
from django.utils import timezone


class Analysis(models.Model):
    """What the answers say, worked out once and kept: looking at it costs the same for any number of answers."""

    class Subject(models.TextChoices):
        QUIZ = "quiz"
        COURSE = "course"
        GAIN = "gain"

    subject = models.CharField(max_length=6, choices=Subject)
    key = models.CharField(max_length=64, help_text="The quiz's short name, or the course's translation key.")
    version = models.PositiveIntegerField(default=0, help_text="The quiz version's number; 0 for all of them together.")
    result = models.JSONField()
    newest = models.BigIntegerField(default=0, help_text="The newest record counted, so that a later one is noticed.")
    calculated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "analyses"
        constraints = [models.UniqueConstraint(fields=["subject", "key", "version"], name="one_analysis_per_subject")]

    def __str__(self):
        return f"{self.subject} {self.key} v{self.version}"
