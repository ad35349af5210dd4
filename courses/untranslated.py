"""What is published in one language only: said in the reader's own words, and never left half translated.

A lesson without a translation is a whole page in its own language, at that language's address. Where a page of the
other language names it, the name carries its language; and the lesson itself says where the course goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from courses import outline
from courses.outline import Outline


@dataclass(frozen=True)
class WayBack:
    """Words in `language` for a reader who follows the course in it, and where it goes on."""

    language: str
    words: str
    link: str
    url: str


def is_foreign(named) -> bool:
    """Return whether a course, module or step is named in another language than the page that is shown."""
    return bool(named.written_in) and named.written_in != translation.get_language()


def only_in(named) -> str:
    """Return, in the page's language, in which one alone it can be read."""
    name = translation.get_language_info(named.written_in)["name_translated"]
    return _("So far in %(language)s only") % {"language": name}


def way_back(course: Outline, lesson_key: str, language: str) -> WayBack | None:
    """Return how a reader of another language goes on after a lesson which that language does not have."""
    other = outline.of(course.key, language)
    if other is None or other.written_in != language or other.step(lesson_key) is None:
        return None
    later = other.steps[[step.key for step in other.steps].index(lesson_key) + 1 :]
    url = next((step.url for step in later if step.written_in == language), other.url)
    with translation.override(language):
        name = translation.get_language_info(language)["name_translated"]
        words = _("This lesson has not been translated into %(language)s yet. After it the course goes on.")
        link = _("Go on in %(language)s")
        return WayBack(language, words % {"language": name}, link % {"language": name}, url)
