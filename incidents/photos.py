"""Photos of reports, made anew from their dots: place, time, phone and whatever else was written into them are gone."""

from io import BytesIO

from PIL import Image, ImageOps

# A JPEG is decoded at a fraction of its size; other photos have to be held whole, four bytes a dot.
MOST_PIXELS = 60_000_000
MOST_PIXELS_HELD = 24_000_000
LONGEST_SIDE = 2560
_QUALITY = 82
_FORMATS = ["JPEG", "PNG", "WEBP"]
_PLAIN = "RGB"


class NotPhoto(Exception):
    """The bytes are no photo that can be read."""


class TooManyPixels(Exception):
    """The photo has more dots than are decoded; a small file can hold billions."""


def without_traces(data: bytes) -> bytes:
    """Return the photo upright as a JPEG of at most 2,560 dots a side. Raises NotPhoto and TooManyPixels."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as photo:
            return _made_anew(photo)
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except TooManyPixels:
        raise
    except Exception as error:
        raise NotPhoto from error


def _made_anew(photo):
    most = MOST_PIXELS if photo.format == "JPEG" else MOST_PIXELS_HELD
    if photo.width * photo.height > most:
        raise TooManyPixels
    photo.draft(_PLAIN, (LONGEST_SIDE, LONGEST_SIDE))
    # Made small before it is turned, which takes a second copy.
    photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(photo)
    plain = Image.new(_PLAIN, upright.size, "white")
    # Pasted onto a new one, for a converted copy takes along what was written into the first.
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        plain.paste(upright, mask=upright.getchannel("A"))
    else:
        plain.paste(upright.convert(_PLAIN))
    target = BytesIO()
    plain.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()
