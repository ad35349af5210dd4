"""Which pages of the tree anybody may open; search, feeds, the sitemap and the page `not here` read them here."""

from collections.abc import Iterable

from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

HOME_DEPTH = 2


def published(language: str = "", pages: PageQuerySet | None = None) -> PageQuerySet:
    """Return the published, unrestricted pages of a language (of all where none is named), of one kind with `pages`.

    A page below one that is not published is left out too: its course or its project is closed.
    """
    found = (Page.objects.all() if pages is None else pages).live().public().filter(depth__gte=HOME_DEPTH)
    if language:
        found = found.filter(locale__in=list(Locale.objects.filter(language_code=language)))
    closed = Page.objects.not_live().filter(depth__gte=HOME_DEPTH, numchild__gt=0).values_list("path", flat=True)
    for path in closed:
        found = found.exclude(path__startswith=path)
    return found


def trails(pages: Iterable[Page]) -> dict[int, list[Page]]:
    """Return for each page the pages above it, from the one below home down to its parent, by one query."""
    above = {page.pk: _paths_above(page) for page in pages}
    known = Page.objects.in_bulk({path for paths in above.values() for path in paths}, field_name="path")
    return {pk: [known[path] for path in paths] for pk, paths in above.items()}


def _paths_above(page):
    return [page.path[: depth * Page.steplen] for depth in range(HOME_DEPTH + 1, page.depth)]
