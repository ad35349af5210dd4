from django.conf import settings
from django.db import models
from django.utils import timezone


class TranslationCheck(models.Model):
    """That somebody found a translation to say the same as its source, and which source that was."""

    key = models.CharField(max_length=50, help_text="The translation key of a page, or the key of a question.")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    source_digest = models.CharField(max_length=64, help_text="SHA-256 of the source's words at that time.")
    checked_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="one_check_per_translation")]

    def __str__(self):
        return f"{self.key} {self.language}"
