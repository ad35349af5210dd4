from django import template
from django.utils.html import format_html

from accounts.models import User
from courses import photos, untranslated

register = template.Library()


@register.simple_tag
def role_name(role):
    return User.Role(role).label


@register.simple_tag
def is_done(progress, step):
    return progress.is_done(step)


@register.filter
def at(found, key):
    """Return what stands under the key, or None."""
    return found.get(key)


@register.simple_tag
def lang_of(named):
    """Return the attribute that says the language of a course's, module's or step's name where it isn't the page's."""
    return format_html(' lang="{}"', named.written_in) if untranslated.is_foreign(named) else ""


@register.simple_tag
def only_in(named):
    """Return the words for what can be read in another language only, with what sets them apart; else nothing."""
    return f" · {untranslated.only_in(named)}" if untranslated.is_foreign(named) else ""


@register.simple_tag
def is_begun(progress, step):
    return progress.is_begun(step)


@register.simple_tag
def is_module_done(progress, module):
    return progress.is_module_done(module)


@register.simple_tag
def is_module_open(progress, module):
    return progress.is_module_open(module)


@register.inclusion_tag("courses/photo.html", takes_context=True)
def photo(context, image, alt=None, css=""):
    """Show a picture of the library, or the link that shows it where data is to be saved."""
    return {
        "photo": photos.photo_of(image),
        "is_shown": _is_shown(context, image),
        "address": context.get("pictures_at") or _address_with_pictures(context),
        "alt": _words_for(image) if alt is None else alt,
        "css": css,
    }


@register.simple_tag(takes_context=True)
def is_picture_shown(context, picture):
    """Return whether a question's picture is there to be seen: a drawing is, a photo only where it is loaded."""
    return picture is not None and (picture.image is None or _is_shown(context, picture.image))


def _is_shown(context, image):
    found = photos.photo_of(image)
    return found is not None and found.is_shown(_wish(context))


def _wish(context):
    """A page stored for everybody says which pictures it holds; any other is asked by its request."""
    request = context.get("request")
    return context.get("pictures") or (photos.wish_of(request) if request else photos.Wish.LIGHT)


def _address_with_pictures(context):
    request = context.get("request")
    return photos.address_with_pictures(request) if request else ""


def _words_for(image):
    return "" if image.decorative else image.contextual_alt_text or image.default_alt_text
