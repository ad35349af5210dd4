from django import template
from django.conf import settings
from django.utils import translation

from home import sharing, structured_data, translations
from home.context_processors import organisation

register = template.Library()


@register.simple_tag(takes_context=True)
def shared(context, title="", description=""):
    """Return what the head of a public page says of it; the words are asked for where it is no page of the tree."""
    page, request = context.get("page"), context.get("request")
    page = page if hasattr(page, "get_translations") else None
    query = request.GET if request else {}
    here = sharing.canonical((page and page.get_url()) or (request.path if request else "/"), query)
    whose = organisation()
    return {
        "title": title or (sharing.title(page) if page else settings.WAGTAIL_SITE_NAME),
        "description": description or (sharing.description(page) if page else ""),
        "address": here,
        "languages": _languages(context, here, query),
        "locale": sharing.LOCALES[translation.get_language()],
        "kind": sharing.kind(page),
        "picture": sharing.picture(page, whose),
        "day": getattr(page, "day", None),
        "has_feed": sharing.has_feed(page),
        "graph": structured_data.graph(page, whose, here) if page else "",
    }


def _languages(context, here, query):
    """Return the page's addresses by language without the one that every page's head names; none where it has one."""
    code = next(code for code, _name in settings.LANGUAGES if code != translation.get_language())
    address, is_same = translations.elsewhere(context, code)
    if not is_same:
        return []
    found = sharing.everywhere({translation.get_language(): here, code: sharing.canonical(address, query)})
    return [(language, whole) for language, whole in found.items() if language != code]
