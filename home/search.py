"""Search over what the public may see: pages of the language, confirmed helplines, and the other public addresses."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home import doors, helpline_directory, matching, public_pages, sharing
from home.models import ContactPage, Helpline

PER_PAGE = 10


@dataclass(frozen=True)
class Hit:
    """One page that was found; `trail` are the titles of the pages above it."""

    title: str
    address: str
    text: str
    trail: list[str]


def helplines_for(query: str) -> list[Helpline]:
    """Return the confirmed helplines by name, work, need or number; none where nothing is asked."""
    return helpline_directory.found(words=query) if matching.words_of(query) else []


def doors_for(query: str) -> list[doors.Door]:
    words = matching.words_of(query)
    return [door for door in doors.open_here() if words and matching.holds(f"{door.title} {door.text}", words)]


def pages_for(query: str, language: str):
    """Return the published, unrestricted pages with all these words, the nearest first, to be counted and sliced.

    Where there are none: those whose title begins so, else those with any of the words.
    """
    words = " ".join(matching.words_of(matching.fold(query)))
    every = public_pages.published(language)
    if not words:
        return every.none()
    tries = (every.search(words), every.autocomplete(words))
    found = next((found for found in tries if found.count()), None)
    return every.search(words, operator="or") if found is None else found


def hits(found) -> list[Hit]:
    """Return what is shown of some pages: a query for each kind of page among them, and one for the pages above."""
    pages = list(found)
    trails = public_pages.trails(pages)
    specific = Page.objects.specific().in_bulk([page.pk for page in pages])
    return [
        Hit(
            title=page.title,
            address=page.get_url() or "",
            text=sharing.description(specific[page.pk]),
            trail=[above.title for above in trails[page.pk]],
        )
        for page in pages
        if page.pk in specific
    ]


@require_safe
def search(request):
    query = matching.tidy(request.GET.get("q", ""))
    language = translation.get_language()
    paginator = Paginator(pages_for(query, language), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    beside = [] if page.number > 1 else doors_for(query)
    lines = [] if page.number > 1 else helplines_for(query)
    total = paginator.count + len(beside) + len(lines)
    context = {"query": query, "found": page, "hits": hits(page), "doors": beside, "helplines": lines, "total": total}
    if not total:
        context |= {"every_door": doors.open_here(), "contact": contact(language)}
    return render(request, "home/search.html", context)


def contact(language: str) -> Page | None:
    """Return the page that says how to reach the organisation."""
    return public_pages.published(language, ContactPage.objects.all()).first()
