"""A picture of the library as a learner gets it: small, or offered by a link that says its size."""

from dataclasses import dataclass
from enum import StrEnum

from wagtail.images.models import SourceImageIOError

from home import page_cache

HEAVIEST = 20 * 1024
"""Bytes that a picture may weigh at most to be shown without being asked for."""

# Longest side in pixels and quality, the best first. A phone of 360 points, at two pixels a point, shows about 640.
_STEPS = ((640, 60), (640, 45), (640, 35), (480, 40), (480, 25), (320, 25), (320, 15), (240, 15), (160, 10))
_KINDS = ("avif", "webp")


class Wish(StrEnum):
    """Which pictures a page holds: those that are light, none (data is to be saved), or all (they were asked for)."""

    LIGHT = "light"
    NONE = "none"
    ALL = "all"


@dataclass(frozen=True)
class Source:
    url: str
    type: str
    width: int
    height: int
    bytes: int


@dataclass(frozen=True)
class Photo:
    """One picture in every format it is kept in, the best first and the one that every browser knows last."""

    sources: tuple[Source, ...]

    @property
    def others(self) -> tuple[Source, ...]:
        return self.sources[:-1]

    @property
    def known(self) -> Source:
        return self.sources[-1]

    @property
    def bytes(self) -> int:
        return max(source.bytes for source in self.sources)

    @property
    def kilobytes(self) -> int:
        return -(-self.bytes // 1024)

    def is_shown(self, wish: Wish) -> bool:
        return wish == Wish.ALL or (wish == Wish.LIGHT and self.bytes <= HEAVIEST)


def wish_of(request) -> Wish:
    """Return what the address asks for (?pictures), else what the browser does (Save-Data: on)."""
    if "pictures" in request.GET:
        return Wish.ALL
    return Wish.NONE if request.headers.get("Save-Data", "").strip().lower() == "on" else Wish.LIGHT


def address_with_pictures(request) -> str:
    """Return this page's address, from its own question mark on, with its pictures."""
    query = request.GET.copy()
    query["pictures"] = "1"
    return f"?{query.urlencode()}"


def photo_of(image) -> Photo | None:
    """Return the picture, made the first time it is asked for; None where its file is lost."""
    return page_cache.remember(f"photo:{image.pk}", lambda: _make(image))


def _make(image):
    try:
        return Photo((_as_it_is(image),) if image.is_svg() else tuple(_lightest_needed(image, kind) for kind in _KINDS))
    except (SourceImageIOError, FileNotFoundError):
        return None


def _as_it_is(image):
    return Source(image.file.url, "image/svg+xml", image.width, image.height, image.get_file_size())


def _lightest_needed(image, kind):
    """Return the first step down that is light enough: grain and leaves need more bytes than a clear sky."""
    for side, quality in _STEPS:
        made = image.get_rendition(f"max-{side}x{side}|format-{kind}|{kind}quality-{quality}")
        size = made.file.size
        if size <= HEAVIEST or (side, quality) == _STEPS[-1]:
            break
        made.delete()
    return Source(made.url, f"image/{kind}", made.width, made.height, size)
