import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def draw_token():
    return secrets.token_urlsafe(16)


class PrintJob(models.Model):
    """Many certificates as one PDF, made a part at a time, so that it goes on after whatever stops it."""

    class Form(models.TextChoices):
        CERTIFICATES = "certificates", _("A4 certificates")
        CARDS = "cards", _("pocket cards, one on each page")
        SHEETS = "sheets", _("pocket cards, ten on a sheet")

    token = models.CharField(max_length=32, unique=True, default=draw_token, editable=False)
    form = models.CharField(max_length=12, choices=Form)
    title = models.CharField(max_length=120, help_text="Whose they are, for the page and the file's name.")
    codes = models.JSONField(help_text="The certificates' codes, in the order of printing.")
    done = models.PositiveIntegerField(default=0, help_text="How many are in finished parts.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    lease_until = models.DateTimeField(null=True, blank=True, help_text="Until when one process works on it.")
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True, help_text="The finished PDF in the private storage.")
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self):
        return f"{self.title}: {self.get_form_display()}"

    @property
    def total(self):
        return len(self.codes)
