from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from saccos.models import Operator
from workshops.models.workshops import Workshop


class ParticipantQuerySet(models.QuerySet):
    def came(self):
        return self.exclude(came_at=None)

    def completed(self):
        """Return who came and has completed the course that the workshop teaches, there or elsewhere, before or since.

        A certificate that is taken back or runs out does not undo the completion.
        """
        done = Enrolment.objects.filter(
            learner=OuterRef("person"), course_key=OuterRef("workshop__course_key"), completed_at__isnull=False
        )
        return self.came().filter(Exists(done))


class Participant(models.Model):
    """One person at one workshop: expected, or there, and how we know."""

    class Way(models.TextChoices):
        QR = "qr", _("by the QR, with their own phone")
        CODE = "code", _("by the spoken code, with their own phone")
        TRAINER = "trainer", _("on the trainer's phone")
        PAPER = "paper", _("from the paper list")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workshops")
    operator = models.ForeignKey(
        Operator,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participants",
        help_text="For whom they worked then, as they said.",
    )
    number = models.PositiveSmallIntegerField(help_text="On the attendance sheet and on their test papers, from 1.")
    came_at = models.DateTimeField(null=True, blank=True, help_text="By the server's clock; None is expected only.")
    way = models.CharField(max_length=8, choices=Way, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mark = models.CharField(
        max_length=40, blank=True, help_text="What a trainer's phone called this row, so that sending twice makes one."
    )
    not_theirs_at = models.DateTimeField(
        null=True, blank=True, help_text="When the operator's manager said that this person does not work there."
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "person"], name="one_participant_per_person"),
            models.UniqueConstraint(fields=["workshop", "number"], name="one_participant_per_number"),
            models.UniqueConstraint(
                fields=["workshop", "mark"], condition=~models.Q(mark=""), name="one_participant_per_mark"
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.workshop}"
