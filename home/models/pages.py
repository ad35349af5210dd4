from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from home.models import listing
from home.models.blocks import BodyBlock, HomeBodyBlock, ProjectBodyBlock
from home.models.organisation import picture_field
from home.page_forms import PublicPageForm
from home.plain_words import PlainlyFound
from home.public_pages import published
from home.reading_panel import ReadingLevelPanel
from places.native_review import NativeReview, review_field

OTHER_PROJECTS = 3
LIGHT_BLOCKS = {"figures", "goals", "helplines", "latest_news", "live_figures", "partners", "projects", "steps"}
"""Blocks of the home page that css/front.css and css/site.css dress alone."""
FIRST_FLOOR = 3
"""The depth in the tree of what stands right below a home page."""


class PublicPage(PlainlyFound, Page):
    """A page about the organisation: what it is in two sentences, then whatever its author builds."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)
    share_picture = picture_field(_("picture for shared links"))
    native_review = review_field(NativeReview.SOURCE, _("native review"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("native_review"),
        ReadingLevelPanel(heading=_("How it reads")),
        FieldPanel("lead"),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("share_picture")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    base_form_class = PublicPageForm

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        # The pages right below the home page are reached from the menu.
        above = self.get_parent() if self.depth > FIRST_FLOOR else None
        return super().get_context(request, *args, **kwargs) | {"above": above}


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
    search_fields = [*PublicPage.search_fields, *map(index.SearchField, ("steps", "about", "facts", "body"))]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"
    is_fixed = True

    class Meta:
        verbose_name = _("home page")

    @property
    def needs_all_styles(self):
        """Return whether it is built of more than its first styles know: phones pay for each of them."""
        return any(block.block_type not in LIGHT_BLOCKS for block in self.body)


class StandardPage(PublicPage):
    """A page for whatever has no kind of its own."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    show_in_menus_default = True
    template = "home/standard_page.html"

    objects = PageManager.from_queryset(listing.PublicPageQuerySet)()

    class Meta:
        verbose_name = _("standard page")

    def get_context(self, request, *args, **kwargs):
        below = published(pages=StandardPage.objects.child_of(self)) if self.pk else []
        return super().get_context(request, *args, **kwargs) | {"below": below}


class ProjectIndexPage(PublicPage):
    """The projects, in the order of the tree."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ProjectPage"]
    show_in_menus_default = True
    template = "home/project_index_page.html"
    is_fixed = True
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of projects")

    def get_context(self, request, *args, **kwargs):
        projects = published(pages=ProjectPage.objects.child_of(self)).with_pictures()
        return super().get_context(request, *args, **kwargs) | {"projects": projects}


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

    objects = PageManager.from_queryset(listing.PublicPageQuerySet)()

    class Meta:
        verbose_name = _("project")

    def get_context(self, request, *args, **kwargs):
        index = self.get_parent()
        others = published(pages=ProjectPage.objects.child_of(index)).exclude(pk=self.pk).with_pictures()
        return super().get_context(request, *args, **kwargs) | {"others": others[:OTHER_PROJECTS]}


class NewsIndexPage(PublicPage):
    """The news, the newest first."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    show_in_menus_default = True
    template = "home/news_index_page.html"
    is_fixed = True
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request, *args, **kwargs):
        news = published(pages=NewsPage.objects.child_of(self))
        return super().get_context(request, *args, **kwargs) | listing.news_listed(news, request.GET)


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
    search_fields = [*PublicPage.search_fields, *map(index.SearchField, ("body", "named")), index.FilterField("day")]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []
    template = "home/news_page.html"

    objects = PageManager.from_queryset(listing.NewsQuerySet)()

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def get_context(self, request, *args, **kwargs):
        index = self.get_parent()
        news = published(pages=NewsPage.objects.child_of(index))
        return super().get_context(request, *args, **kwargs) | {
            "newer": news.newer_than(self).first(),
            "older": news.older_than(self).first(),
        }

    def named(self):
        """Return whom and what it names, for search."""
        topics = [name for topic in self.topics.all() for name in (topic.name_en, topic.name_sw)]
        return [*(person.name for person in self.authors.all()), *topics]


class PeoplePage(PublicPage):
    """Who works here: the people of the snippets that are shown."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, *map(index.SearchField, ("body", "named"))]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = []
    template = "home/people_page.html"

    class Meta:
        verbose_name = _("page of people")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"parts": listing.people_by_part()}

    def named(self):
        """Return whom it names, for search."""
        return [person.name for _part, people in listing.people_by_part() for person in people]


class PartnersPage(PublicPage):
    """With whom we work, and who pays for it: all partners of the snippets."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, *map(index.SearchField, ("body", "named"))]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = []
    template = "home/partners_page.html"

    class Meta:
        verbose_name = _("page of partners")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"kinds": listing.partners_by_kind()}

    def named(self):
        """Return whom it names, for search."""
        return [partner.every_name for _kind, partners in listing.partners_by_kind() for partner in partners]


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
    search_fields = [*PublicPage.search_fields, *map(index.SearchField, ("hours", "directions", "body"))]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    show_in_menus_default = True
    template = "home/contact_page.html"

    class Meta:
        verbose_name = _("contact page")
