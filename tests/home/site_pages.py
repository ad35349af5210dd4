"""Makers of the public site, for its tests: pages in both languages, and a block of every kind."""

from uuid import uuid4

from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from home.models import (
    ContactPage,
    NewsIndexPage,
    NewsPage,
    Partner,
    PartnersPage,
    PeoplePage,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
)
from tests import make

# Each kind of page, and the kind that stands above it.
ABOVE = {
    StandardPage: None,
    ProjectIndexPage: None,
    ProjectPage: ProjectIndexPage,
    NewsIndexPage: None,
    NewsPage: NewsIndexPage,
    PeoplePage: None,
    PartnersPage: None,
    ContactPage: None,
}
KINDS = list(ABOVE)


def picture(description="A bus at a stage", title="bus"):
    return Image.objects.create(title=title, description=description, file=get_test_image_file(size=(1000, 700)))


def add(model, slug="", parents=None, **fields):
    """Publish a page in both languages, with what has to stand above it. Returns {language: page}."""
    slug, key = slug or model.__name__.lower(), uuid4()
    parents = parents or (index(ABOVE[model]) if ABOVE[model] else make.make_site())
    fields = {"title": slug.capitalize(), "lead": f"About {slug}."} | fields
    title = fields.pop("title")
    made = {}
    for language, parent in parents.items():
        parent.refresh_from_db()
        page = model(title=_in(language, title), slug=slug, locale=parent.locale, translation_key=key, **fields)
        made[language] = parent.add_child(instance=page)
    return made


def index(model):
    found = {page.locale.language_code: page for page in model.objects.select_related("locale")}
    return found or add(model)


def _in(language, title):
    return title if language == "en" else f"{title} (sw)"


def blocks():
    """Return a value for each kind of block that public pages know."""
    shown = picture()
    partner = Partner.objects.get_or_create(name_en="Candle of Hope")[0]
    below = [{"picture": shown, "caption": "Likoni"}, {"picture": shown, "caption": ""}]
    return {
        "prose": {"heading": "Why", "text": "<p>A bed comes <b>first</b>.</p>"},
        "figures": {"heading": "Counted", "figures": [{"figure": "16", "text": "survivors"}], "source": "Report 2023"},
        "steps": {"heading": "How", "steps": [{"title": "Ask", "text": "A partner asks."}]},
        "quote": {"text": "I was asked.", "who": "A survivor", "role": "Mombasa"},
        "picture": {"picture": shown, "caption": "The stage"},
        "gallery": {"heading": "Seen", "pictures": below},
        "partners": {"heading": "With", "partners": [partner]},
        "goals": {
            "heading": "Goals",
            "goals": [{"number": "8.7", "name": "End forced labour", "text": "By training."}],
        },
        "helplines": {"heading": "Call", "needs": ["danger"]},
        "read_more": {"title": "The Act", "text": "Of 2010", "page": None, "address": "https://law.example/act"},
        "milestones": {
            "heading": "So far",
            "milestones": [
                {"when": "2023", "title": "Opened", "text": "It met.", "is_reached": True},
                {"when": "2027", "title": "Doubled", "text": "", "is_reached": False},
            ],
        },
        "live_figures": {"heading": "Now"},
        "projects": None,
        "latest_news": None,
    }


def body(*names):
    known = blocks()
    return [(name, known[name]) for name in names]
