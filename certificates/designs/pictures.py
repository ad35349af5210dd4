"""A design's pictures as they are drawn: small, in screen colours, with nothing in them about where they come from."""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

LARGEST = (600, 250)
"""Pixels, width and height: 250 dots an inch where the logo is drawn."""
HEAVIEST = 60_000
"""Bytes."""
_MOST_PIXELS = 25_000_000
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)
_SRGB = ImageCms.createProfile("sRGB")


class CannotDraw(Exception):
    """The picture can't be put on paper. The message says why to whoever chose it."""


def prepared(image) -> bytes:
    """Return one of Wagtail's images as it is drawn, from the cache where the same file was prepared before.

    Raises CannotDraw.
    """
    if image.is_svg():
        raise CannotDraw(_("A drawing in SVG can't be put on this paper. Save it as a PNG and choose that."))
    key = f"certificate-picture:{image.file_hash or image.file.name}"
    if drawn := cache.get(key):
        return drawn
    try:
        with image.open_file() as file:
            drawn = shrink(file)
    except OSError as error:
        raise CannotDraw(_("This picture can't be read. Upload it again.")) from error
    cache.set(key, drawn, timeout=None)
    return drawn


def shrink(file: BinaryIO) -> bytes:
    """Return the first frame as a PNG or JPEG of at most 600 x 250 pixels and 60 kB.

    What is see-through stays so, and an empty margin of it is cut off. Raises CannotDraw.
    """
    try:
        with Image.open(file) as picture:
            # A JPEG is read at a fraction of its size; anything else this large would fill the memory.
            picture.draft(picture.mode, (2 * max(LARGEST),) * 2)
            if picture.width * picture.height > _MOST_PIXELS:
                raise CannotDraw(_("This picture has too many pixels. Make it smaller than 5000 x 5000."))
            plain = _cut_out(_in_screen_colours(ImageOps.exif_transpose(picture)))
    except _UNREADABLE as error:
        raise CannotDraw(_("This picture can't be read. Save it as a PNG and upload that.")) from error
    plain.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    plain.info.clear()
    return next(drawn for drawn in _encodings(plain) if len(drawn) <= HEAVIEST)


def _in_screen_colours(picture):
    """Return it in RGB, or in RGBA where something may be see-through."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        mode = "RGB" if picture.mode == "CMYK" else picture.mode
        with suppress(ImageCms.PyCMSError):
            picture = ImageCms.profileToProfile(picture, BytesIO(profile), _SRGB, outputMode=mode)
    if picture.mode.startswith("I"):
        picture = picture.point(lambda level: level / 256).convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _cut_out(picture):
    """Return it without a see-through margin, and in RGB where nothing is see-through."""
    if picture.mode == "RGB":
        return picture
    alpha = picture.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return picture.convert("RGB")
    box = alpha.getbbox()
    if box is None:
        raise CannotDraw(_("This picture is empty: everything in it is see-through."))
    return picture.crop(box)


def _encodings(picture) -> Iterator[bytes]:
    """Yield it as file after file, the best one first and each lighter than the one before."""
    yield _saved(picture, "PNG", optimize=True)
    if picture.mode == "RGB":
        for quality in (88, 75, 60, 40):
            yield _saved(picture, "JPEG", quality=quality, optimize=True)
    for share in (1, 0.75, 0.5, 0.25):
        size = [max(1, round(side * share)) for side in picture.size]
        smaller = picture.resize(size, Image.Resampling.LANCZOS)
        yield _saved(smaller.quantize(256, Image.Quantize.FASTOCTREE), "PNG", optimize=True)


def _saved(picture, kind, **options):
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
