from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OfficerQuerySet(models.QuerySet):
    def active(self):
        """Return who is of the case team now, and can sign in."""
        return self.filter(left_at=None, user__is_active=True)

    def with_keys(self):
        """Return those of the team who have chosen a passphrase, and so have keys of their own."""
        return self.active().exclude(public_key=None)


class Officer(models.Model):
    """One of the case team, with keys of their own, the private one locked by a passphrase that nobody else knows."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_officer")
    appointed_at = models.DateTimeField(_("appointed"), default=timezone.now)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    public_key = models.BinaryField(max_length=32, null=True, blank=True)
    locked_key = models.BinaryField(null=True, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("case officer")

    def __str__(self):
        return str(self.user)


class TeamKey(models.Model):
    """A key pair of the case team. New cases are sealed to the current one; its private half exists only in shares."""

    public_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)
    # Who asked for a new key in its place, and when; it is made 72 hours later, unless it was stopped.
    over_asked_at = models.DateTimeField(null=True, blank=True)
    over_asked_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_team_key")
        ]

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d} {bytes(self.public_key).hex()[:8]}"


class KeyShare(models.Model):
    """A private team key, sealed to one officer's own key."""

    team_key = models.ForeignKey(TeamKey, on_delete=models.CASCADE, related_name="shares")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="shares")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team_key", "officer"], name="one_share_each")]

    def __str__(self):
        return f"{self.team_key} · {self.officer}"


class KeptShare(models.Model):
    """A share that nobody else had when its officer began anew: the passphrase of that time still opens it."""

    team_key = models.ForeignKey(TeamKey, on_delete=models.CASCADE, related_name="kept")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="kept")
    sealed = models.BinaryField()
    locked_key = models.BinaryField()

    def __str__(self):
        return f"{self.team_key} · {self.officer}"


class Unlocked(models.Model):
    """An officer's private key while they work, locked by a key that only their browser's cookie holds."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="unlocked")
    token_hash = models.CharField(max_length=64, unique=True)
    locked_key = models.BinaryField()
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"{self.officer} until {self.expires_at}"
