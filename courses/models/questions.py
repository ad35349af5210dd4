from uuid import uuid4

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.blocks import IntegerBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.blocks import OptionBlock
from courses.forms import QuestionForm, QuizForm
from places.native_review import review_field


def make_key():
    return uuid4().hex[:12]


class Topic(models.Model):
    """What a group of questions is about; quizzes draw from it."""

    slug = models.SlugField(unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_sw = models.CharField(_("name (Kiswahili)"), max_length=80)

    native_review = review_field()

    panels = [
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_sw")]),
        FieldPanel("native_review"),
    ]

    class Meta:
        verbose_name = _("topic")
        ordering = ["slug"]

    def __str__(self):
        return self.name_sw if get_language() == "sw" else self.name_en


class Question(DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A question in the bank, in both languages at once, so that the two can't differ in options or key."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")
        TRUE_FALSE = "true_false", _("True or false")

    key = models.SlugField(
        unique=True, default=make_key, help_text=_("Never changes, so that answers can be compared.")
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("topic"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SINGLE)
    is_critical = models.BooleanField(
        _("critical"), default=False, help_text=_("Nobody passes who gets this wrong, whatever the mark.")
    )
    lesson = models.ForeignKey(
        "courses.LessonPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("taught in"),
        help_text=_("Who gets it wrong is sent back there, in their own language."),
    )
    text_en = models.TextField(_("question (English)"), max_length=500)
    text_sw = models.TextField(_("question (Kiswahili)"), max_length=500)
    options = StreamField([("option", OptionBlock())], verbose_name=_("options"), min_num=2, max_num=6)
    native_review = review_field()

    panels = [
        FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_sw")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_critical")]),
        FieldPanel("options"),
        MultiFieldPanel([FieldPanel("topic"), FieldPanel("lesson"), FieldPanel("native_review"), FieldPanel("key")]),
        PublishingPanel(),
    ]
    base_form_class = QuestionForm
    search_fields = [
        index.SearchField("text_en"),
        index.SearchField("text_sw"),
        index.AutocompleteField("text_en"),
        index.AutocompleteField("text_sw"),
        index.FilterField("topic"),
        index.FilterField("is_critical"),
        index.FilterField("native_review"),
    ]

    class Meta:
        verbose_name = _("question")
        ordering = ["topic__slug", "pk"]

    def __str__(self):
        return self.text_sw if get_language() == "sw" else self.text_en


class Quiz(DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Which questions a module asks, and what passing means. Learners meet it only as a frozen version."""

    slug = models.SlugField(unique=True)
    title_en = models.CharField(_("title (English)"), max_length=80)
    title_sw = models.CharField(_("title (Kiswahili)"), max_length=80)
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
    native_review = review_field()
    current_version = models.ForeignKey(
        "courses.QuizVersion", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    panels = [
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_sw")]),
        FieldPanel("pass_mark"),
        FieldPanel("parts"),
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
            )
        ]

    def __str__(self):
        return self.title

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
