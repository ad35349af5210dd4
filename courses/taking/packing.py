"""A bundle packed as it travels, kept until something is published, and known by a hash of what is in it."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

import brotli
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from courses import outline
from courses.models import CoursePage
from courses.taking import bundle
from home import encodings, page_cache

_QUALITY = 11


@dataclass(frozen=True)
class Packed:
    """One bundle as it travels, by its encoding, and what a phone wants to know of it before it fetches it."""

    facts: dict
    brotli: bytes
    gzip: bytes

    def encoded(self, accepted: str) -> tuple[str, bytes]:
        """Return the encoding's name ("": none) and the bytes: the smallest that an Accept-Encoding header allows."""
        names = encodings.accepted(accepted)
        if "br" in names:
            return "br", self.brotli
        return ("gzip", self.gzip) if "gzip" in names else ("", gzip.decompress(self.gzip))


def packed(course_key: UUID | str, language: str) -> Packed | None:
    """Return the course's bundle; None where no page of the course is open to everybody in that language."""
    return page_cache.remember(f"bundle:{course_key}:{language}", lambda: _pack(course_key, language))


def facts_of(course_key: UUID | str) -> dict[str, dict]:
    """Return the facts of the course's bundle in each language that it has one in."""

    def make():
        bundles = {code: packed(course_key, code) for code, _name in settings.LANGUAGES}
        return {code: found.facts for code, found in bundles.items() if found}

    return page_cache.remember(f"bundles:{course_key}", make)


def _pack(course_key, language):
    if not _has_page(course_key, language):
        return None
    contents = bundle.contents(outline.of(course_key, language))
    digest = hashlib.sha256(_as_json(contents)).hexdigest()[:16]
    plain = _as_json({**contents, "hash": digest})
    small = brotli.compress(plain, mode=brotli.MODE_TEXT, quality=_QUALITY)
    # A time stamp in the gzip would make two processes' bytes differ.
    return Packed(_facts(contents, digest, len(small)), small, gzip.compress(plain, 9, mtime=0))


def _has_page(course_key, language):
    pages = CoursePage.objects.live().public().filter(translation_key=course_key, locale__language_code=language)
    return pages.exists()


def _as_json(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _facts(contents, digest, size):
    with translation.override(contents["language"]):
        url = reverse("courses:take_bundle", args=[contents["course"], digest])
    return {
        "hash": digest,
        "url": url,
        "bytes": size,
        "sound_bytes": sum(sound["bytes"] for sound in contents["sounds"]),
        "sound_seconds": sum(sound["seconds"] for sound in contents["sounds"]),
        "picture_bytes": sum(picture["bytes"] for picture in contents["pictures"]),
    }
