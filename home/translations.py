"""Where a page's words stand in another language."""

from wagtail.models import Page


def nearest(page: Page, language: str) -> tuple[Page | None, bool]:
    """Return the published page nearest to this one in the language, and whether it is this page's own translation.

    A page that has no translation is answered for by the nearest page above it that has one. (None, False): none has.
    """
    found = page.get_translations().live().filter(locale__language_code=language).first()
    if found:
        return found, True
    for above in page.get_ancestors().filter(depth__gt=1).order_by("-depth"):
        found = above.get_translations().live().filter(locale__language_code=language).first()
        if found:
            return found, False
    return None, False
