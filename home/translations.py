"""Where a page's words stand in another language."""

from django.urls import translate_url
from wagtail.models import Page

from home.public_pages import published


def nearest(page: Page, language: str) -> tuple[Page | None, bool]:
    """Return the open page nearest to this one in the language, and whether it is this page's own translation.

    A page that has no translation is answered for by the nearest page above it that has one. (None, False): none has.
    """
    if found := _open(page, language):
        return found, True
    for above in page.get_ancestors().filter(depth__gt=1).order_by("-depth"):
        if found := _open(above, language):
            return found, False
    return None, False


def _open(page, language):
    return published(language, page.get_translations()).first()


def elsewhere(context, language: str) -> tuple[str, bool]:
    """Return the address of what a template shows in another language, with its query, and whether it is the same.

    It is what the context's `other_language` says, else it is found once for each request: the head of a page and its
    visible link name it. ("", False) where nothing is known.
    """
    if said := context.get("other_language"):
        return said
    request = context.get("request")
    if request is None:
        return "", False
    if not hasattr(request, "other_address"):
        request.other_address = _find(request, context.get("page"), language)
    return request.other_address


def _find(request, page, language):
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if page is None or not hasattr(page, "get_translations"):
        return translate_url(request.path, language) + query, True
    other, is_same = nearest(page, language)
    address = other.get_url(request) if other else f"/{language}/"
    return (address + query if is_same else address), is_same
