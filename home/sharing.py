"""What a page tells search engines, and people to whom somebody sends it: address, languages, words and picture."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.text import Truncator
from wagtail.images.models import Image, SourceImageIOError

from home import page_cache
from home.models import HomePage, NewsIndexPage, NewsPage

KEPT = ("county", "need", "topic", "year")
"""What a list is filtered by, and so part of its address; everything else in a query says who sent the visitor."""
CLOSED = ("me", "manage", "learn", "cases", "run", "report/follow", "report/sealed")
"""Addresses below a language that are somebody's own, and that a search engine has no business to ask for."""
UNLISTED = (
    *("search", "offline", "sign-in", "sign-out", "second-factor", "join", "manager", "moved", "digest"),
    *("report", "newsletter/asked", "newsletter/confirm", "newsletter/leave"),
)
"""Addresses below a language that may be asked for, but belong in no list of results."""
LONGEST = 200
# Longer ones leave little of a file's name, which Wagtail cuts to make room for them.
PICTURE = "fill-1200x630|format-jpeg|bgcolor-fdfbf7"
LOCALES = {"en": "en_KE", "sw": "sw_KE"}


@dataclass(frozen=True)
class Picture:
    """A picture as a card shows it: whole address, size in pixels, words for who can't see it."""

    address: str
    width: int
    height: int
    alt: str = ""
    is_wide: bool = True


def absolute(address: str) -> str:
    """Return the whole address of one on this site; a whole address stays as it is."""
    return urljoin(f"{settings.BASE_URL}/", address)


def canonical(path: str, query: QueryDict | dict) -> str:
    """Return the one whole address of what stands there: with the page of a list and its filters, and no more."""
    kept = {key: query.get(key) for key in KEPT if query.get(key)}
    if re.fullmatch(r"[1-9]\d{0,5}", number := query.get("page", "")) and number != "1":
        kept["page"] = number
    return absolute(urlsplit(path).path) + (f"?{urlencode(kept)}" if kept else "")


def is_unlisted(path: str) -> bool:
    """Return whether a search engine is asked to leave this address out of its results."""
    rest = re.sub(r"^/[a-z]{2}/", "", path)
    return rest != path and any(rest.startswith(f"{first}/") for first in (*CLOSED, *UNLISTED))


def everywhere(addresses: dict[str, str]) -> dict[str, str]:
    """Return the whole addresses of one page by language, and as `x-default` the one for all other languages."""
    found = {code: addresses[code] for code, _name in settings.LANGUAGES}
    default = found[settings.LANGUAGE_CODE]
    is_home = default == absolute(f"/{settings.LANGUAGE_CODE}/")
    return found | {"x-default": absolute("/") if is_home else default}


def description(page) -> str:
    """Return what a page is about, in at most 200 signs: what its author wrote for search engines, else its lead."""
    words = getattr(page, "search_description", "") or getattr(page, "lead", "")
    return Truncator(" ".join(words.split())).chars(LONGEST)


def title(page) -> str:
    return page.seo_title or page.title


def picture(page, organisation) -> Picture:
    """Return the picture for shared links: the page's own for that, its picture, the organisation's, else our sign."""
    fields = (getattr(page, "share_picture_id", None), getattr(page, "picture_id", None))
    chosen = next(filter(None, (*fields, organisation.share_picture_id)), None)
    return page_cache.remember(f"share-picture:{chosen}", lambda: _rendered(chosen)) if chosen else _sign()


def _rendered(image_id):
    image = Image.objects.filter(pk=image_id).first()
    if image is None or image.is_svg():
        return _sign()
    try:
        made = image.get_rendition(PICTURE)
    except SourceImageIOError:
        return _sign()
    return Picture(absolute(made.url), made.width, made.height, image.default_alt_text)


def _sign():
    return Picture(absolute(static("img/icon-512.png")), 512, 512, settings.WAGTAIL_SITE_NAME, is_wide=False)


def kind(page) -> str:
    """Return what Open Graph calls this sort of page."""
    return "article" if isinstance(page, NewsPage) else "website"


def has_feed(page) -> bool:
    return isinstance(page, HomePage | NewsIndexPage | NewsPage)
