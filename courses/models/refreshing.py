from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.refreshing.spacing import WEEKS


class TopicBox(models.Model):
    """How well one learner remembers one topic: the box in which it lies, and what was asked and answered last.

    The row is made with the first answer. It counts for no certificate.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_boxes")
    topic = models.ForeignKey("courses.Topic", on_delete=models.CASCADE, related_name="+")
    box = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(help_text="The day, in the platform's time zone, from which the topic may come again.")
    question_key = models.SlugField(help_text="The question asked last.")
    digest = models.CharField(max_length=16, help_text="The start of the SHA-256 of that question as it was answered.")
    answer = models.JSONField(default=list, help_text="What was answered last, as courses/grading.py says.")
    is_right = models.BooleanField(default=False)
    asked = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "topic"], name="one_box_per_learner_and_topic"),
            models.CheckConstraint(condition=Q(box__gte=1, box__lte=len(WEEKS)), name="box_is_one_of_the_boxes"),
            models.CheckConstraint(condition=Q(right__lte=F("asked")), name="never_more_right_than_asked"),
        ]

    def __str__(self):
        return f"{self.learner} · {self.topic} · {self.box}"


class WeeklyQuestions(models.Model):
    """Whether one learner wants a question a week, and the day before which none comes; without a row, yes, any day."""

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="weekly_questions"
    )
    is_off = models.BooleanField(default=False)
    not_before = models.DateField(null=True)

    def __str__(self):
        return f"{self.learner} · {'off' if self.is_off else self.not_before}"
