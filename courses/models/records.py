from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.grading import FULL


class Enrolment(models.Model):
    """How far one learner has come in one course, kept up to date as it happens so that reports need not count."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    course_key = models.UUIDField(help_text="The translation key of the course: the same in every language.")
    started_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=0)
    module_number = models.PositiveSmallIntegerField(default=1, help_text="The first module that is not yet done.")
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "course_key"], name="one_enrolment_per_course")]
        indexes = [models.Index(fields=["course_key", "completed_at"], name="enrolment_course")]

    def __str__(self):
        return f"{self.learner} · {self.steps_done}/{self.steps_total}"


class LessonProgress(models.Model):
    """The card a learner is at in one lesson, by translation key: it holds in every language."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_progress")
    course_key = models.UUIDField()
    lesson_key = models.UUIDField()
    card = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "lesson_key"], name="one_progress_per_lesson")]
        indexes = [models.Index(fields=["learner", "course_key"], name="progress_of_course")]

    def __str__(self):
        return f"{self.learner} · {self.lesson_key} · {self.card}"


class OpenAttempt(models.Model):
    """A paper being answered: it survives a dead phone, a second tab and a change of language."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_attempts")
    quiz = models.ForeignKey("courses.Quiz", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("courses.QuizVersion", on_delete=models.CASCADE, related_name="+")
    ticket = models.CharField(max_length=32, unique=True)
    follows = models.ForeignKey("courses.Attempt", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    time_limit = models.PositiveSmallIntegerField(
        null=True, help_text="In minutes, as it was when the attempt began; a rule set later does not end it."
    )
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "quiz"], name="one_open_attempt_per_quiz")]

    def __str__(self):
        return f"{self.learner} · {self.quiz}"


class Attempt(models.Model):
    """A paper handed in and marked, once. It keeps what it was judged by; nothing later rewrites it."""

    class Way(models.TextChoices):
        ONLINE = "online", _("On the website")
        PHONE = "phone", _("From a phone that kept it")
        FILE = "file", _("As a file, through somebody else")
        PAPER = "paper", _("On paper, typed in afterwards")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey("courses.Quiz", on_delete=models.PROTECT, related_name="attempts")
    version = models.ForeignKey("courses.QuizVersion", on_delete=models.PROTECT, related_name="attempts")
    ticket = models.CharField(max_length=32, unique=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="followed_by")
    paper = models.JSONField(help_text="The keys of the questions asked, in their order.")
    answers = models.JSONField(help_text="For each question key, the keys of the options chosen.")
    repeated = models.JSONField(
        default=list, help_text="Where only some questions were asked again, their keys; the other answers are carried."
    )
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    points = models.PositiveIntegerField(default=0, help_text="In parts of a mark: grading.FULL make one.")
    marks = models.BinaryField(default=bytes, help_text="Each question's points, as grading.pack writes them.")
    misses = models.PositiveSmallIntegerField(default=0, help_text="Red flags left out, victims not reported.")
    flags = models.PositiveSmallIntegerField(default=0, help_text="How many there were to miss.")
    false_alarms = models.PositiveSmallIntegerField(default=0, help_text="Innocent travellers harmed or reported.")
    innocents = models.PositiveSmallIntegerField(default=0, help_text="How many there were to harm.")
    pass_mark = models.PositiveSmallIntegerField()
    critical_missed = models.JSONField(default=list, help_text="The keys of the critical questions answered wrong.")
    is_pass = models.BooleanField()
    receipt = models.CharField(max_length=8)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="en")
    way = models.CharField(max_length=8, choices=Way, default=Way.ONLINE)
    started_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(default=timezone.now, help_text="When the server got it, by its own clock.")
    phone_started_at = models.DateTimeField(null=True, blank=True, help_text="By the phone's clock, as it was told.")
    phone_handed_in_at = models.DateTimeField(null=True, blank=True, help_text="By the phone's clock, as it was told.")
    phone_ahead = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="Seconds by which the phone's clock was ahead of the server's when it sent this.",
    )

    class Meta:
        indexes = [models.Index(fields=["learner", "quiz", "-handed_in_at"], name="attempts_of_learner")]
        constraints = [
            models.CheckConstraint(condition=models.Q(right__lte=models.F("asked")), name="never_over_100_percent"),
            models.CheckConstraint(
                condition=models.Q(points__lte=models.F("asked") * FULL), name="never_more_points_than_asked"
            ),
            models.CheckConstraint(condition=models.Q(misses__lte=models.F("flags")), name="misses_within_flags"),
            models.CheckConstraint(
                condition=models.Q(false_alarms__lte=models.F("innocents")), name="false_alarms_within_innocents"
            ),
        ]

    def __str__(self):
        return f"{self.learner} · {self.quiz} · {self.right}/{self.asked}"
