"""What public pages are made of."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ListBlock,
    MultipleChoiceBlock,
    PageChooserBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from home import pictures
from home.models.directory import Helpline
from home.public_pages import published
from home.reading_level import lines_of

PROSE = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]


class FigureBlock(StructBlock):
    figure = CharBlock(max_length=12, required=False, label=_("Figure"))
    text = TextBlock(max_length=240, label=_("What it counts"))


class FiguresBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    figures = ListBlock(FigureBlock(), min_num=1, max_num=6, label=_("Figures"))
    source = CharBlock(max_length=120, required=False, label=_("Source"))

    class Meta:
        icon = "order"
        label = _("Figures that count")
        template = "home/blocks/figures.html"


class MilestoneBlock(StructBlock):
    when = CharBlock(max_length=40, label=_("When"))
    title = CharBlock(max_length=100, label=_("What"))
    text = TextBlock(max_length=400, required=False, label=_("More"))
    is_reached = BooleanBlock(required=False, label=_("Reached"))


class MilestonesBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    milestones = ListBlock(MilestoneBlock(), min_num=1, label=_("Milestones"))

    class Meta:
        icon = "calendar-check"
        label = _("Milestones")
        template = "home/blocks/milestones.html"


class QuoteBlock(StructBlock):
    text = TextBlock(max_length=400, label=_("Quote"))
    who = CharBlock(max_length=80, label=_("Who said it"))
    role = CharBlock(max_length=80, required=False, label=_("Role"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "home/blocks/quote.html"


class PictureBlock(StructBlock):
    """A picture; it needs words for who can't see it, or is marked as decoration."""

    picture = ImageBlock(label=_("Picture"))
    caption = CharBlock(max_length=160, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"


class GalleryBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    pictures = ListBlock(PictureBlock(), min_num=2, max_num=24, label=_("Pictures"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "home/blocks/gallery.html"

    def get_context(self, value, parent_context=None):
        pictures.fetch([picture["picture"] for picture in value["pictures"]], "wide")
        return super().get_context(value, parent_context)


class PartnersBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    partners = ListBlock(SnippetChooserBlock("home.Partner"), min_num=1, label=_("Partners and funders"))

    class Meta:
        icon = "group"
        label = _("Partners and funders")
        template = "home/blocks/partners.html"

    def get_context(self, value, parent_context=None):
        # A partner that was deleted since is None.
        partners = [partner for partner in value["partners"] if partner]
        pictures.fetch_of(partners, "logo", "logo")
        return super().get_context(value, parent_context) | {"partners": partners}


class ReadMoreBlock(StructBlock):
    """Where to go on: a page of this site or, where there is none, an address elsewhere."""

    title = CharBlock(max_length=100, label=_("Title"))
    text = TextBlock(max_length=240, required=False, label=_("What to expect"))
    page = PageChooserBlock(required=False, label=_("Page"))
    address = URLBlock(required=False, label=_("Or an address elsewhere"))

    class Meta:
        icon = "link"
        label = _("Read more")
        template = "home/blocks/read_more.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["page"] and not cleaned["address"]:
            fault = ValidationError(_("Choose a page, or type an address below."))
            raise StructBlockValidationError(block_errors={"page": fault})
        return cleaned

    def bulk_to_python(self, values):
        found = super().bulk_to_python(values)
        self._find_open(found)
        return found

    def get_context(self, value, parent_context=None):
        # What is previewed has not come from the database with the others.
        if not hasattr(value, "onward"):
            self._find_open([value])
        return super().get_context(value, parent_context) | {"onward": value.onward}

    def _find_open(self, values):
        """Note with each of a page's blocks where it leads on, if everybody may go there: for all of them at once."""
        chosen = {value["page"].pk for value in values if value["page"]}
        is_open = published(pages=Page.objects.filter(pk__in=chosen)).in_bulk() if chosen else {}
        for value in values:
            value.onward = is_open.get(value["page"].pk) if value["page"] else None


class ProseBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    text = RichTextBlock(features=PROSE, label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "home/blocks/prose.html"

    def get_searchable_content(self, value):
        return [line for line in (value["heading"], *lines_of(value["text"].source)) if line]


class StepsBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    steps = ListBlock(
        StructBlock([("title", CharBlock(max_length=60)), ("text", TextBlock(max_length=300))]), label=_("Steps")
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "home/blocks/steps.html"


class GoalsBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    goals = ListBlock(
        StructBlock(
            [
                ("number", CharBlock(max_length=6, required=False, label=_("Number"))),
                ("name", CharBlock(max_length=100, label=_("Goal"))),
                ("text", TextBlock(max_length=240, required=False, label=_("What we do for it"))),
            ]
        ),
        min_num=1,
        label=_("Goals"),
    )

    class Meta:
        icon = "pick"
        label = _("Goals it serves")
        template = "home/blocks/goals.html"


class HelplinesBlock(StructBlock):
    heading = CharBlock(max_length=80, required=False, label=_("Heading"))
    needs = MultipleChoiceBlock(choices=Helpline.Need.choices, required=False, label=_("For"))

    class Meta:
        icon = "mobile-alt"
        label = _("Helplines")
        template = "home/blocks/helplines.html"


class LiveFiguresBlock(StructBlock):
    """What the platform itself counts, drawn when the page is made."""

    heading = CharBlock(max_length=80, required=False, label=_("Heading"))

    class Meta:
        icon = "view"
        label = _("Live figures")
        template = "home/blocks/live_figures.html"


class LatestNewsBlock(StaticBlock):
    class Meta:
        icon = "doc-full"
        label = _("Latest news")
        admin_text = _("The three newest pieces of news.")
        template = "home/blocks/latest_news.html"


class ProjectsBlock(StaticBlock):
    class Meta:
        icon = "folder-open-inverse"
        label = _("Projects")
        admin_text = _("The projects, in the order of their pages.")
        template = "home/blocks/projects.html"


class BodyBlock(StreamBlock):
    """What any public page may hold."""

    prose = ProseBlock()
    figures = FiguresBlock()
    steps = StepsBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    partners = PartnersBlock()
    goals = GoalsBlock()
    helplines = HelplinesBlock()
    read_more = ReadMoreBlock()


class ProjectBodyBlock(BodyBlock):
    milestones = MilestonesBlock()


class HomeBodyBlock(BodyBlock):
    live_figures = LiveFiguresBlock()
    projects = ProjectsBlock()
    latest_news = LatestNewsBlock()
