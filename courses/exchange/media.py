"""Pictures and sounds in question files: whether they are what they say, and whether two are the same."""

import base64
import binascii
import hashlib
from io import BytesIO
from pathlib import PurePath

from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

from courses.exchange.parsed import Media
from courses.exchange.remarks import Remark
from courses.narrating import sound as narrating

MOST_PICTURE_MB = 5
MOST_PIXELS = 25_000_000
MOST_FRAMES = 200
PICTURES = {"AVIF": ".avif", "GIF": ".gif", "JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
SOUNDS = {".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".webm", ".wav", ".flac", ".amr", ".3gp", ".mp4"}
_ORIGIN = 16


def digest_of(data: bytes) -> str:
    """Return the SHA-1 of the content in hex: what Wagtail keeps of its images."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def decoded(name: str, encoding: str, text: str) -> Media | None:
    """Return a file that stands in Moodle XML, or None where it is damaged or empty."""
    if encoding != "base64":
        return None
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return Media(name[:100], digest_of(data), data) if data else None


def is_sound(name: str) -> bool:
    return PurePath(name).suffix.lower() in SOUNDS


def fault_of_picture(picture: Media) -> Remark | None:
    """Return why a picture can't be used: too large, in pixels too, or none at all. Nothing is unpacked before that."""
    if len(picture.data) > MOST_PICTURE_MB * 1024 * 1024:
        return Remark("picture_too_big", {"name": picture.name, "limit": MOST_PICTURE_MB})
    try:
        with Image.open(BytesIO(picture.data), formats=list(PICTURES)) as image:
            width, height = image.size
            frames = getattr(image, "n_frames", 1)
            if width * height * frames > MOST_PIXELS or frames > MOST_FRAMES:
                return Remark("picture_too_many_pixels", {"name": picture.name, "limit": MOST_PIXELS // 1_000_000})
            image.load()
    except Image.DecompressionBombError:
        return Remark("picture_too_many_pixels", {"name": picture.name, "limit": MOST_PIXELS // 1_000_000})
    except _DAMAGE:
        return Remark("picture_broken", {"name": picture.name})
    return None


# What Pillow raises for one damaged picture or another.
_DAMAGE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError),
    *(EOFError, IndexError, KeyError, OverflowError, RuntimeError, MemoryError),
)


def fault_of_sound(sound: Media) -> Remark | None:
    """Return why a sound can't be used; one that can be is made small, once."""
    if sound.small:
        return None
    try:
        sound.small = narrating.made_small(BytesIO(sound.data))
    except tuple(_FAULTS) as error:
        return Remark(_FAULTS[type(error)], {"name": sound.name, "limit": narrating.MOST_SECONDS // 60})
    return None


_FAULTS = {
    narrating.TooBig: "sound_too_big",
    narrating.TooLong: "sound_too_long",
    narrating.TooShort: "sound_too_short",
    narrating.CutShort: "sound_broken",
    narrating.NotSound: "sound_broken",
}


def suffix_of(picture: Media) -> str:
    """Return the ending that a picture's content asks for, whatever its name says."""
    with Image.open(BytesIO(picture.data), formats=list(PICTURES)) as image:
        return PICTURES[image.format]


def name_of_sound(key: str, language: str, sound: Media) -> str:
    """Return the name under which a sound is stored: it tells from which file it was made."""
    return f"{key[:40]}-{language}-{sound.digest[:_ORIGIN]}"


def is_same(theirs: Media, ours: Media) -> bool:
    """Return whether a file's picture or sound is the bank's, or what the bank's was made from."""
    if theirs.digest:
        return theirs.digest == ours.digest
    if ours.digest[:_ORIGIN] in theirs.stored:
        return True
    data = stored(theirs)
    return data is not None and digest_of(data) == ours.digest


def stored(media: Media) -> bytes | None:
    """Return the content of a picture or sound of the bank, or None where its file is gone."""
    try:
        with default_storage.open(media.stored, "rb") as file:
            return file.read()
    except OSError:
        return None
