"""What was asked at a workshop, and what people answered on paper or by show of hands."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshops.models.attending import Participant
from workshops.models.workshops import Workshop


class WorkshopTest(models.Model):
    """One quiz asked at a workshop, before, after or as a quiz of the course, in one way, and in one version."""

    class Occasion(models.TextChoices):
        PRE = "pre", _("Pre-test")
        POST = "post", _("Post-test")
        COURSE = "course", _("Quiz of the course")

    class Way(models.TextChoices):
        PAPER = "paper", _("on paper")
        PHONES = "phones", _("on phones")
        HANDS = "hands", _("by show of hands")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="tests")
    occasion = models.CharField(_("occasion"), max_length=6, choices=Occasion)
    way = models.CharField(_("how"), max_length=6, choices=Way, default=Way.PAPER)
    quiz = models.ForeignKey("courses.Quiz", on_delete=models.PROTECT, related_name="+", verbose_name=_("quiz"))
    version = models.ForeignKey("courses.QuizVersion", on_delete=models.PROTECT, related_name="+")
    ticket = models.CharField(max_length=32, help_text="From it the printed paper is drawn, the same for everybody.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "occasion", "quiz"], name="one_test_per_occasion_and_quiz")
        ]

    def __str__(self):
        return f"{self.workshop} · {self.get_occasion_display()} · {self.quiz}"


class Sheet(models.Model):
    """What one participant wrote on one printed paper, as typed in; once recorded it is an attempt."""

    test = models.ForeignKey(WorkshopTest, on_delete=models.CASCADE, related_name="sheets")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sheets")
    typed = models.CharField(max_length=400, help_text="The letters chosen, question by question: A BC - D.")
    attempt = models.ForeignKey("courses.Attempt", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    typed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["test", "participant"], name="one_sheet_per_participant")]

    def __str__(self):
        return f"{self.participant} · {self.test}"


class HandsCount(models.Model):
    """How many hands went up for one option of one question."""

    test = models.ForeignKey(WorkshopTest, on_delete=models.CASCADE, related_name="hands")
    question = models.CharField(max_length=64)
    option = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["test", "question", "option"], name="one_count_per_option")]

    def __str__(self):
        return f"{self.test} · {self.question} · {self.option}: {self.number}"
