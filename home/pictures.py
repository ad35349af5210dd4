"""A picture of the library as public pages show it: in the widths that a phone needs, in the lightest formats."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.safestring import SafeString, mark_safe
from wagtail.images import get_image_model
from wagtail.images.models import Filter, Picture
from wagtail.images.shortcuts import get_rendition_or_not_found, get_renditions_or_not_found


@dataclass(frozen=True)
class Shape:
    """How large a picture is shown: Wagtail's resizing for screens of one and of two dots a point, and CSS `sizes`."""

    bounds: tuple[str, str]
    sizes: str


SHAPES = {
    "wide": Shape(("max-328x492", "max-656x984"), "(min-width: 640px) 608px, calc(100vw - 32px)"),
    "card": Shape(("fill-112x84", "fill-224x168"), "112px"),
    "portrait": Shape(("fill-88x88", "fill-176x176"), "88px"),
    "logo": Shape(("max-160x64", "max-320x128"), "160px"),
}
_FORMATS = ("format-avif|avifquality-50", "format-webp|webpquality-60")


def html(image, shape: str, alt: str | None = None, is_first: bool = False) -> SafeString:
    """Return the picture as HTML; `alt` stands in for its own description, and only the page's first loads at once."""
    given = {"alt": alt, "loading": None if is_first else "lazy"}
    attributes = {name: value for name, value in given.items() if value is not None}
    if image.is_svg():
        return _drawing(image, shape, attributes)
    renditions = get_renditions_or_not_found(image, [Filter(spec=spec) for spec in _specs(shape)])
    return mark_safe(Picture(renditions, {"sizes": SHAPES[shape].sizes} | attributes).__html__())


def _drawing(image, shape, attributes):
    """Return the tag of a drawing in SVG: one file for all screens."""
    made = get_rendition_or_not_found(image, Filter(spec=f"{SHAPES[shape].bounds[0]}|preserve-svg"))
    return made.img_tag(attributes | {"width": round(made.width), "height": round(made.height)})


def lookups(field: str, shape: str) -> tuple:
    """Return what a queryset prefetches, so that the pictures of all its rows cost two queries."""
    return field, _renditions(f"{field}__renditions", shape)


def fetch(images: Iterable, shape: str) -> None:
    """Read the made sizes of all these images in one query."""
    prefetch_related_objects([image for image in images if image], _renditions("renditions", shape))


def fetch_of(rows: Iterable, field: str, shape: str) -> None:
    """Read the pictures that these records have in a field, with their made sizes, in two queries."""
    prefetch_related_objects([row for row in rows if row], *lookups(field, shape))


def lacks_words(image) -> bool:
    """Return whether somebody who does not see the picture would be told nothing of it."""
    return image is not None and not image.description.strip()


def _specs(shape):
    return [f"{bound}|{form}" for form in _FORMATS for bound in SHAPES[shape].bounds]


def _renditions(path, shape):
    # A drawing in SVG is kept as one: of the resizing only the bounds are left.
    specs = [*_specs(shape), *SHAPES[shape].bounds]
    made = get_image_model().get_rendition_model().objects.filter(filter_spec__in=specs)
    return Prefetch(path, queryset=made, to_attr="prefetched_renditions")
