from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Ticket(models.Model):
    """A paper that a learner may answer on one phone, without a network: good for one attempt.

    Drawn by the server and given with a course taken home, so that nobody can try tickets until an easy paper comes.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tickets")
    quiz = models.ForeignKey("courses.Quiz", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("courses.QuizVersion", on_delete=models.CASCADE, related_name="+")
    follows = models.ForeignKey("courses.Attempt", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    ticket = models.CharField(max_length=32, unique=True)
    phone = models.CharField(
        max_length=32, help_text="The phone's own random number, made when it first kept a course."
    )
    issued_at = models.DateTimeField(default=timezone.now)
    spent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "quiz"], name="tickets_unspent", condition=models.Q(spent_at__isnull=True))
        ]

    def __str__(self):
        return f"{self.learner} · {self.quiz} · {self.ticket[:8]}"


class HeldAttempt(models.Model):
    """What somebody handed in and the server could not accept: kept as it came, until a trainer has looked at it."""

    class Reason(models.TextChoices):
        UNREADABLE = "unreadable", _("It could not be read")
        UNKNOWN_TICKET = "unknown_ticket", _("Its number is not known here")
        FOREIGN_TICKET = "foreign_ticket", _("It was given to another person")
        UNKNOWN_VERSION = "unknown_version", _("It was made on questions that are not known here")
        ALTERED_PAPER = "altered_paper", _("Its questions or answers are not those of its paper")
        OTHER_ANSWERS = "other_answers", _("The same paper was handed in already, with other answers")
        NO_ATTEMPT_LEFT = "no_attempt_left", _("All attempts that the quiz allows were used")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a trainer")
        ACCEPTED = "accepted", _("Accepted")
        EXPLAINED = "explained", _("Not accepted, and explained")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="held_attempts",
        help_text="Whose attempt it is: who holds its ticket, else who sent it.",
    )
    ticket = models.CharField(max_length=32, blank=True)
    digest = models.CharField(
        max_length=64, unique=True, help_text="Of whose it is and what was sent: sent twice, kept once."
    )
    quiz = models.ForeignKey("courses.Quiz", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey(
        "courses.QuizVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    payload = models.JSONField()
    way = models.CharField(max_length=8, default="phone")
    reason = models.CharField(max_length=20, choices=Reason)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.TextField(blank=True)
    attempt = models.ForeignKey("courses.Attempt", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When the learner had read what was decided.")

    class Meta:
        indexes = [models.Index(fields=["state", "-received_at"], name="held_by_state")]

    def __str__(self):
        return f"{self.learner} · {self.get_reason_display()}"
