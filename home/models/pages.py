from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.models.blocks import BodyBlock, HomeBodyBlock, ProjectBodyBlock
from home.models.organisation import picture_field
from places.native_review import NativeReview, review_field


class PublicPage(Page):
    """A page about the organisation: what it is in two sentences, then whatever its author builds."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)
    share_picture = picture_field(_("picture for shared links"))
    native_review = review_field(NativeReview.SOURCE, _("native review"))

    content_panels = [*Page.content_panels, FieldPanel("native_review"), FieldPanel("lead")]
    promote_panels = [*Page.promote_panels, FieldPanel("share_picture")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True


class HomePage(PublicPage):
    """The public front page: what the programme is, how it works, where help is."""

    steps = StreamField(
        [("step", StructBlock([("title", CharBlock(max_length=60)), ("text", TextBlock(max_length=300))]))],
        verbose_name=_("how it works"),
        max_num=4,
        blank=True,
    )
    about_title = models.CharField(_("about: heading"), max_length=80, blank=True)
    about = RichTextField(_("about the organisation"), features=["bold", "link", "ul"], blank=True)
    facts_source = models.CharField(_("facts: source"), max_length=120, blank=True)
    facts = StreamField(
        [
            (
                "fact",
                StructBlock(
                    [("figure", CharBlock(max_length=12, required=False)), ("text", TextBlock(max_length=240))]
                ),
            )
        ],
        verbose_name=_("published facts"),
        blank=True,
    )
    body = StreamField(HomeBodyBlock(), verbose_name=_("further down"), blank=True)

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldPanel("about_title"), FieldPanel("about"), FieldPanel("facts"), FieldPanel("facts_source")],
            heading=_("About"),
        ),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")


class StandardPage(PublicPage):
    """A page for whatever has no kind of its own."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")


class ProjectIndexPage(PublicPage):
    """The projects, in the order of the tree."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ProjectPage"]
    template = "home/project_index_page.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of projects")


class ProjectPage(PublicPage):
    """One project: what it is for, what it has reached, with whom."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        COMPLETED = "completed", _("completed")

    picture = picture_field(_("picture"))
    progress = models.CharField(_("how far it is"), max_length=10, choices=Stage, default=Stage.RUNNING)
    period = models.CharField(_("when"), max_length=60, blank=True)
    places = models.CharField(_("where"), max_length=120, blank=True)
    body = StreamField(ProjectBodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("progress"), FieldPanel("period"), FieldPanel("places")], heading=_("In short")),
        FieldPanel("body"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.ProjectIndexPage"]
    subpage_types = []
    template = "home/project_page.html"

    class Meta:
        verbose_name = _("project")


class NewsIndexPage(PublicPage):
    """The news, the newest first."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    template = "home/news_index_page.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")


class NewsPage(PublicPage):
    """One piece of news."""

    day = models.DateField(_("date"), default=timezone.localdate)
    picture = picture_field(_("picture"))
    authors = ParentalManyToManyField("home.Person", verbose_name=_("authors"), blank=True, related_name="news")
    topics = ParentalManyToManyField("home.NewsTopic", verbose_name=_("topics"), blank=True, related_name="news")
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("day"),
        FieldPanel("picture"),
        FieldPanel("authors"),
        FieldPanel("topics"),
        FieldPanel("body"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body"), index.FilterField("day")]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []
    template = "home/news_page.html"

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")


class PeoplePage(PublicPage):
    """Who works here: the people of the snippets that are shown."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = []
    template = "home/people_page.html"

    class Meta:
        verbose_name = _("page of people")


class PartnersPage(PublicPage):
    """With whom we work, and who pays for it: all partners of the snippets."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = []
    template = "home/partners_page.html"

    class Meta:
        verbose_name = _("page of partners")


class ContactPage(PublicPage):
    """How to reach the organisation, and how to find its office without a map."""

    hours = models.CharField(_("office hours"), max_length=120, blank=True)
    directions = StreamField(
        [("step", TextBlock(max_length=240, label=_("Step")))],
        verbose_name=_("the way to the office, step by step"),
        help_text=_("From a stage that everybody knows, in words: no map is needed."),
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("hours"),
        FieldPanel("directions"),
        FieldPanel("body"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    template = "home/contact_page.html"

    class Meta:
        verbose_name = _("contact page")
