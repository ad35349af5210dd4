from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput
from wagtail.blocks import IntegerBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.bank.atomic import AtomicPublishing
from courses.bank.forms import QuizForm
from courses.bank.panels import QuizSummaryPanel
from places.native_review import review_field


class Quiz(AtomicPublishing, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Which questions a module asks, and what passing means. Learners meet it only as a frozen version."""

    class Purpose(models.TextChoices):
        GRADED = "graded", _("Graded quiz of a module")
        MEASURE = "measure", _("Form of a pre-test and post-test")

    class Retake(models.TextChoices):
        CRITICAL = "critical", _("Only the critical questions missed, where the mark is enough; else the whole quiz")
        WRONG = "wrong", _("Only what was wrong")
        WHOLE = "whole", _("The whole quiz")

    slug = models.SlugField(unique=True)
    title_en = models.CharField(_("title (English)"), max_length=80)
    title_sw = models.CharField(_("title (Kiswahili)"), max_length=80)
    purpose = models.CharField(
        _("what it is for"),
        max_length=8,
        choices=Purpose,
        default=Purpose.GRADED,
        help_text=_("A form of a pre-test and post-test measures what the course teaches; nobody passes or fails it."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark (%)"), default=80, help_text=_("Every critical question must be right as well.")
    )
    parts = StreamField(
        [
            ("question", SnippetChooserBlock("courses.Question", label=_("A question for everybody"))),
            (
                "draw",
                StructBlock(
                    [
                        ("topic", SnippetChooserBlock("courses.Topic", label=_("Topic"))),
                        ("count", IntegerBlock(min_value=1, max_value=50, label=_("How many"))),
                    ],
                    icon="order",
                    label=_("Questions drawn from a topic"),
                ),
            ),
        ],
        verbose_name=_("questions"),
    )
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=True)
    shuffle_options = models.BooleanField(_("shuffle the options"), default=True)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as one likes."),
    )
    wait_minutes = models.PositiveIntegerField(
        _("wait between attempts (minutes)"), default=0, help_text=_("Time to read the lessons again. A day is 1440.")
    )
    retake = models.CharField(_("a retake asks"), max_length=8, choices=Retake, default=Retake.CRITICAL)
    time_limit = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Best left empty: a conductor is interrupted. More time for one person is set under Allowances."),
    )
    native_review = review_field()
    current_version = models.ForeignKey(
        "courses.QuizVersion", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    panels = [
        FieldRowPanel([TitleFieldPanel("title_en", targets=["slug"]), FieldPanel("title_sw")]),
        FieldPanel("slug", widget=SlugInput, help_text=_("In the quiz's address. It fills itself from the title.")),
        FieldRowPanel([FieldPanel("purpose"), FieldPanel("pass_mark")]),
        FieldPanel("parts"),
        QuizSummaryPanel(heading=_("What a learner gets")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")]),
                FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("wait_minutes")]),
                FieldPanel("retake"),
                FieldPanel("time_limit"),
            ],
            heading=_("Rules"),
        ),
        FieldPanel("native_review"),
        PublishingPanel(),
    ]
    base_form_class = QuizForm

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__gte=1, pass_mark__lte=100), name="pass_mark_is_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(attempts_allowed__isnull=True) | models.Q(attempts_allowed__gte=1),
                name="at_least_one_attempt_allowed",
            ),
            models.CheckConstraint(
                condition=models.Q(time_limit__isnull=True) | models.Q(time_limit__gte=1),
                name="time_limit_at_least_a_minute",
            ),
        ]

    def __str__(self):
        return self.title

    def with_content_json(self, content):
        """A draft says nothing of the current version: whoever froze it since must not be undone."""
        quiz = super().with_content_json(content)
        quiz.current_version_id = self.current_version_id
        return quiz

    @property
    def title(self):
        return self.title_sw if get_language() == "sw" else self.title_en


class QuizVersion(models.Model):
    """A quiz as it was published: every question, option, key and explanation, in every language. Never changes."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "number"], name="quiz_version_number"),
            models.UniqueConstraint(fields=["quiz", "content_hash"], name="quiz_version_content"),
        ]

    def __str__(self):
        return f"{self.quiz.slug} v{self.number}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("A quiz version never changes; freeze a new one.")
        super().save(*args, **kwargs)


class Allowance(models.Model):
    """What one person gets beyond a quiz's rules: more time, because they read slowly, or another attempt."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="allowances", verbose_name=_("learner")
    )
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="allowances", verbose_name=_("quiz"))
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0)
    extra_attempts = models.PositiveSmallIntegerField(_("extra attempts"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text=_("No health details, please."))

    panels = [
        FieldPanel("learner"),
        FieldPanel("quiz"),
        FieldRowPanel([FieldPanel("extra_minutes"), FieldPanel("extra_attempts")]),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("allowance")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "quiz"],
                name="one_allowance_per_learner_and_quiz",
                violation_error_message=_("This person has an allowance for this quiz already. Change that one."),
            )
        ]

    def __str__(self):
        return f"{self.learner} · {self.quiz}"
