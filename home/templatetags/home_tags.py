from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from home import app, helpline_directory, page_cache, prose, translations

register = template.Library()


@register.simple_tag(takes_context=True)
def language_link(context):
    """Return the link to this page in the other language, keeping the place; to the nearest page where it has none."""
    code, name = _other_language()
    address, _is_same = context.get("other_language") or ("", False)
    if not address and (request := context.get("request")):
        address, _is_same = _other_address(request, context.get("page"), code)
    if not address:
        return ""
    return _language_anchor(code, name, address)


@register.simple_tag(takes_context=True)
def alternate_link(context):
    """Return the head's note of this page in the other language, for search engines and reading aids."""
    code, _name = _other_language()
    address, is_same = context.get("other_language") or ("", False)
    if not address and (request := context.get("request")):
        address, is_same = _other_address(request, context.get("page"), code)
    if not is_same:
        return ""
    return format_html('<link rel="alternate" hreflang="{}" href="{}{}">', code, settings.BASE_URL, address)


def _other_language():
    """Return the code of the language that this page is not in, and that language's own name for itself."""
    here = translation.get_language()
    code = next(code for code, _name in settings.LANGUAGES if code != here)
    return code, translation.get_language_info(code)["name_local"]


def _language_anchor(code, name, address):
    return format_html(
        '<a class="lang" rel="alternate" lang="{0}" hreflang="{0}" href="{1}">{2}</a>', code, address, name
    )


def _other_address(request, page, code):
    """Find the address once for each request, and whether it is this page's: the head and the visible link name it."""
    if not hasattr(request, "other_address"):
        request.other_address = _find_other_address(request, page, code)
    return request.other_address


def _find_other_address(request, page, code):
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if page is None or not hasattr(page, "get_translations"):
        return translate_url(request.path, code) + query, True
    other, is_same = translations.nearest(page, code)
    address = other.get_url(request) if other else f"/{code}/"
    return (address + query if is_same else address), is_same


@register.simple_tag
def language_to(address):
    """Return the link to an address in the other language."""
    code, name = _other_language()
    return _language_anchor(code, name, address)


@register.simple_tag
def helplines(*needs):
    """Return the confirmed helplines as a list of links that call; all of them where no need is named."""
    return helplines_for(needs)


@register.simple_tag
def helplines_for(needs):
    key = f"helplines:{translation.get_language()}:{','.join(needs)}"
    return mark_safe(page_cache.remember(key, lambda: _render_helplines(needs)))


def _render_helplines(needs):
    return render_to_string("includes/helplines.html", {"helplines": helpline_directory.shown_for(needs)})


@register.simple_tag
def help_link():
    """Return the button of the bottom bar that leads to help: the first two numbers are its words."""
    return format_html('<a class="help" href="#help"><span>{} <b>{}</b></span></a>', _("Help"), "999\u00a0·\u00a0116")


@register.simple_tag
def number_link(part):
    """Return the address that dials, or opens WhatsApp, for one number of a helpline."""
    digits = "".join(sign for sign in str(part.value) if sign.isdigit() or sign in "+*#")
    if part.block_type == "whatsapp":
        abroad = digits.removeprefix("+")
        return f"https://wa.me/{'254' + digits[1:] if digits.startswith('0') else abroad}"
    return "tel:" + digits.replace("#", "%23")


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
