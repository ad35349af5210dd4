from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from home import app, helpline_directory, live_figures, own_ways, page_cache, prose, sharing, translations
from home.directory import numbers

register = template.Library()

IN_THE_FOOT = 6


@register.simple_tag(takes_context=True)
def language_link(context):
    """Return the link to this page in the other language, keeping the place; to the nearest page where it has none."""
    code, name = _other_language()
    address, _is_same = translations.elsewhere(context, code)
    return _language_anchor(code, name, address) if address else ""


@register.simple_tag(takes_context=True)
def alternate_link(context):
    """Return the head's note of this page in the other language, for search engines and reading aids.

    What is somebody's own is to be found by none of them: there it says that instead.
    """
    request = context.get("request")
    if request and sharing.is_unlisted(request.path):
        return mark_safe('<meta name="robots" content="noindex">')
    code, _name = _other_language()
    address, is_same = translations.elsewhere(context, code)
    if not is_same:
        return ""
    whole = sharing.canonical(address, request.GET if request else {})
    return format_html('<link rel="alternate" hreflang="{}" href="{}">', code, whole)


def _other_language():
    """Return the code of the language that this page is not in, and that language's own name for itself."""
    here = translation.get_language()
    code = next(code for code, _name in settings.LANGUAGES if code != here)
    return code, translation.get_language_info(code)["name_local"]


def _language_anchor(code, name, address):
    return format_html(
        '<a class="lang" rel="alternate" lang="{0}" hreflang="{0}" href="{1}">{2}</a>', code, address, name
    )


@register.simple_tag
def language_to(address):
    """Return the link to an address in the other language."""
    code, name = _other_language()
    return _language_anchor(code, name, address)


@register.simple_tag(takes_context=True)
def language_button(context, form):
    """Return the button that takes what is typed in a form, by its id, to this page in the other language."""
    code, name = _other_language()
    address, _is_same = translations.elsewhere(context, code)
    return format_html(
        '<button class="lang" form="{0}" formaction="{1}" formenctype="application/x-www-form-urlencoded"'
        ' name="language" value="{2}" lang="{2}">{3}</button>',
        form,
        address,
        code,
        name,
    )


@register.simple_tag
def helplines(*needs):
    """Return the confirmed helplines as a list of links that call; only the first of all where no need is named."""
    if needs:
        return helplines_for(needs)
    return _kept_list("first", lambda: helpline_directory.shown_for()[:IN_THE_FOOT])


@register.simple_tag
def helplines_for(needs):
    """Return the confirmed helplines for these needs as a list of links; all of them where no need is named."""
    return _kept_list(",".join(needs), lambda: helpline_directory.shown_for(needs))


def _kept_list(name, find):
    key = f"helplines:{translation.get_language()}:{name}"
    return mark_safe(page_cache.remember(key, lambda: _render_helplines(find())))


def _render_helplines(lines):
    return render_to_string("includes/helplines.html", {"helplines": lines})


@register.simple_tag
def help_link():
    """Return the button of the bottom bar that leads to help: the first short codes are its words."""
    short = page_cache.remember("help-bar", lambda: "\u00a0·\u00a0".join(helpline_directory.short_codes()))
    return format_html('<a class="help" href="#help"><span>{} <b>{}</b></span></a>', _("Help"), short)


@register.simple_tag
def number_link(part):
    """Return the address that calls, writes to, or opens WhatsApp for one number of a helpline."""
    return numbers.link_of(part.block_type, str(part.value))


@register.simple_tag
def number_said(part):
    """Return one number of a helpline as people read it."""
    return numbers.said_as(part)


@register.simple_tag
def drawing(name, css="drawing"):
    """Return one of the platform's own drawings, inline, so that it costs no request and follows light and dark."""
    return mark_safe(_read_drawing(name).replace("<svg ", f'<svg class="{css}" ', 1)) if name else ""


@lru_cache(maxsize=256)
def _read_drawing(name):
    return (settings.BASE_DIR / "templates" / "drawings" / f"{slugify(name)}.svg").read_text().strip()


@register.filter(name="prose")
def prose_filter(text):
    """Return plain text with paragraphs, lists, bold words and headings as HTML."""
    return prose.to_html(text)


@register.simple_tag
def app_address():
    """Return the address of the scripts that a learner's phone keeps."""
    return app.app_address()


@register.simple_tag(name="live_figures")
def live_figures_tag():
    """Return what the platform counts of itself: label and value each, None where it is hidden."""
    return live_figures.figures()


@register.simple_tag(takes_context=True)
def own_ways_of_visitor(context):
    """Return the ways that the visitor has beyond those of everybody."""
    return own_ways.of(context["request"].user)
