"""Photos of reports, made anew from their dots: place, time, phone and whatever else was written into them are gone."""

import logging
import re
from io import BytesIO

from PIL import Image, ImageOps

# A JPEG is decoded at a fraction of its size; other photos have to be held whole, four bytes a dot.
MOST_PIXELS = 60_000_000
MOST_PIXELS_HELD = 24_000_000
# A progressive JPEG is gone over once for each scan, and few bytes make one more. Cameras write at most a dozen.
MOST_SCANS = 60
MOST_PIXELS_SCANNED = 1_200_000_000
LONGEST_SIDE = 2560
_QUALITY = 82
_FORMATS = ["JPEG", "PNG", "WEBP"]
_PLAIN = "RGB"
# ITU-T T.81: a marker is FF and a code; FF 00 and FF D0 to D7 stand within a scan, and FF may be doubled.
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
# Where a log takes everything, Pillow writes into it what it reads in a photo: who, where, when.
logging.getLogger("PIL").setLevel(logging.INFO)


class NotPhoto(Exception):
    """The bytes are no photo that can be read."""


class TooManyPixels(Exception):
    """The photo has more dots, or is gone over more often, than is decoded; a small file can hold billions."""


def without_traces(data: bytes) -> bytes:
    """Return the photo upright as a JPEG of at most 2,560 dots a side. Raises NotPhoto and TooManyPixels."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as photo:
            _check_work(photo, data)
            return _made_anew(photo)
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except TooManyPixels:
        raise
    except Exception as error:
        raise NotPhoto from error


def _check_work(photo, data):
    """Refuse, before anything is decoded, what would take too much. Raises TooManyPixels."""
    # A JPEG with several pictures has another format's name.
    is_jpeg = data.startswith(b"\xff\xd8")
    pixels, scans = photo.width * photo.height, count_scans(data) if is_jpeg else 1
    if pixels > (MOST_PIXELS if is_jpeg else MOST_PIXELS_HELD):
        raise TooManyPixels
    if scans > MOST_SCANS or pixels * scans > MOST_PIXELS_SCANNED:
        raise TooManyPixels


def count_scans(data: bytes) -> int:
    """Return how many scans a JPEG's first picture has; what other segments hold, small pictures too, is passed over.

    Source of the format: ITU-T T.81, annex B.
    """
    scans, at = 0, 0
    while found := _MARKER.search(data, at):
        at, code = found.end(), found[1][0]
        if code == _END:
            break
        if code not in (_START, 0x01):
            at += int.from_bytes(data[at : at + 2])
        scans += code == _SCAN
    return scans


def _made_anew(photo):
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
