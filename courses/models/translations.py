from django.conf import settings
from django.db import models
from django.utils import timezone


class TranslationCheck(models.Model):
    """That somebody found a translation to say the same as its source, and which words of both that were.

    A digest is empty while that language is still to be published for the first time.
    """

    key = models.CharField(
        max_length=64, help_text="A page's translation key, a question's key, or quiz: or topic: and the short name."
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    source_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the source's words at that time (courses.parity.digests)."
    )
    target_digest = models.CharField(max_length=64, blank=True, help_text="The same of the translation's words.")
    checked_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="one_check_per_translation")]

    def __str__(self):
        return f"{self.key} {self.language}"
