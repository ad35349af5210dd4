"""Pictures as a PDF holds them: JPEG as it is, everything else as plain colours, with its transparency beside it."""

import zlib
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps

from printing import objects

_COLOURS = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
_TURNED = 0x0112  # the Exif tag that says which way up a camera was held


class Picture(NamedTuple):
    """A picture with its measures in pixels, and the streams of a PDF that hold it and its transparency."""

    name: str
    width: int
    height: int
    data: bytes
    entries: str
    alpha: bytes = b""  # a whole stream; empty where nothing shines through


@lru_cache(32)
def read(data: bytes) -> Picture:
    """Return the picture. Raises OSError where it is none."""
    name = f"P{sha256(data).hexdigest()[:16]}"
    with Image.open(BytesIO(data)) as image:
        if image.format == "JPEG" and image.mode in _COLOURS and image.getexif().get(_TURNED, 1) == 1:
            return Picture(name, *image.size, data, _entries(image, "/DCTDecode"))
        turned = ImageOps.exif_transpose(image)
    shown = turned.convert("L" if turned.mode in ("1", "L") else "RGB")
    packed = zlib.compress(shown.tobytes(), 9)
    return Picture(name, *shown.size, packed, _entries(shown, "/FlateDecode"), _alpha(turned))


def _alpha(image):
    if not image.has_transparency_data:
        return b""
    alpha = image.convert("RGBA").getchannel("A")
    return objects.stream(zlib.compress(alpha.tobytes(), 9), _entries(alpha, "/FlateDecode"))


def _entries(image, packing):
    return (
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height}"
        f" /ColorSpace {_COLOURS[image.mode]} /BitsPerComponent 8 /Filter {packing}"
    )
