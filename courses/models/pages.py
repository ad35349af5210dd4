from django.core.validators import MaxValueValidator
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from courses import reading
from courses.cards import CardStream
from courses.drawings import drawing_choices
from courses.page_rights import CourseRights
from home.fixed_pages import FixedPageForm
from home.plain_words import PlainlyFound
from places.native_review import NativeReview, review_field


class ReviewedPage(PlainlyFound, Page):
    """A page whose text is marked until a native speaker has read it."""

    native_review = review_field(NativeReview.SOURCE, _("native review"))

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return CourseRights(user, self)


class CourseIndexPage(ReviewedPage):
    lead = models.TextField(_("lead"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("native_review"), FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1
    template = "courses/course_index.html"
    base_form_class = FixedPageForm
    is_fixed = True

    class Meta:
        verbose_name = _("course list")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | reading.index_context(self, request.user)


class CoursePage(ReviewedPage):
    lead = models.TextField(_("lead"), max_length=300)
    learn = StreamField(
        [("line", CharBlock(max_length=160))], verbose_name=_("what you will be able to do"), blank=True
    )
    valid_months = models.PositiveSmallIntegerField(
        _("certificate valid for (months)"), default=24, help_text=_("Set it on the English page; it counts for both.")
    )
    enforce_order = models.BooleanField(
        _("modules in order"),
        default=False,
        help_text=_("A module opens when the one before it is done. Set it on the English page."),
    )
    most_misses = models.PositiveSmallIntegerField(
        _("most misses (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Of the red flags in a quiz, how many may be missed. Empty: no limit. Set it on the English page."),
    )
    most_false_alarms = models.PositiveSmallIntegerField(
        _("most false alarms (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Of the innocent travellers in a quiz, how many may be harmed. Empty: no limit."),
    )
    changed_on = models.DateField(
        _("changed on"), null=True, blank=True, help_text=_("Learners are told that something is new since this day.")
    )
    changed_note = models.CharField(_("what has changed"), max_length=200, blank=True)
    retired_on = models.DateField(
        _("retired on"),
        null=True,
        blank=True,
        help_text=_(
            "From this day nobody new can begin it; those who have begun may finish, and every record and certificate "
            "stays. Set it on the English page."
        ),
    )
    refreshes = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="refreshers",
        verbose_name=_("refreshes"),
        help_text=_("Its quizzes open to those who have finished this course. Set it on the English page."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("native_review"),
        FieldPanel("lead"),
        FieldPanel("learn"),
        MultiFieldPanel(
            [
                FieldPanel("valid_months"),
                FieldPanel("enforce_order"),
                FieldPanel("refreshes"),
                FieldRowPanel([FieldPanel("most_misses"), FieldPanel("most_false_alarms")]),
            ],
            heading=_("Rules"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("changed_on"), FieldPanel("retired_on")]), FieldPanel("changed_note")],
            heading=_("The course's life"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("learn")]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course.html"

    class Meta:
        verbose_name = _("course")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | reading.course_context(self, request.user)


class ModulePage(ReviewedPage):
    lead = models.TextField(_("lead"), max_length=300)
    drawing = models.CharField(_("drawing"), max_length=40, choices=drawing_choices, blank=True)
    quiz = models.ForeignKey(
        "courses.Quiz",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="modules",
        verbose_name=_("quiz"),
        help_text=_("Stands at the end of the module. Choose the same one in both languages."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("native_review"),
        FieldPanel("lead"),
        FieldPanel("drawing"),
        FieldPanel("quiz"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/module.html"

    class Meta:
        verbose_name = _("module")

    def serve(self, request, *args, **kwargs):
        if not self.get_parent().live:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | reading.module_context(self, request.user)


class LessonPage(ReviewedPage):
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=3)
    cards = StreamField(CardStream(), verbose_name=_("cards"), help_text=_("One idea a card."))

    content_panels = [
        *Page.content_panels,
        FieldPanel("native_review"),
        FieldPanel("minutes"),
        FieldPanel("cards"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("cards")]
    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    template = "courses/lesson.html"

    class Meta:
        verbose_name = _("lesson")

    def serve(self, request, *args, **kwargs):
        return reading.lesson_response(request, self)

    def serve_preview(self, request, mode_name):
        return reading.preview_response(self)
