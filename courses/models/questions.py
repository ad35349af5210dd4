from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from courses.answer_blocks import AnswerStream
from courses.bank.atomic import AtomicPublishing
from courses.bank.forms import QuestionForm
from courses.drawings import drawing_choices
from courses.narrating.widgets import NarrationChooser
from places.native_review import review_field

PREVIEW_SIZES = [
    {"name": "both", "icon": "desktop", "device_width": 780, "label": _("Preview both languages side by side")},
    {"name": "one", "icon": "mobile-alt", "device_width": 390, "label": _("Preview one language below the other")},
]


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


class Question(
    AtomicPublishing,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """A question in the bank, in both languages at once, so that the two can't differ in options or key."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")
        TRUE_FALSE = "true_false", _("True or false")
        ORDERING = "ordering", _("Put in order")
        MATCHING = "matching", _("Match pairs")
        SPOTS = "spots", _("Tap the red flags in a picture")
        SCENARIO = "scenario", _("Scenario: what would you do?")

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
    options = StreamField(AnswerStream(), verbose_name=_("answers"), min_num=1, max_num=12)
    part_marks = models.BooleanField(
        _("part of the mark"),
        default=False,
        help_text=_("A half right answer earns part of the mark, never less than nothing. Otherwise all or nothing."),
    )
    is_innocent = models.BooleanField(
        _("innocent traveller"),
        default=False,
        help_text=_("For a scenario: the traveller turns out to be innocent, so that a harmful end is a false alarm."),
    )
    why_en = models.TextField(_("explanation (English)"), max_length=1000, blank=True)
    why_sw = models.TextField(_("explanation (Kiswahili)"), max_length=1000, blank=True)
    drawing = models.CharField(_("drawing"), max_length=40, choices=drawing_choices, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt_en = models.CharField(_("what the picture shows (English)"), max_length=255, blank=True)
    picture_alt_sw = models.CharField(_("what the picture shows (Kiswahili)"), max_length=255, blank=True)
    narration_en = models.ForeignKey(
        "courses.Narration",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("read aloud (English)"),
    )
    narration_sw = models.ForeignKey(
        "courses.Narration",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("read aloud (Kiswahili)"),
    )
    native_review = review_field()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("topic")]),
        FieldRowPanel([FieldPanel("text_en"), FieldPanel("text_sw")]),
        MultiFieldPanel(
            [
                FieldPanel("drawing"),
                FieldPanel("picture"),
                FieldRowPanel([FieldPanel("picture_alt_en"), FieldPanel("picture_alt_sw")]),
            ],
            heading=_("Picture"),
        ),
        FieldPanel("options"),
        FieldRowPanel([FieldPanel("why_en"), FieldPanel("why_sw")]),
        MultiFieldPanel(
            [FieldPanel("is_critical"), FieldPanel("part_marks"), FieldPanel("is_innocent"), FieldPanel("lesson")],
            heading=_("Marking"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("narration_en", widget=NarrationChooser("en")),
                        FieldPanel("narration_sw", widget=NarrationChooser("sw")),
                    ]
                ),
                FieldPanel("native_review"),
                FieldPanel("key"),
            ],
            heading=_("More"),
        ),
        PublishingPanel(),
    ]
    base_form_class = QuestionForm
    preview_sizes = PREVIEW_SIZES
    default_preview_size = "both"
    search_fields = [
        index.SearchField("text_en"),
        index.SearchField("text_sw"),
        index.AutocompleteField("text_en"),
        index.AutocompleteField("text_sw"),
        index.FilterField("topic"),
        index.FilterField("kind"),
        index.FilterField("is_critical"),
        index.FilterField("native_review"),
    ]

    class Meta:
        verbose_name = _("question")
        ordering = ["topic__slug", "pk"]

    def __str__(self):
        return self.text_sw if get_language() == "sw" else self.text_en

    def get_preview_template(self, request, mode_name):
        return "courses/admin/bank_preview.html"


class QuestionComment(models.Model):
    """What colleagues say to each other about a question; Wagtail's own comments are for pages only."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("comment"), max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text
