"""The public pages of the sample programme: about, projects, news, contact; and what stands further down on home."""

from collections.abc import Iterable
from typing import NamedTuple

from wagtail.models import Page

from home import prose
from home.models import (
    ContactPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    NewsTopic,
    Organisation,
    Partner,
    PartnersPage,
    PeoplePage,
    Person,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
)
from places.native_review import NativeReview
from sample import files
from sample.pages import LANGUAGES, in_both, in_language
from sample.pictures import Drawings

_KINDS = (ContactPage, NewsIndexPage, NewsPage, PartnersPage, PeoplePage, ProjectIndexPage, ProjectPage, StandardPage)
_BY_NAME = {kind.__name__: kind for kind in _KINDS}
_HOME = ""
_ON_EVERY_LINK = "the-stage"
_AWAITING = {"native_review": NativeReview.AWAITING}


class _Known(NamedTuple):
    """What blocks may name: pages by their addresses, {language: page}, and drawings."""

    pages: dict
    drawings: Drawings


def load(homes: dict) -> None:
    """Make the pages below the home pages, once: among pages of the organisation's own nothing is put."""
    if Page.objects.type(_KINDS).exists():
        return
    _load_people()
    drawings = Drawings()
    _share(drawings.share(_ON_EVERY_LINK, "en"))
    entries = files.numbered("public")
    pages = {_HOME: homes}
    for entry in entries:
        pages[entry["address"]] = _make(entry, pages)
    known = _Known(pages, drawings)
    for entry in entries:
        _illustrate(pages[entry["address"]], entry.get("picture"), drawings)
        _publish(pages[entry["address"]], entry.get("body", ()), known)
    if not any(home.body for home in homes.values()):
        fresh = {lang: HomePage.objects.get(pk=home.pk) for lang, home in homes.items()}
        for lang, home in fresh.items():
            home.share_picture = drawings.share(_ON_EVERY_LINK, lang)
        _publish(fresh, files.read("public/home-body.yaml"), known)


def _share(picture):
    """Let links to pages without a picture of their own show this one."""
    for organisation in Organisation.objects.filter(share_picture=None):
        organisation.share_picture = picture
        organisation.save()


def _illustrate(pages, drawing, drawings):
    """Give each language's page the drawing, with its words in that language."""
    for lang, page in pages.items() if drawing else ():
        page.picture, page.share_picture = drawings.page(drawing, lang), drawings.share(drawing, lang)


def _load_people():
    data = files.read("public/people.yaml")
    for topic in data["topics"]:
        NewsTopic.objects.get_or_create(slug=topic["slug"], defaults=_by_language("name", topic["name"]))
    for person in data["people"]:
        fields = _by_language("role", person["role"]) | {"order": person["order"]}
        Person.objects.get_or_create(name=person["name"], defaults=fields | _AWAITING)
    for partner in data["partners"]:
        fields = {name: partner[name] for name in ("name_sw", "kind", "order", "website") if name in partner}
        fields |= _by_language("about", partner["about"])
        Partner.objects.get_or_create(name_en=partner["name"], defaults=fields | _AWAITING)


def _by_language(field, texts):
    return {f"{field}_{lang}": texts[lang] for lang in LANGUAGES}


def _make(entry, pages):
    """Make the page without its text: that may name pages which come later."""
    parent, _, slug = entry["address"].rpartition("/")
    topics = entry.get("fields", {}).pop("topics", [])
    made = in_both(pages[parent], _BY_NAME[entry["kind"]], slug, lambda lang: _fields(entry, lang))
    for page in made.values() if topics else ():
        page.topics.set(NewsTopic.objects.filter(slug__in=topics))
    return made


def _fields(entry, lang):
    return in_language({name: entry[name] for name in ("title", "lead")} | entry.get("fields", {}), lang)


def _publish(pages: dict, blocks: Iterable[dict], known: _Known) -> None:
    """Give each language's page its text and publish it."""
    for lang, page in pages.items():
        if hasattr(page, "body"):
            page.body = [_block(block, known, lang) for block in blocks]
        page.save_revision().publish()


def _block(block, known, lang):
    ((kind, data),) = block.items()
    return kind, _MAKERS.get(kind, _as_it_is)(in_language(data, lang), known, lang)


def _as_it_is(data, _known, _lang):
    return data


def _prose(data, _known, _lang):
    return data | {"text": str(prose.to_html(data["text"]))}


def _partners(data, _known, _lang):
    return data | {"partners": [Partner.objects.get(name_en=name) for name in data["partners"]]}


def _read_more(data, known, lang):
    return data | ({"page": known.pages[data["page"]][lang]} if "page" in data else {})


def _gallery(data, known, lang):
    return data | {"pictures": [_picture(one, known, lang) for one in data["pictures"]]}


def _picture(data, known, lang):
    image = known.drawings.page(data["picture"], lang)
    return data | {"picture": {"image": image, "alt_text": image.description, "decorative": False}}


_MAKERS = {"prose": _prose, "partners": _partners, "read_more": _read_more, "gallery": _gallery, "picture": _picture}
