"""Photos and sounds of reports: what they tell besides what one sees and hears is taken off, the rest is sealed."""

import os
import re
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from incidents import making, photos, sealing, sounds

# The newer iPhones' own format of photos, by the word that stands at the fifth byte.
_HEIC = re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|mif1|msf1)", re.DOTALL)
# Decoding takes much memory and work: more at once would be the end of a small server.
_AT_ONCE = BoundedSemaphore(2)


class NotPhotoOrSound(Exception):
    """The bytes are neither a photo nor a sound that can be read."""


class IsHeic(NotPhotoOrSound):
    """The bytes are a photo in a format that is not read here."""


@dataclass(frozen=True)
class Stripped:
    """A file as it is stored: its bytes without metadata, and a name and type of our own."""

    name: str
    type: str
    data: bytes

    @property
    def about(self) -> dict:
        """Return what stands sealed beside the bytes."""
        return {"name": self.name, "type": self.type, "size": len(self.data)}


@dataclass(frozen=True)
class Locked:
    """A file as a phone sealed it to the TeamKey `key`: what it is shows only once an officer opens it."""

    number: int
    data: bytes
    key: int

    @property
    def about(self) -> dict:
        size = len(self.data) - sealing.SEAL_BYTES
        return {"name": f"file-{self.number}", "type": "", "size": size, "key": self.key, "number": self.number}


# Why `strip` refuses what it is given.
REFUSALS = (NotPhotoOrSound, sounds.IsVideo, sounds.TooLong, photos.TooManyPixels)


def strip(data: bytes, number: int) -> Stripped:
    """Return the photo or sound that the bytes are, whatever its name said, made anew; `number` goes into our name.

    Raises NotPhotoOrSound, IsHeic, sounds.IsVideo, photos.TooManyPixels and sounds.TooLong.
    """
    if _HEIC.match(data):
        raise IsHeic
    return _made_anew(data, number)


def strip_late(data: bytes, number: int) -> Stripped:
    """Return what `strip` does of a file that its reporter can't be asked to cut any more: of a long sound, the start.

    Raises what `strip` raises, but not sounds.TooLong.
    """
    try:
        return strip(data, number)
    except sounds.TooLong:
        start = _made_anew(data, number, is_cut=True)
    return Stripped(f"sound-{number}-first-{sounds.MOST_SECONDS // 60}-minutes.ogg", start.type, start.data)


def _made_anew(data, number, is_cut=False):
    most = {
        "photos": {name: getattr(photos, name) for name in ("MOST_PIXELS", "MOST_PIXELS_HELD")},
        "sounds": {"MOST_SECONDS": sounds.MOST_SECONDS},
    }
    with _AT_ONCE:
        outcome, made = making.run(data, most, is_cut)
    if outcome not in _TYPES:
        raise _REFUSED.get(outcome, NotPhotoOrSound)
    ending, type_ = _TYPES[outcome]
    return Stripped(f"{outcome}-{number}.{ending}", type_, made)


_TYPES = {"photo": ("jpg", "image/jpeg"), "sound": ("ogg", "audio/ogg")}
_REFUSED = {one.__name__: one for one in (sounds.IsVideo, sounds.TooLong, photos.TooManyPixels)}


def write(token: str, sealed: bytes) -> None:
    """Write a sealed file, whole or not at all, that only the platform's own user may read."""
    folder = Path(settings.REPORTS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{token}.draft"
    with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    # To the hour, as in the database: to the second it would tell, beside a server's log, who sent it.
    hour = int(time.time()) // 3600 * 3600
    os.utime(draft, (hour, hour))
    draft.rename(folder / token)


def read(token: str) -> BytesIO:
    """Return a sealed file. Raises OSError where it is gone."""
    return BytesIO((Path(settings.REPORTS_ROOT) / token).read_bytes())


def remove(token: str) -> None:
    """Remove a file; where there is none, do nothing."""
    (Path(settings.REPORTS_ROOT) / token).unlink(missing_ok=True)
